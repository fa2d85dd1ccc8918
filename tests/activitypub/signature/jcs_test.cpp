// RFC 8785: the RFC's own samples, order of names, numbers, strings, caps.
#include "activitypub/signature/jcs.hpp"

#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace folkmoot::activitypub {

namespace {

using nlohmann::json;

struct SampleCase {
    char const* name;
    std::string input;
    std::string output;
};

class JcsSample : public testing::TestWithParam<SampleCase> {};

TEST_P(JcsSample, IsCanonical) {
    EXPECT_EQ(canonicalize(json::parse(GetParam().input)).value(), GetParam().output);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc8785,
    JcsSample,
    testing::Values(
        SampleCase{
            "section_3_2_2",
            R"({"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
                "literals": [null, true, false]})",
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            "\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
        },
        SampleCase{
            "section_3_2_3_names",
            R"({"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3,
                "\u00f6": 4})",
            "{\"\\r\":1,\"1\":2,\"\xc2\x80\":3,\"\xc3\xb6\":4,\"\xe2\x82\xac\":5,"
            "\"\xf0\x9f\x98\x80\":6,\"\xef\xac\xb3\":7}"
        },
        SampleCase{
            "astral_before_private_use",
            R"({"\uffff": 3, "\ue000": 2, "\ud7ff": 0, "\ud800\udc00": 1})",
            "{\"\xed\x9f\xbf\":0,\"\xf0\x90\x80\x80\":1,\"\xee\x80\x80\":2,\"\xef\xbf\xbf\":3}"
        },
        SampleCase{"prefix_first", R"({"ab": 1, "a": 2, "": 3})", R"({"":3,"a":2,"ab":1})"},
        SampleCase{"empty", R"({"a": {}, "b": [], "c": ""})", R"({"a":{},"b":[],"c":""})"},
        SampleCase{
            "controls",
            R"("\u0000\u0008\u0009\u000b\u000c\u001f\u007f")",
            "\"\\u0000\\b\\t\\u000b\\f\\u001f\x7f\""
        },
        SampleCase{
            "integers",
            "[0, -0, -1, 9007199254740991, -9007199254740991, 9007199254740992]",
            "[0,0,-1,9007199254740991,-9007199254740991,9007199254740992]"
        },
        SampleCase{
            "integers_beyond_2_53",
            "[9007199254740993, -9007199254740993, 18446744073709551615, -9223372036854775808]",
            "[9007199254740992,-9007199254740992,18446744073709552000,-9223372036854776000]"
        }
    ),
    [](auto const& info) { return info.param.name; }
);

struct NumberCase {
    std::uint64_t bits;
    std::string_view text;
};

class JcsNumber : public testing::TestWithParam<NumberCase> {};

TEST_P(JcsNumber, PrintsAsEcmascriptDoes) {
    EXPECT_EQ(
        format_ecmascript_number(std::bit_cast<double>(GetParam().bits)).value(), GetParam().text
    );
}

INSTANTIATE_TEST_SUITE_P(
    Rfc8785AppendixB,
    JcsNumber,
    testing::Values(
        NumberCase{0x0000000000000000, "0"},
        NumberCase{0x8000000000000000, "0"},
        NumberCase{0x0000000000000001, "5e-324"},
        NumberCase{0x8000000000000001, "-5e-324"},
        NumberCase{0x7fefffffffffffff, "1.7976931348623157e+308"},
        NumberCase{0xffefffffffffffff, "-1.7976931348623157e+308"},
        NumberCase{0x4340000000000000, "9007199254740992"},
        NumberCase{0xc340000000000000, "-9007199254740992"},
        NumberCase{0x4430000000000000, "295147905179352830000"},
        NumberCase{0x44b52d02c7e14af5, "9.999999999999997e+22"},
        NumberCase{0x44b52d02c7e14af6, "1e+23"},
        NumberCase{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        NumberCase{0x444b1ae4d6e2ef4e, "999999999999999700000"},
        NumberCase{0x444b1ae4d6e2ef4f, "999999999999999900000"},
        NumberCase{0x444b1ae4d6e2ef50, "1e+21"},
        NumberCase{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
        NumberCase{0x3eb0c6f7a0b5ed8d, "0.000001"},
        NumberCase{0x41b3de4355555553, "333333333.3333332"},
        NumberCase{0x41b3de4355555554, "333333333.33333325"},
        NumberCase{0x41b3de4355555555, "333333333.3333333"},
        NumberCase{0x41b3de4355555556, "333333333.3333334"},
        NumberCase{0x41b3de4355555557, "333333333.33333343"},
        NumberCase{0xbecbf647612f3696, "-0.0000033333333333333333"},
        NumberCase{0x43143ff3c1cb0959, "1424953923781206.2"}
    )
);

TEST(JcsNumber, ReadsBackExactly) {
    auto generator = test::seeded_generator();
    for (int i = 0; i < 5'000; ++i) {
        auto const number = std::bit_cast<double>(generator());
        if (!std::isfinite(number)) {
            continue;
        }
        auto const text = format_ecmascript_number(number).value();
        double read = 0;
        std::from_chars(text.data(), text.data() + text.size(), read);
        EXPECT_EQ(read, number) << text;
    }
}

TEST(Jcs, RefusesWhatIsNotJson) {
    EXPECT_EQ(
        canonicalize(json(std::numeric_limits<double>::quiet_NaN())).error().code,
        ErrorCode::malformed
    );
    EXPECT_EQ(
        canonicalize(json(std::numeric_limits<double>::infinity())).error().code,
        ErrorCode::malformed
    );
    EXPECT_EQ(canonicalize(json::binary({1, 2})).error().code, ErrorCode::wrong_type);
}

class JcsInvalidUtf8 : public testing::TestWithParam<std::string_view> {};

TEST_P(JcsInvalidUtf8, IsRefusedInValuesAndNames) {
    std::string const text(GetParam());
    EXPECT_EQ(canonicalize(json(text)).error().code, ErrorCode::malformed);
    EXPECT_EQ(canonicalize(json{{text, 1}}).error().code, ErrorCode::malformed);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    JcsInvalidUtf8,
    testing::Values(
        "\x80",              // continuation alone
        "\xc3",              // cut short
        "a\xe2\x82",         // cut short
        "\xc0\xaf",          // overlong
        "\xe0\x80\xaf",      // overlong
        "\xf0\x80\x80\xaf",  // overlong
        "\xed\xa0\x80",      // surrogate
        "\xf4\x90\x80\x80",  // above U+10FFFF
        "\xf8\x88\x80\x80"   // no such lead
    )
);

TEST(Jcs, RefusesTooDeepNesting) {
    json deep = 1;
    for (std::size_t i = 0; i < jcs_max_depth; ++i) {
        deep = json::array({std::move(deep)});
    }
    EXPECT_TRUE(canonicalize(deep));
    deep = json{{"a", std::move(deep)}};
    EXPECT_EQ(canonicalize(deep).error().code, ErrorCode::too_large);
}

}  // namespace

}  // namespace folkmoot::activitypub
