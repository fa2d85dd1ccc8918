#include "node/api/mastodon/json_writer.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <string>

namespace folkmoot::node {
namespace {

TEST(JsonWriter, DividesMembersAndItems) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("a").begin_array().end_array();
    json.key("b").begin_object().key("c").null().key("d").boolean(true).end_object();
    json.key("e").begin_array().number(1).number(-2).begin_object().end_object().end_array();
    json.raw(R"("f":3)").key("g").id(116000000002424832).end_object();
    EXPECT_EQ(
        out, R"({"a":[],"b":{"c":null,"d":true},"e":[1,-2,{}],"f":3,"g":"116000000002424832"})"
    );
}

TEST(JsonWriter, GoesBackToAMark) {
    std::string out;
    JsonWriter json(out);
    json.begin_array();
    auto const start = json.mark();
    json.begin_object().key("half").string("written");
    json.rewind(start);
    json.number(1).end_array();
    EXPECT_EQ(out, "[1]");
}

TEST(JsonWriter, WritesTimesWithThreeDigits) {
    std::string out;
    JsonWriter json(out);
    json.begin_array().time(0).time(1'700'000'000'005).time_or_null(0).end_array();
    EXPECT_EQ(out, R"(["1970-01-01T00:00:00.000Z","2023-11-14T22:13:20.005Z",null])");
}

TEST(JsonWriter, WritesNoNumberThatJsonDoesNotHave) {
    std::string out;
    JsonWriter json(out);
    json.begin_array().real(0.5).real(std::numeric_limits<double>::infinity()).end_array();
    EXPECT_EQ(out, "[0.5,0]");
}

struct Case {
    char const* name;
    std::string text;
    std::string read;  ///< what a parser reads of it
};

class JsonString : public testing::TestWithParam<Case> {};

TEST_P(JsonString, J06_IsReadByEveryParser) {
    std::string out;
    append_json_string(out, GetParam().text);
    auto const parsed = nlohmann::json::parse(out, nullptr, /*allow_exceptions=*/false);
    ASSERT_TRUE(parsed.is_string()) << out;
    EXPECT_EQ(parsed.get<std::string>(), GetParam().read);
}

using namespace std::string_literals;

INSTANTIATE_TEST_SUITE_P(
    Texts,
    JsonString,
    testing::Values(
        Case{"Empty", "", ""},
        Case{"Plain", "hello", "hello"},
        Case{"Quotes", "\"a\\b\"", "\"a\\b\""},
        Case{"Controls", "a\0b\n\r\t\x1F\x7F"s, "a\0b\n\r\t\x1F\x7F"s},
        Case{"Chinese", "园丁小组", "园丁小组"},
        Case{"Emoji", "🐝", "🐝"},
        Case{"CutOff", "\xE5\x9B", "\xEF\xBF\xBD"},
        Case{"Overlong", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        Case{
            "LoneByte",
            "a\xFF"
            "b",
            "a\xEF\xBF\xBD"
            "b"
        }
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

}  // namespace
}  // namespace folkmoot::node
