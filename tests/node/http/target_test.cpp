#include "node/http/target.hpp"

#include "node/http/percent.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace folkmoot::node {
namespace {

struct Case {
    char const* name;
    std::string target;
    std::optional<std::vector<std::string>> segments;  // nothing: refused
};

std::ostream& operator<<(std::ostream& out, Case const& one) {
    return out << one.target;
}

class TargetTable : public testing::TestWithParam<Case> {};

TEST_P(TargetTable, Splits) {
    auto const parsed = parse_target(GetParam().target);
    ASSERT_EQ(parsed.has_value(), GetParam().segments.has_value());
    if (parsed) {
        EXPECT_EQ(parsed->segments, *GetParam().segments);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    TargetTable,
    testing::Values(
        Case{"Root", "/", std::vector<std::string>{}},
        Case{"Two", "/a/b", std::vector<std::string>{"a", "b"}},
        Case{"TrailingSlash", "/a/b/", std::vector<std::string>{"a", "b"}},
        Case{"TrailingSlashes", "/a//b///", std::vector<std::string>{"a", "", "b"}},
        Case{"EmptySegment", "/a//b", std::vector<std::string>{"a", "", "b"}},
        Case{"Decoded", "/%40ana/%E4%BD%A0", std::vector<std::string>{"@ana", "你"}},
        Case{"PlusIsNoBlankInPaths", "/a+b", std::vector<std::string>{"a+b"}},
        Case{"DecodedOnce", "/%2541", std::vector<std::string>{"%41"}},
        Case{"QueryCutOff", "/a?b=/c", std::vector<std::string>{"a"}},
        Case{"RootWithQuery", "/?a=1", std::vector<std::string>{}},
        Case{"H29_EncodedSlash", "/a%2fb", std::nullopt},
        Case{"H29_EncodedBackslash", "/a%5cb", std::nullopt},
        Case{"H29_RawBackslash", "/a\\b", std::nullopt},
        Case{"H29_EncodedNul", "/a%00b", std::nullopt},
        Case{"H29_NulInQuery", "/a?b=%00", std::nullopt},
        Case{"H29_DotDot", "/a/../b", std::nullopt},
        Case{"H29_Dot", "/a/./b", std::nullopt},
        Case{"H29_EncodedDotDot", "/a/%2e%2e/b", std::nullopt},
        Case{"H29_MixedDotDot", "/a/.%2E", std::nullopt},
        Case{"H29_ThreeDotsAreAName", "/a/...", std::vector<std::string>{"a", "..."}},
        Case{"H29_EncodedNewline", "/a%0Ab", std::nullopt},
        Case{"HalfEncoding", "/a%2", std::nullopt},
        Case{"WrongEncoding", "/a%zz", std::nullopt},
        Case{"NotUtf8", "/a%ff", std::nullopt},
        Case{"OverlongUtf8", "/a%c0%af", std::nullopt},
        Case{"NoSlash", "a", std::nullopt},
        Case{
            "TooDeep",
            [] {
                std::string deep;
                for (int i = 0; i < 33; ++i) {
                    deep += "/a";
                }
                return deep;
            }(),
            std::nullopt
        }
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(Target, ReadsQueryInOrder) {
    auto const parsed = parse_target("/a?x=1&y=a+b&x=%2F&flag&=v&&");
    ASSERT_TRUE(parsed);
    std::vector<QueryParameter> const expected{
        {"x", "1"}, {"y", "a b"}, {"x", "/"}, {"flag", ""}, {"", "v"}
    };
    EXPECT_EQ(parsed->query, expected);
}

TEST(Target, CapsQueryParameters) {
    std::string many = "/a?";
    for (int i = 0; i < 201; ++i) {
        many += "a=1&";
    }
    EXPECT_FALSE(parse_target(many));
}

TEST(Percent, EncodeIsUndoneByDecode) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        all.push_back(static_cast<char>(byte));
    }
    EXPECT_EQ(percent_decode(percent_encode(all)), all);
    EXPECT_EQ(percent_encode("a-._~Z9 /"), "a-._~Z9%20%2F");
}

}  // namespace
}  // namespace folkmoot::node
