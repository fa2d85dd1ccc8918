// The structured-fields parser against examples of RFC 8941 and malformed neighbours.
#include "activitypub/signature/structured_fields.hpp"

#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {

namespace {

TEST(StructuredFields, ReadsTheDictionaryOfRfc8941) {
    auto const read =
        parse_sf_dictionary(
            R"(en="Applepie", da=:w4ZibGV0w6ZydGU=:, rating=1.5, feelings=(joy sadness))"
        )
            .value();
    ASSERT_EQ(read.size(), 4u);
    EXPECT_EQ(std::get<SfItem>(read[0].value).value, SfBareItem(std::string("Applepie")));
    EXPECT_EQ(
        text_of(std::get<Bytes>(std::get<SfItem>(read[1].value).value)),
        "\xc3\x86"
        "blet\xc3\xa6rte"
    );
    EXPECT_EQ(std::get<SfItem>(read[2].value).value, SfBareItem(1.5));
    auto const& list = std::get<SfInnerList>(read[3].value);
    EXPECT_EQ(list.items[1].value, SfBareItem(SfToken{"sadness"}));
}

TEST(StructuredFields, ReadsParametersAndBareKeys) {
    auto const read = parse_sf_dictionary("a=?0, b, c; foo=bar;n=-42").value();
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(std::get<SfItem>(read[0].value).value, SfBareItem(false));
    EXPECT_EQ(std::get<SfItem>(read[1].value).value, SfBareItem(true));
    EXPECT_EQ(read[1].raw, "");
    auto const& parameters = std::get<SfItem>(read[2].value).parameters;
    EXPECT_EQ(*find_parameter(parameters, "foo"), SfBareItem(SfToken{"bar"}));
    EXPECT_EQ(*find_parameter(parameters, "n"), SfBareItem(std::int64_t{-42}));
    EXPECT_EQ(find_parameter(parameters, "x"), nullptr);
}

TEST(StructuredFields, KeepsTheTextOfAMemberAsReceived) {
    auto const read =
        parse_sf_dictionary(R"(  a=1 , sig1=( "@method"   "a\"b" );created=1;  keyid="k\\"  )")
            .value();
    EXPECT_EQ(find_member(read, "sig1")->raw, R"(( "@method"   "a\"b" );created=1;  keyid="k\\")");
    EXPECT_EQ(find_member(read, "sig2"), nullptr);
}

TEST(StructuredFields, EmptyTextIsAnEmptyDictionary) {
    EXPECT_TRUE(parse_sf_dictionary("").value().empty());
    EXPECT_TRUE(parse_sf_dictionary("  ").value().empty());
}

struct MalformedCase {
    char const* name;
    std::string text;
    ErrorCode code = ErrorCode::malformed;
};

class MalformedField : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedField, IsRefused) {
    auto const read = parse_sf_dictionary(GetParam().text);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, GetParam().code);
}

std::string repeated(
    std::string_view start, std::string_view part, int times, std::string_view end
) {
    std::string out(start);
    for (int i = 0; i < times; ++i) {
        out += part;
    }
    return out + std::string(end);
}

std::string many_keys(int count) {
    std::string out = "k0";
    for (int i = 1; i < count; ++i) {
        out += ",k" + std::to_string(i);
    }
    return out;
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    MalformedField,
    testing::Values(
        MalformedCase{"upper_case_key", "Sig=1"},
        MalformedCase{"digit_key", "1a=1"},
        MalformedCase{"no_value", "a="},
        MalformedCase{"comma_at_end", "a=1,"},
        MalformedCase{"two_commas", "a=1,,b=2"},
        MalformedCase{"no_comma", "a=1 b=2"},
        MalformedCase{"key_twice", "a=1, a=2"},
        MalformedCase{"parameter_twice", "a=1;b=1;b=2"},
        MalformedCase{"leading_tab", "\ta=1"},
        MalformedCase{"open_list", "a=(1 2"},
        MalformedCase{"list_without_space", "a=(\"x\"\"y\")"},
        MalformedCase{"list_with_comma", "a=(1,2)"},
        MalformedCase{"list_with_tab", "a=(1\t2)"},
        MalformedCase{"nested_list", "a=((1))"},
        MalformedCase{"open_string", "a=\"x"},
        MalformedCase{"unknown_escape", "a=\"\\n\""},
        MalformedCase{"escape_at_end", "a=\"\\"},
        MalformedCase{"control_in_string", "a=\"\x01\""},
        MalformedCase{"newline_in_string", "a=\"x\ny\""},
        MalformedCase{"non_ascii_string", "a=\"\xc3\xbc\""},
        MalformedCase{"open_bytes", "a=:AAAA"},
        MalformedCase{"bytes_not_base64", "a=:A A=:"},
        MalformedCase{"bytes_of_base64url", "a=:-_-_:"},
        MalformedCase{"boolean_two", "a=?2"},
        MalformedCase{"minus_only", "a=-"},
        MalformedCase{"sixteen_digits", "a=1234567890123456"},
        MalformedCase{"no_fraction", "a=1."},
        MalformedCase{"four_fraction_digits", "a=1.2345"},
        MalformedCase{"thirteen_integer_digits", "a=1234567890123.1"},
        MalformedCase{"parameter_without_key", "a=1;"},
        MalformedCase{"zero_byte", std::string("a\0", 2)},
        MalformedCase{"too_long", std::string(16 * 1024 + 1, 'a'), ErrorCode::too_large},
        MalformedCase{"too_many_members", many_keys(65), ErrorCode::too_large},
        MalformedCase{"too_many_items", repeated("a=(", "1 ", 65, ")"), ErrorCode::too_large}
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(StructuredFields, StringsReadBack) {
    auto const written = serialize_sf_string(R"(a"b\c)").value();
    auto const read = parse_sf_dictionary("k=" + written).value();
    EXPECT_EQ(std::get<SfItem>(read[0].value).value, SfBareItem(std::string(R"(a"b\c)")));
    EXPECT_FALSE(serialize_sf_string("\xc3\xbc"));
    EXPECT_FALSE(serialize_sf_string("a\nb"));
}

}  // namespace

}  // namespace folkmoot::activitypub
