#include "federation/client/url.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

struct UrlCase {
    char const* name;
    char const* text;
    char const* canonical;  ///< null: refused
};

constexpr UrlCase url_cases[] = {
    {"Plain", "https://remote.example/users/ana", "https://remote.example/users/ana"},
    {"CaseOfSchemeAndHost", "HTTPS://Remote.EXAMPLE/Users", "https://remote.example/Users"},
    {"DefaultPort", "https://remote.example:443/a", "https://remote.example/a"},
    {"EmptyPort", "https://remote.example:/a", "https://remote.example/a"},
    {"OtherPort", "https://remote.example:8443/a", "https://remote.example:8443/a"},
    {"HttpPort", "http://localhost:80/a", "http://localhost/a"},
    {"NoPath", "https://remote.example", "https://remote.example/"},
    {"NoPathButQuery", "https://remote.example?a=b", "https://remote.example/?a=b"},
    {"EmptyQuery", "https://remote.example/a?", "https://remote.example/a?"},
    {"Fragment", "https://remote.example/a#main-key", "https://remote.example/a"},
    {"TrailingDot", "https://remote.example./a", "https://remote.example/a"},
    {"EscapesAreKept", "https://remote.example/%61?x=%2F", "https://remote.example/%61?x=%2F"},
    {"Literal", "https://[::1]:8443/", "https://[::1]:8443/"},
    {"UserInfo", "https://user:secret@remote.example/", nullptr},
    {"EmptyUserInfo", "https://@remote.example/", nullptr},
    {"HostInUserInfo", "https://good.example@evil.example/", nullptr},
    {"EmptyHost", "https:///etc/passwd", nullptr},
    {"OnlyDot", "https://./", nullptr},
    {"TwoTrailingDots", "https://remote.example../a", nullptr},
    {"FullWidthDigits", "https://１２７.０.０.１/", nullptr},
    {"EncodedHost", "https://127%2e0.0.1/", nullptr},
    {"EncodedFullWidthHost", "https://%EF%BC%91.example/", nullptr},
    {"PortZero", "https://remote.example:0/", nullptr},
    {"PortTooHigh", "https://remote.example:65536/", nullptr},
    {"TextBehindPort", "https://remote.example:443.evil.example/", nullptr},
    {"Relative", "/users/ana", nullptr},
    {"SchemeRelative", "//remote.example/", nullptr},
    {"File", "file:///etc/passwd", nullptr},
    {"Data", "data:text/plain,hi", nullptr},
    {"Javascript", "javascript:alert(1)", nullptr},
    {"Gopher", "gopher://remote.example/", nullptr},
    {"LineBreak", "https://remote.example/a\r\nX: y", nullptr},
    {"Space", "https://remote.example/a b", nullptr},
    {"Backslash", "https://remote.example\\@evil.example/", nullptr},
    {"Empty", "", nullptr},
};

class UrlParse : public testing::TestWithParam<UrlCase> {};

TEST_P(UrlParse, S04_CanonicalOrRefused) {
    auto const url = Url::parse(GetParam().text);
    if (GetParam().canonical == nullptr) {
        ASSERT_FALSE(url) << url->text();
        EXPECT_EQ(url.error().code, ErrorCode::invalid_input);
    } else {
        ASSERT_TRUE(url) << url.error().detail;
        EXPECT_EQ(url->text(), GetParam().canonical);
    }
}

INSTANTIATE_TEST_SUITE_P(Table, UrlParse, testing::ValuesIn(url_cases), [](auto const& parameter) {
    return parameter.param.name;
});

TEST(Url, RefusesTooLongText) {
    EXPECT_FALSE(Url::parse("https://remote.example/" + std::string(Url::max_size, 'a')));
}

TEST(Url, SplitsIntoWhatIsSent) {
    auto const url = Url::parse("https://remote.example:8443/inbox?x=1");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->authority(), "remote.example:8443");
    EXPECT_EQ(url->target(), "/inbox?x=1");
    EXPECT_EQ(url->origin(), "https://remote.example:8443");
    EXPECT_EQ(Url::parse("https://remote.example/")->origin(), "https://remote.example:443");
}

struct ReferenceCase {
    char const* name;
    char const* reference;
    char const* resolved;  ///< null: refused
};

constexpr ReferenceCase reference_cases[] = {
    {"Absolute", "https://other.example/x", "https://other.example/x"},
    {"SchemeRelative", "//other.example/x", "https://other.example/x"},
    {"PathAbsolute", "/x?y", "https://remote.example/x?y"},
    {"PathRelative", "x", "https://remote.example/a/x"},
    {"DotDot", "../x", "https://remote.example/x"},
    {"QueryOnly", "?q=1", "https://remote.example/a/b?q=1"},
    {"Utf8", "/caf\xc3\xa9", "https://remote.example/caf%C3%A9"},
    {"Space", "/a b", "https://remote.example/a%20b"},
    {"DataScheme", "data:text/html,x", nullptr},
    {"UserInfo", "https://a@other.example/", nullptr},
};

class UrlResolve : public testing::TestWithParam<ReferenceCase> {};

TEST_P(UrlResolve, FollowsRfc3986) {
    auto const base = Url::parse("https://remote.example/a/b?old=1");
    ASSERT_TRUE(base);
    auto const resolved = base->resolve(GetParam().reference);
    if (GetParam().resolved == nullptr) {
        EXPECT_FALSE(resolved);
    } else {
        ASSERT_TRUE(resolved) << resolved.error().detail;
        EXPECT_EQ(resolved->text(), GetParam().resolved);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    UrlResolve,
    testing::ValuesIn(reference_cases),
    [](auto const& parameter) { return parameter.param.name; }
);

}  // namespace
}  // namespace folkmoot::federation
