// The value codec: what is stored comes back, and every damage is told.
#include "storage/engine/record.hpp"

#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::storage::tests {
namespace {

constexpr RecordType type{.tag = 7, .version = 2};

TEST(Crc32c, GivesThePublishedValues) {
    // RFC 3720, section B.4.
    EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
    EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43U);
}

TEST(Crc32c, ContinuesOverPieces) {
    EXPECT_EQ(crc32c("6789", crc32c("12345")), crc32c("123456789"));
}

TEST(RecordCodec, GivesThePayloadBack) {
    auto const value = encode_record(type, "key", "payload");
    EXPECT_EQ(value.size(), record_header_size + 7);
    EXPECT_EQ(decode_record(type, "key", value), "payload");
}

TEST(RecordCodec, TakesOlderVersions) {
    EXPECT_EQ(decode_record(type, "key", encode_record({7, 1}, "key", "old")), "old");
}

TEST(RecordCodec, R07_TellsEveryFlippedBit) {
    auto const value = encode_record(type, "key", "payload");
    for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
        auto damaged = value;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_EQ(code_of(decode_record(type, "key", damaged)), ErrorCode::corrupt)
            << "bit " << bit;
    }
}

TEST(RecordCodec, R07_TellsAValueUnderAnotherKey) {
    EXPECT_EQ(
        code_of(decode_record(type, "yek", encode_record(type, "key", "payload"))),
        ErrorCode::corrupt
    );
}

TEST(RecordCodec, R07_TellsAShortValue) {
    EXPECT_EQ(code_of(decode_record(type, "key", "1234567")), ErrorCode::corrupt);
}

TEST(RecordCodec, RefusesOtherTypesAndLaterVersions) {
    EXPECT_EQ(
        code_of(decode_record(type, "key", encode_record({8, 2}, "key", ""))), ErrorCode::corrupt
    );
    EXPECT_EQ(
        code_of(decode_record(type, "key", encode_record({7, 3}, "key", ""))),
        ErrorCode::newer_store
    );
}

TEST(RecordView, ReadsAnUnalignedRecord) {
    PackedRecord<sample::Sample> const packed(make_sample(5, "body", "slug"));
    auto const shifted = "x" + std::string(packed.payload());
    auto const view = RecordView<sample::Sample>::parse(std::string_view(shifted).substr(1));
    ASSERT_TRUE(view);
    EXPECT_EQ((*view)->group(), 5U);
    EXPECT_EQ((*view)->slug()->str(), "slug");
    EXPECT_EQ(view->unpack().body, "body");
}

TEST(RecordView, RefusesWhatIsNoFlatBuffer) {
    EXPECT_EQ(code_of(RecordView<sample::Sample>::parse("")), ErrorCode::corrupt);
    EXPECT_EQ(
        code_of(RecordView<sample::Sample>::parse(std::string(40, '\xFF'))), ErrorCode::corrupt
    );
    PackedRecord<sample::Sample> const packed(make_sample(5, "body", "slug"));
    EXPECT_EQ(
        code_of(RecordView<sample::Sample>::parse(
            packed.payload().substr(0, packed.payload().size() / 2)
        )),
        ErrorCode::corrupt
    );
}

}  // namespace
}  // namespace folkmoot::storage::tests
