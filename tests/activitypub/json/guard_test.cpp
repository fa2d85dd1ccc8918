// parse_json(): every refusal of rows J01 to J08, the caps at their edges, and a small stack.
#include "activitypub/json/guard.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <pthread.h>
#include <string>

namespace folkmoot::activitypub {
namespace {

using namespace std::string_literals;

std::string repeat(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) {
        text += part;
    }
    return text;
}

std::string nested(std::size_t levels) {
    return repeat(R"({"a":)", levels - 1) + "{}" + repeat("}", levels - 1);
}

std::string array_of(std::size_t entries) {
    return R"({"a":[)" + repeat("0,", entries - 1) + "0]}";
}

std::string with_string(std::string_view name, std::size_t bytes) {
    return R"({")" + std::string(name) + R"(":")" + std::string(bytes, 'x') + R"("})";
}

struct Refusal {
    char const* name;
    std::string document;
    ErrorCode code;
    char const* rule;
};

class ParseJsonRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ParseJsonRefuses, WithTheRuleAndNothingOfTheDocument) {
    auto const& [name, document, code, rule] = GetParam();
    auto const result = parse_json(document);
    ASSERT_FALSE(result);
    EXPECT_EQ(to_string(code), to_string(result.error().code));
    EXPECT_TRUE(result.error().detail.starts_with(rule)) << result.error().detail;
    EXPECT_LT(result.error().detail.size(), 60U);
    EXPECT_FALSE(result.error().detail.contains("needle"));
}

