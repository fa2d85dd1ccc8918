#include "federation/client/gzip_decoder.hpp"

#include "tests/support/gzip.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace folkmoot::federation {
namespace {

/// Text that compresses about as JSON does, the same each time.
std::string ordinary_text(std::size_t size) {
    std::mt19937 random(7);
    std::string text;
    while (text.size() < size) {
        text += "{\"type\":\"Note\",\"id\":\"https://remote.example/" + std::to_string(random()) +
                "\"},";
    }
    return text;
}

TEST(GzipDecoder, DecodesByteByByte) {
    auto const text = ordinary_text(100'000);
    auto const packed = tests::gzip(text);
    GzipDecoder decoder(1'000'000);
    std::string output;
    for (char const byte : packed) {
        ASSERT_TRUE(decoder.feed({&byte, 1}, output));
    }
    EXPECT_TRUE(decoder.finished());
    EXPECT_EQ(output, text);
}

TEST(ThreatS, S07_BombIsStoppedByItsRatio) {
    auto const packed = tests::gzip(std::string(10'000'000, '\0'));
    GzipDecoder decoder(100'000'000);
    std::string output;
    auto const result = decoder.feed(packed, output);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().detail, "gzip: ratio too high");
    EXPECT_LE(
        output.size(), GzipDecoder::max_ratio * packed.size() + GzipDecoder::ratio_free_bytes
    );
}

TEST(ThreatS, S07_AbsoluteCap) {
    GzipDecoder decoder(50'000);
    std::string output;
    auto const result = decoder.feed(tests::gzip(ordinary_text(60'000)), output);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().detail, "gzip: too large");
    EXPECT_LE(output.size(), 50'000U);
}

TEST(ThreatS, S07_ShortRepetitiveTextIsNoBomb) {
    std::string const text(60'000, 'a');
    GzipDecoder decoder(1'000'000);
    std::string output;
    ASSERT_TRUE(decoder.feed(tests::gzip(text), output));
    EXPECT_EQ(output, text);
}

TEST(GzipDecoder, CutOffIsNotFinished) {
    auto const packed = tests::gzip("hello");
    GzipDecoder decoder(1'000);
    std::string output;
    ASSERT_TRUE(decoder.feed(std::string_view(packed).substr(0, packed.size() - 1), output));
    EXPECT_FALSE(decoder.finished());
}

TEST(GzipDecoder, RefusesDamageAndSurplus) {
    auto damaged = tests::gzip("hello");
    damaged[damaged.size() - 5] = static_cast<char>(~damaged[damaged.size() - 5]);
    for (auto const& bytes :
         {std::string("not gzip at all"),
          damaged,
          tests::gzip("hello") + "x",
          tests::gzip("a") + tests::gzip("b")}) {
        GzipDecoder decoder(1'000);
        std::string output;
        EXPECT_FALSE(decoder.feed(bytes, output));
    }
}

}  // namespace
}  // namespace folkmoot::federation
