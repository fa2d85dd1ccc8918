#include "activitypub/html/safe_url.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::activitypub {
namespace {

struct Case {
    char const* name;
    std::string raw;
    UrlUse use;
    std::optional<std::string> expected;
};

std::string name_of(testing::TestParamInfo<Case> const& info) {
    return info.param.name;
}

class SafeUrl : public testing::TestWithParam<Case> {};

TEST_P(SafeUrl, JudgesAsABrowserReads) {
    EXPECT_EQ(safe_url(GetParam().raw, GetParam().use), GetParam().expected);
}

TEST_P(SafeUrl, IsStable) {
    if (auto const once = safe_url(GetParam().raw, GetParam().use)) {
        EXPECT_EQ(safe_url(*once, GetParam().use), once);
    }
}

constexpr auto link = UrlUse::link;
constexpr auto image = UrlUse::image;
constexpr auto none = std::nullopt;

INSTANTIATE_TEST_SUITE_P(
    X05,
    SafeUrl,
    testing::Values(
        Case{"Https", "https://ok.test/a?b=1&c=%C3%A9#d", link, "https://ok.test/a?b=1&c=%C3%A9#d"},
        Case{"LowersSchemeAndHost", "HTTPS://OK.Test/A", link, "https://ok.test/A"},
        Case{"Port", "http://ok.test:8080", link, "http://ok.test:8080"},
        Case{"Ipv6", "https://[2001:db8::1]:443/", link, "https://[2001:db8::1]:443/"},
        Case{"TrimsEnds", "\x01 https://ok.test/ \n", link, "https://ok.test/"},
        Case{"DropsTabsAndLineEnds", "ht\ttps://ok.\ntest/\r", link, "https://ok.test/"},
        Case{"EncodesSpace", "https://ok.test/a b", link, "https://ok.test/a%20b"},
        Case{"EncodesQuotes", "https://ok.test/\"<>", link, "https://ok.test/%22%3C%3E"},
        Case{
            "EncodesInvisible",
            "https://ok.test/a\u200Bb\u00A0",
            link,
            "https://ok.test/a%E2%80%8Bb%C2%A0"
        },
        Case{"EncodesBidi", "https://ok.test/\u202Egnp", link, "https://ok.test/%E2%80%AEgnp"},
        Case{"KeepsIri", "https://例子.test/维基", link, "https://例子.test/维基"},
        Case{"Mailto", "mailto:ana@ok.test?subject=hi", link, "mailto:ana@ok.test?subject=hi"},
        Case{"Xmpp", "xmpp:ana@ok.test", link, "xmpp:ana@ok.test"},
        Case{"Gemini", "gemini://ok.test/", link, "gemini://ok.test/"},
        Case{"Magnet", "magnet:?xt=urn:btih:1", link, "magnet:?xt=urn:btih:1"},
        Case{"ImageHttps", "https://ok.test/a.png", image, "https://ok.test/a.png"},
        Case{"ImageMailto", "mailto:ana@ok.test", image, none},
        Case{"ImageData", "data:image/svg+xml,x", image, none},
        Case{"Javascript", "javascript:steal()", link, none},
        Case{"JavascriptWithTab", "java\tscript:steal()", link, none},
        Case{"JavascriptAfterControl", "\x01javascript:steal()", link, none},
        Case{"FullWidthScheme", "ｊavascript:steal()", link, none},
        Case{"Intent", "intent://x#Intent;scheme=https;end", link, none},
        Case{"Relative", "/auth/sign_out", link, none},
        Case{"ProtocolRelative", "//evil.test/", link, none},
        Case{"Fragment", "#main", link, none},
        Case{"Empty", "", link, none},
        Case{"NoAuthority", "https:evil.test", link, none},
        Case{"TripleSlash", "https:///evil.test/", link, none},
        Case{"EmptyHostWithPort", "https://:443/", link, none},
        Case{"UserInfo", "https://home.test@evil.test/", link, none},
        Case{"UserInfoWithPort", "https://home.test:443@evil.test/", link, none},
        Case{"Backslash", "https:\\\\evil.test", link, none},
        Case{"BackslashInPath", "https://ok.test/\\x", link, none},
        Case{"SpaceInHost", "https://ok .test/", link, none},
        Case{"BadPort", "https://ok.test:80a/", link, none},
        Case{"XmppWithAuthority", "xmpp://a@b/c", link, none},
        Case{"InvalidUtf8", "https://ok.test/\xFF", link, none},
        Case{"Nul", std::string("https://ok.test/\0x", 18), link, none}
    ),
    name_of
);

TEST(SafeUrl, RefusesWhatIsTooLong) {
    EXPECT_FALSE(safe_url("https://ok.test/" + std::string(max_url_bytes, 'a'), UrlUse::link));
    EXPECT_FALSE(safe_url("https://ok.test/" + std::string(max_url_bytes / 2, '"'), UrlUse::link));
}

TEST(UrlHost, NamesTheHostThatALinkLeadsTo) {
    EXPECT_EQ(url_host("https://ok.test:8080/a?b@c"), "ok.test");
    EXPECT_EQ(url_host("https://[2001:db8::1]/"), "[2001:db8::1]");
    EXPECT_EQ(url_host("mailto:ana@ok.test?subject=a@b"), "ok.test");
    EXPECT_EQ(url_host("magnet:?xt=urn:btih:1"), "");
}

}  // namespace
}  // namespace folkmoot::activitypub