INSTANTIATE_TEST_SUITE_P(
    ThreatJ,
    ParseJsonRefuses,
    testing::Values(
        Refusal{
            "J01_DuplicateKey",
            R"({"needle":1,"needle":2})",
            ErrorCode::malformed,
            "json.duplicate_key"
        },
        Refusal{
            "J01_DuplicateKeyEscaped",
            R"({"actor":1,"\u0061ctor":2})",
            ErrorCode::malformed,
            "json.duplicate_key"
        },
        Refusal{
            "J01_DuplicateKeyDeep",
            R"({"a":[{"b":{"c":1,"d":2,"c":3}}]})",
            ErrorCode::malformed,
            "json.duplicate_key"
        },
        Refusal{
            "J01_DuplicateEmptyKey", R"({"":1,"":2})", ErrorCode::malformed, "json.duplicate_key"
        },
        Refusal{"J02_Depth33", nested(33), ErrorCode::too_large, "json.depth"},
        Refusal{
            "J02_DepthOfArrays",
            R"({"a":)" + repeat("[", 40) + repeat("]", 40) + "}",
            ErrorCode::too_large,
            "json.depth"
        },
        Refusal{
            "J02_NeverClosed", repeat("[", 200'000), ErrorCode::malformed, "json.not_an_object"
        },
        Refusal{
            "J02_NeverClosedObjects",
            repeat(R"({"a":)", 100'000),
            ErrorCode::too_large,
            "json.depth"
        },
        Refusal{"J04_NumberOverflow", R"({"a":1e400})", ErrorCode::malformed, "json.number"},
        Refusal{
            "J04_IntegerOver64Bits",
            R"({"a":18446744073709551616})",
            ErrorCode::malformed,
            "json.number"
        },
        Refusal{
            "J04_IntegerOver63Bits",
            R"({"a":9223372036854775808})",
            ErrorCode::malformed,
            "json.number"
        },
        Refusal{
            "J04_IntegerUnder63Bits",
            R"({"a":-9223372036854775809})",
            ErrorCode::malformed,
            "json.number"
        },
        Refusal{"J04_LeadingZero", R"({"a":01})", ErrorCode::malformed, "json.syntax"},
        Refusal{"J04_NotANumber", R"({"a":NaN})", ErrorCode::malformed, "json.syntax"},
        Refusal{
            "J05_NulInId", R"({"id":"https://a.example/\u0000x"})", ErrorCode::malformed, "json.nul"
        },
        Refusal{"J05_NulInKey", R"({"a\u0000":1})", ErrorCode::malformed, "json.nul"},
        Refusal{
            "J05_NulInKeyBelowText",
            R"({"content":{"a\u0000":1}})",
            ErrorCode::malformed,
            "json.nul"
        },
        Refusal{
            "J05_NulAfterText",
            R"({"content":"a","name":"b\u0000"})",
            ErrorCode::malformed,
            "json.nul"
        },
        Refusal{
            "J05_NulInNameOfTag",
            R"({"tag":[{"name":"b\u0000"}]})",
            ErrorCode::malformed,
            "json.nul"
        },
        Refusal{
            "J06_ByteOrderMark", "\xEF\xBB\xBF{}", ErrorCode::malformed, "json.byte_order_mark"
        },
        Refusal{"J06_InvalidUtf8", "{\"a\":\"\xFF\"}", ErrorCode::malformed, "json.syntax"},
        Refusal{"J06_OverlongUtf8", "{\"a\":\"\xC0\xAF\"}", ErrorCode::malformed, "json.syntax"},
        Refusal{
            "J06_SurrogateInUtf8", "{\"a\":\"\xED\xA0\x80\"}", ErrorCode::malformed, "json.syntax"
        },
        Refusal{
            "J06_BeyondUnicode", "{\"a\":\"\xF4\x90\x80\x80\"}", ErrorCode::malformed, "json.syntax"
        },
        Refusal{"J06_TruncatedUtf8", "{\"a\":\"\xE2\x82\"}", ErrorCode::malformed, "json.syntax"},
        Refusal{"J06_InvalidUtf8InKey", "{\"\xFF\":1}", ErrorCode::malformed, "json.syntax"},
        Refusal{"J06_LoneHighSurrogate", R"({"a":"\ud83d"})", ErrorCode::malformed, "json.syntax"},
        Refusal{"J06_LoneLowSurrogate", R"({"a":"\udc00"})", ErrorCode::malformed, "json.syntax"},
        Refusal{"J06_RawControl", "{\"a\":\"\x01\"}", ErrorCode::malformed, "json.syntax"},
        Refusal{"J06_RawNul", "{\"a\":\"\0\"}"s, ErrorCode::malformed, "json.nul"},
        Refusal{"J06_Utf16", "\xFF\xFE{\0}\0"s, ErrorCode::malformed, "json.nul"},
        Refusal{"J08_Nodes", array_of(50'000), ErrorCode::too_large, "json.nodes"},
        Refusal{
            "J08_EmptyArrays",
            R"({"a":[)" + repeat("[],", 60'000) + "[]]}",
            ErrorCode::too_large,
            "json.nodes"
        },
        Refusal{
            "J09_Bytes", with_string("content", 1024 * 1024), ErrorCode::too_large, "json.bytes"
        },
        Refusal{
            "J09_String", with_string("name", 64 * 1024 + 1), ErrorCode::too_large, "json.string"
        },
        Refusal{
            "J09_Text", with_string("content", 256 * 1024 + 1), ErrorCode::too_large, "json.string"
        },
        Refusal{
            "J09_Key",
            R"({")" + std::string(1025, 'k') + R"(":1})",
            ErrorCode::too_large,
            "json.key"
        },
        Refusal{"TrailingBytes", "{} needle", ErrorCode::malformed, "json.syntax"},
        Refusal{"SecondDocument", "{}{}", ErrorCode::malformed, "json.syntax"},
        Refusal{"TrailingNul", "{}\0"s, ErrorCode::malformed, "json.nul"},
        Refusal{"Empty", "", ErrorCode::malformed, "json.syntax"},
        Refusal{"Truncated", R"({"a":"needle)", ErrorCode::malformed, "json.syntax"},
        Refusal{"TopLevelArray", R"([{"a":1}])", ErrorCode::malformed, "json.not_an_object"},
        Refusal{"TopLevelString", R"("needle")", ErrorCode::malformed, "json.not_an_object"},
        Refusal{"Comment", "{/*needle*/}", ErrorCode::malformed, "json.syntax"},
        Refusal{"TrailingComma", R"({"a":1,})", ErrorCode::malformed, "json.syntax"},
        Refusal{"SingleQuotes", "{'a':1}", ErrorCode::malformed, "json.syntax"}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

struct Accepted {
    char const* name;
    std::string document;
};

class ParseJsonAccepts : public testing::TestWithParam<Accepted> {};

TEST_P(ParseJsonAccepts, WhatAnotherParserReadsTheSame) {
    auto const result = parse_json(GetParam().document);
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(nlohmann::json::parse(GetParam().document).dump(), result->dump());
}

INSTANTIATE_TEST_SUITE_P(
    ParseJson,
    ParseJsonAccepts,
    testing::Values(
        Accepted{"EmptyObject", "{}"},
        Accepted{"WhiteSpace", " \t\r\n{ } \n"},
        Accepted{"Depth32", nested(32)},
        Accepted{"Nodes50000", array_of(49'998)},
        Accepted{
            "EveryKind", R"({"a":[null,true,false,0,-1,1.5,"x",{},[]],"b":{"a":"\ud83d\ude00"}})"
        },
        Accepted{"SameKeyInSiblings", R"({"x":[{"a":1},{"a":2}]})"},
        Accepted{"SameKeyInChild", R"({"a":{"a":{"a":1}}})"},
        Accepted{"LongString", with_string("name", 64 * 1024)},
        Accepted{"LongContent", with_string("content", 256 * 1024)},
        Accepted{"LongContentMap", R"({"contentMap":)" + with_string("en", 200 * 1024) + "}"},
        Accepted{"LongSource", R"({"source":)" + with_string("content", 200 * 1024) + "}"},
        Accepted{"LargestInteger", R"({"a":[9223372036854775807,-9223372036854775808]})"},
        Accepted{"LargeDouble", R"({"a":[1.5e300,-0.0,1e-400]})"}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(ThreatJ, J05_NulIsStrippedFromText) {
    auto const result = parse_json(
        R"({"content":"a\u0000b","contentMap":{"en":"c\u0000"},"source":{"content":"\u0000d"},"summary":"e\u0000f"})"
    );
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(
        R"({"content":"ab","contentMap":{"en":"c"},"source":{"content":"d"},"summary":"ef"})",
        result->dump()
    );
}

TEST(ParseJson, TextRulesEndWithTheirMember) {
    auto const long_name = with_string("name", 70 * 1024);
    EXPECT_TRUE(parse_json(R"({"source":)" + long_name + "}"));
    EXPECT_FALSE(parse_json(R"({"source":{},"other":)" + long_name + "}"));
    EXPECT_FALSE(parse_json(R"({"other":{"content":"x"},)" + long_name.substr(1)));
}

TEST(ParseJson, TakesOtherTopLevelsWhenAsked) {
    JsonLimits limits;
    limits.object_only = false;
    EXPECT_EQ("[1,2]", parse_json("[1,2]", limits).value().dump());
    EXPECT_EQ("\"a\"", parse_json("\"a\"", limits).value().dump());
}

TEST(ParseJson, KeepsToTheCallersLimits) {
    JsonLimits limits;
    limits.max_bytes = 10;
    EXPECT_TRUE(parse_json(R"({"a":"bc"})", limits));
    EXPECT_EQ("json.bytes", parse_json(R"({"a":"bcd"})", limits).error().detail);
}

/// Runs `work` on a thread with a stack of 256 KiB.
void run_on_small_stack(void* (*work)(void*), void* argument) {
    pthread_attr_t attributes;
    ASSERT_EQ(0, pthread_attr_init(&attributes));
    ASSERT_EQ(0, pthread_attr_setstacksize(&attributes, 256 * 1024));
    pthread_t thread = 0;
    ASSERT_EQ(0, pthread_create(&thread, &attributes, work, argument));
    ASSERT_EQ(0, pthread_join(thread, nullptr));
    pthread_attr_destroy(&attributes);
}

TEST(ThreatJ, J02_MillionLevelsOnASmallStack) {
    std::string const document = repeat(R"({"a":[)", 100'000);
    std::pair<std::string const*, bool> job{&document, false};
    run_on_small_stack(
        [](void* argument) -> void* {
            auto& [text, refused] = *static_cast<std::pair<std::string const*, bool>*>(argument);
            refused = !parse_json(*text);
            return nullptr;
        },
        &job
    );
    EXPECT_TRUE(job.second);
}

TEST(ThreatJ, J02_DeepestAllowedDocumentIsCopiedAndWrittenOnASmallStack) {
    std::string const document = nested(32);
    std::pair<std::string const*, bool> job{&document, false};
    run_on_small_stack(
        [](void* argument) -> void* {
            auto& [text, same] = *static_cast<std::pair<std::string const*, bool>*>(argument);
            auto const value = parse_json(*text).value();
            auto const copy = value;
            same = copy == value && copy.dump() == *text;
            return nullptr;
        },
        &job
    );
    EXPECT_TRUE(job.second);
}

}  // namespace
}  // namespace folkmoot::activitypub
