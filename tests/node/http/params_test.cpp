#include "node/http/params.hpp"

#include "tests/node/http/request_builder.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace folkmoot::node {
namespace {

using Json = nlohmann::json;
using tests::make_request;

char const* const form_type = "application/x-www-form-urlencoded";
char const* const json_type = "application/json";

Result<Params> decode(
    std::string const& type, std::string const& body, std::string const& query = ""
) {
    return decode_params(make_request(Verb::post, "/x" + query, {{"Content-Type", type}}, body));
}

struct Case {
    char const* name;
    std::string type;
    std::string body;
    std::string query;
    std::string expected;  // JSON
};

std::ostream& operator<<(std::ostream& out, Case const& one) {
    return out << one.name;
}

std::string multipart(std::string const& name, std::string const& value) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

class DecodeTable : public testing::TestWithParam<Case> {};

TEST_P(DecodeTable, GivesOneObject) {
    auto const params = decode(GetParam().type, GetParam().body, GetParam().query);
    ASSERT_TRUE(params) << params.error().safe;
    EXPECT_EQ(params->values(), Json::parse(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    DecodeTable,
    testing::Values(
        Case{"Empty", "", "", "", "{}"},
        Case{"Json", json_type, R"({"a":1,"b":[true,null]})", "", R"({"a":1,"b":[true,null]})"},
        Case{"JsonWithCharset", "application/json; charset=utf-8", R"({"a":1})", "", R"({"a":1})"},
        Case{"Form", form_type, "a=1&b=x+y", "", R"({"a":"1","b":"x y"})"},
        Case{"QueryOnly", "", "", "?a=1", R"({"a":"1"})"},
        Case{"BodyWinsOverQuery", form_type, "a=2", "?a=1&b=3", R"({"a":"2","b":"3"})"},
        Case{"Array", form_type, "a[]=1&a[]=2", "", R"({"a":["1","2"]})"},
        Case{"EncodedBrackets", form_type, "a%5B%5D=1", "", R"({"a":["1"]})"},
        Case{"Object", form_type, "a[b]=x&a[c]=y", "", R"({"a":{"b":"x","c":"y"}})"},
        Case{
            "NumericKeys",
            form_type,
            "f[0][name]=n&f[0][value]=v&f[1][name]=m",
            "",
            R"({"f":{"0":{"name":"n","value":"v"},"1":{"name":"m"}}})"
        },
        Case{
            "ArrayOfObjects",
            form_type,
            "k[][keyword]=a&k[][whole_word]=true&k[][keyword]=b&k[][whole_word]=false",
            "",
            R"({"k":[{"keyword":"a","whole_word":"true"},{"keyword":"b","whole_word":"false"}]})"
        },
        Case{"RepeatedBareKey", form_type, "id=1&id=2&id=3", "", R"({"id":["1","2","3"]})"},
        Case{
            "NestedArrayInObject",
            form_type,
            "poll[options][]=a&poll[options][]=b&poll[multiple]=1",
            "",
            R"({"poll":{"options":["a","b"],"multiple":"1"}})"
        },
        Case{"UnbalancedBracketIsAName", form_type, "a[b=1", "", R"({"a[b":"1"})"},
        Case{"LeadingBracketIsAName", form_type, "[a]=1", "", R"({"[a]":"1"})"},
        Case{
            "Multipart",
            "multipart/form-data; boundary=B",
            multipart("a", "1") + multipart("b[]", "2") + "--B--\r\n",
            "",
            R"({"a":"1","b":["2"]})"
        },
        Case{
            "MultipartQuotedBoundary",
            "multipart/form-data; charset=x; boundary=\"B\"",
            multipart("a", "1") + "--B--",
            "",
            R"({"a":"1"})"
        },
        Case{
            "MultipartEmptyValue",
            "multipart/form-data; boundary=B",
            multipart("a", "") + "--B--",
            "",
            R"({"a":""})"
        },
        Case{
            "MultipartWithPreamble",
            "multipart/form-data; boundary=B",
            "hello\r\n" + multipart("a", "--B is not a delimiter") + "--B--",
            "",
            R"({"a":"--B is not a delimiter"})"
        }
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

struct Refused {
    char const* name;
    std::string type;
    std::string body;
    ErrorCode code;
};

std::ostream& operator<<(std::ostream& out, Refused const& one) {
    return out << one.name;
}

class RefuseTable : public testing::TestWithParam<Refused> {};

TEST_P(RefuseTable, NamesTheReason) {
    auto const params = decode(GetParam().type, GetParam().body);
    ASSERT_FALSE(params);
    EXPECT_EQ(params.error().code, GetParam().code);
    EXPECT_FALSE(params.error().safe.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RefuseTable,
    testing::Values(
        Refused{"BrokenJson", json_type, "{", ErrorCode::invalid_input},
        Refused{"JsonArray", json_type, "[1]", ErrorCode::invalid_input},
        Refused{"JsonDuplicateKey", json_type, R"({"a":1,"a":2})", ErrorCode::invalid_input},
        Refused{"JsonTooDeep", json_type, R"({"a":[[[[[[[[1]]]]]]]]})", ErrorCode::too_large},
        Refused{
            "JsonTooLarge",
            json_type,
            "{\"a\":\"" + std::string(300 * 1024, 'x') + "\"}",
            ErrorCode::too_large
        },
        Refused{"FormTooDeep", form_type, "a[b][c][d][e][f][g]=1", ErrorCode::invalid_input},
        Refused{"FormScalarAndObject", form_type, "a=1&a[b]=2", ErrorCode::invalid_input},
        Refused{"FormArrayAndObject", form_type, "a[]=1&a[b]=2", ErrorCode::invalid_input},
        Refused{"FormBadEncoding", form_type, "a=%", ErrorCode::invalid_input},
        Refused{"FormNotUtf8", form_type, "a=%ff", ErrorCode::invalid_input},
        Refused{
            "FormTooManyKeys",
            form_type,
            [] {
                std::string many;
                for (int i = 0; i < 201; ++i) {
                    many += "k" + std::to_string(i) + "=1&";
                }
                return many;
            }(),
            ErrorCode::invalid_input
        },
        Refused{"MultipartWithoutBoundary", "multipart/form-data", "--B", ErrorCode::invalid_input},
        Refused{
            "MultipartWithoutEnd",
            "multipart/form-data; boundary=B",
            multipart("a", "1"),
            ErrorCode::invalid_input
        },
        Refused{
            "MultipartPartWithoutName",
            "multipart/form-data; boundary=B",
            "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--",
            ErrorCode::invalid_input
        },
        Refused{
            "MultipartPartWithEmptyName",
            "multipart/form-data; boundary=B",
            multipart("", "1") + "--B--",
            ErrorCode::invalid_input
        },
        Refused{
            "MultipartTooManyParts",
            "multipart/form-data; boundary=B",
            [] {
                std::string many;
                for (int i = 0; i < 65; ++i) {
                    many += multipart("k" + std::to_string(i), "1");
                }
                return many + "--B--";
            }(),
            ErrorCode::too_large
        },
        Refused{"OtherType", "text/plain", "a", ErrorCode::unsupported_media},
        Refused{"NoType", "", "a", ErrorCode::unsupported_media}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(Params, TakesFilesAsViewsIntoTheBody) {
    auto const body =
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".png\"\r\n"
        "Content-Type: image/png\r\n\r\n" +
        std::string("\x89PNG\r\n\0\r\n--", 11) + "\r\n--B--\r\n";
    auto request =
        make_request(Verb::post, "/x", {{"Content-Type", "multipart/form-data; boundary=B"}}, body);
    auto const params = decode_params(request);
    ASSERT_TRUE(params);
    auto const* file = params->file("file");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->filename, "a \"b\".png");
    EXPECT_EQ(file->content_type, "image/png");
    request = {};  // the part keeps the bytes alive
    EXPECT_EQ(file->bytes, std::string_view("\x89PNG\r\n\0\r\n--", 11));
    EXPECT_EQ(params->file("other"), nullptr);
}

struct BooleanCase {
    char const* text;
    std::optional<bool> value;
};

TEST(Params, BooleansFollowTheTable) {
    for (auto const& [text, value] : {
             BooleanCase{"0", false},
             BooleanCase{"f", false},
             BooleanCase{"F", false},
             BooleanCase{"false", false},
             BooleanCase{"False", false},
             BooleanCase{"FALSE", false},
             BooleanCase{"off", false},
             BooleanCase{"OFF", false},
             BooleanCase{"", std::nullopt},
             BooleanCase{"1", true},
             BooleanCase{"true", true},
             BooleanCase{"True", true},
             BooleanCase{"no", true},
             BooleanCase{"t", true},
         }) {
        Params params{Json{{"b", text}}};
        EXPECT_EQ(params.boolean("b"), value) << text;
    }
    Params params{Json{{"yes", true}, {"no", false}, {"null", nullptr}}};
    EXPECT_EQ(params.boolean("yes"), true);
    EXPECT_EQ(params.boolean("no"), false);
    EXPECT_EQ(params.boolean("null"), std::nullopt);
    EXPECT_FALSE(params.has("null"));
}

TEST(Params, IntegersComeAsTextOrNumber) {
    Params params{Json{{"a", "12"}, {"b", 13}, {"c", ""}}};
    EXPECT_EQ(params.integer("a", 0, 100), 12);
    EXPECT_EQ(params.integer("b", 0, 100), 13);
    EXPECT_EQ(params.integer("c", 0, 100), std::nullopt);
    EXPECT_EQ(params.failure(), std::nullopt);
}

TEST(Params, FirstFailureStays) {
    Params params{Json{{"n", "x"}, {"big", 101}, {"o", Json::object()}}};
    EXPECT_EQ(params.integer("n", 0, 100), std::nullopt);
    EXPECT_EQ(params.integer("big", 0, 100), std::nullopt);
    EXPECT_EQ(params.text("o"), std::nullopt);
    ASSERT_TRUE(params.failure());
    EXPECT_EQ(params.failure()->code, ErrorCode::invalid_input);
    EXPECT_NE(params.failure()->safe.find("'n'"), std::string::npos);
}

TEST(Params, ValueOutOfRangeIsUnprocessable) {
    Params params{Json{{"big", 101}}};
    params.integer("big", 0, 100);
    ASSERT_TRUE(params.failure());
    EXPECT_EQ(params.failure()->code, ErrorCode::unprocessable);
}

TEST(Params, MissingRequiredTextIsMalformed) {
    Params params{Json::object()};
    EXPECT_EQ(params.required_text("status"), "");
    ASSERT_TRUE(params.failure());
    EXPECT_EQ(params.failure()->code, ErrorCode::invalid_input);
}

TEST(Params, ListsTakeArraysScalarsAndNumberedObjects) {
    Params params{Json{{"a", {"1", 2}}, {"b", "3"}, {"c", {{"10", "y"}, {"9", "x"}}}}};
    EXPECT_EQ(params.ids("a"), (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(params.ids("b"), (std::vector<std::uint64_t>{3}));
    EXPECT_EQ(params.texts("c"), (std::vector<std::string>{"x", "y"}));
    EXPECT_TRUE(params.texts("none").empty());
    EXPECT_EQ(params.failure(), std::nullopt);
}

TEST(Params, ScalarGetterTakesTheLastOfRepeatedValues) {
    Params params{Json{{"id", {"1", "2"}}}};
    EXPECT_EQ(params.id("id"), 2u);
}

TEST(Params, ChildrenShareTheNoteOfFailure) {
    Params params{
        Json{{"source", {{"n", "x"}}}, {"fields", {{"0", {{"name", "a"}}}, {"1", {{"name", "b"}}}}}}
    };
    auto fields = params.children("fields");
    ASSERT_EQ(fields.size(), 2u);
    EXPECT_EQ(fields[1].text("name"), "b");
    params.child("source").integer("n", 0, 1);
    EXPECT_TRUE(params.failure());
}

TEST(ParseId, TakesDecimalBelow2To63Only) {
    EXPECT_EQ(parse_id("0"), 0u);
    EXPECT_EQ(parse_id("9223372036854775807"), 9223372036854775807u);
    for (auto const* text : {"", "01", "-1", "+1", "9223372036854775808", "1a", " 1", "1 "}) {
        EXPECT_EQ(parse_id(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace folkmoot::node
