// Identifiers: what is refused, what is one and the same, what differs (row F26).
#include "activitypub/vocabulary/iri.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::activitypub {
namespace {

using namespace std::string_literals;

struct Pair {
    char const* name;
    std::string a;
    std::string b;
    bool equal;
};

class IriPairs : public testing::TestWithParam<Pair> {};

TEST_P(IriPairs, CompareByTheirCanonicalForm) {
    auto const a = Iri::parse(GetParam().a, IriPolicy::development(), Fragment::allowed);
    auto const b = Iri::parse(GetParam().b, IriPolicy::development(), Fragment::allowed);
    ASSERT_TRUE(a) << a.error().detail;
    ASSERT_TRUE(b) << b.error().detail;
    EXPECT_EQ(GetParam().equal, *a == *b) << a->text() << " and " << b->text();
    EXPECT_EQ(GetParam().equal, std::hash<Iri>{}(*a) == std::hash<Iri>{}(*b));
    EXPECT_EQ(*a, *Iri::parse(a->text(), IriPolicy::development(), Fragment::allowed));
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF_F26,
    IriPairs,
    testing::Values(
        Pair{"Same", "https://a.example/x", "https://a.example/x", true},
        Pair{"SchemeCase", "HTTPS://a.example/x", "https://a.example/x", true},
        Pair{"HostCase", "https://A.Example/x", "https://a.example/x", true},
        Pair{"HostCaseAndScheme", "hTTps://A.EXAMPLE/x", "https://a.example/x", true},
        Pair{"TrailingDot", "https://a.example./x", "https://a.example/x", true},
        Pair{"TrailingDotAndCase", "https://BLOCKED.test./x", "https://blocked.test/x", true},
        Pair{"DefaultPort", "https://a.example:443/x", "https://a.example/x", true},
        Pair{"DefaultPortZeros", "https://a.example:0443/x", "https://a.example/x", true},
        Pair{"EmptyPort", "https://a.example:/x", "https://a.example/x", true},
        Pair{"DefaultPortHttp", "http://a.example:80/x", "http://a.example/x", true},
        Pair{"PortAndDot", "https://a.example.:443/x", "https://a.example/x", true},
        Pair{
            "PunycodeCase",
            "https://XN--MNCHEN-3YA.example/x",
            "https://xn--mnchen-3ya.example/x",
            true
        },
        Pair{"UnicodePath", "https://a.example/\u00e9", "https://a.example/%C3%A9", true},
        Pair{"UnicodeQuery", "https://a.example/?q=\u6c34", "https://a.example/?q=%E6%B0%B4", true},
        Pair{"UnicodeFragment", "https://a.example/x#\u00e9", "https://a.example/x#%C3%A9", true},
        Pair{"Ipv6Zeros", "https://[0:0:0:0:0:0:0:1]/x", "https://[::1]/x", true},
        Pair{"Ipv6Case", "https://[2001:DB8::A]/x", "https://[2001:db8::a]/x", true},
        Pair{"Ipv6Port", "https://[::1]:443/x", "https://[::1]/x", true},
        Pair{"Scheme", "https://a.example/x", "http://a.example/x", false},
        Pair{"Host", "https://a.example/x", "https://b.example/x", false},
        Pair{"Subdomain", "https://a.example/x", "https://www.a.example/x", false},
        Pair{"HostPrefix", "https://a.example/x", "https://a.example.org/x", false},
        Pair{"HostSuffix", "https://a.example/x", "https://aa.example/x", false},
        Pair{"Port", "https://a.example/x", "https://a.example:8443/x", false},
        Pair{"OtherPorts", "https://a.example:8443/x", "https://a.example:8444/x", false},
        Pair{"PortOfOtherScheme", "https://a.example:80/x", "https://a.example/x", false},
        Pair{"HttpPort443", "http://a.example:443/x", "http://a.example/x", false},
        Pair{"PathCase", "https://a.example/X", "https://a.example/x", false},
        Pair{"TrailingSlash", "https://a.example/x/", "https://a.example/x", false},
        Pair{"EmptyPath", "https://a.example", "https://a.example/", false},
        Pair{"DoubleSlash", "https://a.example//x", "https://a.example/x", false},
        Pair{"EncodedLetter", "https://a.example/%78", "https://a.example/x", false},
        Pair{"EncodedCase", "https://a.example/%c3%a9", "https://a.example/%C3%A9", false},
        Pair{"EncodedTilde", "https://a.example/%7Eana", "https://a.example/~ana", false},
        Pair{"EncodedSlash", "https://a.example/a%2Fb", "https://a.example/a/b", false},
        Pair{"EncodedAt", "https://a.example/%40ana", "https://a.example/@ana", false},
        Pair{"EncodedPercent", "https://a.example/%2578", "https://a.example/%78", false},
        Pair{"Query", "https://a.example/x?a", "https://a.example/x", false},
        Pair{"EmptyQuery", "https://a.example/x?", "https://a.example/x", false},
        Pair{"QueryOrder", "https://a.example/x?a=1&b=2", "https://a.example/x?b=2&a=1", false},
        Pair{"QueryPlus", "https://a.example/x?a+b", "https://a.example/x?a%20b", false},
        Pair{"QueryCase", "https://a.example/x?A", "https://a.example/x?a", false},
        Pair{"Fragment", "https://a.example/x#main-key", "https://a.example/x", false},
        Pair{"OtherFragment", "https://a.example/x#a", "https://a.example/x#b", false},
        Pair{"EmptyFragment", "https://a.example/x#", "https://a.example/x", false},
        Pair{"FragmentInQuery", "https://a.example/x?a#b", "https://a.example/x?a%23b", false},
        Pair{"Semicolon", "https://a.example/x;a", "https://a.example/x", false},
        Pair{"PathComma", "https://a.example/a,b", "https://a.example/a%2Cb", false},
        Pair{"LookAlikeDigit", "https://examp1e.org/x", "https://example.org/x", false},
        Pair{"PunycodeAndAscii", "https://xn--exmple-cua.org/x", "https://example.org/x", false},
        Pair{"Underscore", "https://a_b.example/x", "https://ab.example/x", false},
        Pair{"Hyphen", "https://a-b.example/x", "https://ab.example/x", false},
        Pair{"DecomposedUnicode", "https://a.example/e\u0301", "https://a.example/\u00e9", false},
        Pair{"FullWidthPath", "https://a.example/\uff41", "https://a.example/a", false},
        Pair{"Addresses", "https://127.0.0.1/x", "https://127.0.0.2/x", false},
        Pair{"AddressAndName", "https://127.0.0.1/x", "https://localhost/x", false},
        Pair{"Ipv4InIpv6", "https://[::ffff:127.0.0.1]/x", "https://127.0.0.1/x", false},
        Pair{"Ipv6", "https://[::1]/x", "https://[::2]/x", false},
        Pair{"AtInPath", "https://a.example/@ana", "https://a.example/ana", false},
        Pair{"SuffixOfPath", "https://a.example/users/ana", "https://a.example/users/ana2", false},
        Pair{"HostInPath", "https://a.example/https://b.example/x", "https://b.example/x", false}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

struct Refusal {
    char const* name;
    std::string text;
    char const* rule;
};

class IriRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(IriRefuses, InProduction) {
    auto const iri = Iri::parse(GetParam().text);
    ASSERT_FALSE(iri) << iri->text();
    EXPECT_EQ(GetParam().rule, iri.error().detail);
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF_F26,
    IriRefuses,
    testing::Values(
        Refusal{"Empty", "", "iri.syntax"},
        Refusal{"Relative", "/users/ana", "iri.syntax"},
        Refusal{"ProtocolRelative", "//a.example/x", "iri.syntax"},
        Refusal{"NoHost", "https:///x", "iri.host"},
        Refusal{"NoSlashes", "https:a.example/x", "iri.syntax"},
        Refusal{"JavaScript", "javascript:alert(1)", "iri.syntax"},
        Refusal{"JavaScriptWithSlashes", "javascript://a.example/%0aalert(1)", "iri.scheme"},
        Refusal{"Data", "data:text/html,x", "iri.syntax"},
        Refusal{"File", "file:///etc/passwd", "iri.scheme"},
        Refusal{"Http", "http://a.example/x", "iri.scheme"},
        Refusal{"Did", "did:key:z6Mk", "iri.syntax"},
        Refusal{"UserInfo", "https://good.example@evil.example/x", "iri.userinfo"},
        Refusal{"UserInfoPassword", "https://a:b@evil.example/x", "iri.userinfo"},
        Refusal{"EmptyUserInfo", "https://@evil.example/x", "iri.userinfo"},
        Refusal{"Backslash", "https://good.example\\@evil.example/x", "iri.syntax"},
        Refusal{"BackslashPath", "https://a.example/a\\b", "iri.syntax"},
        Refusal{"Port", "https://a.example:8443/x", "iri.port"},
        Refusal{"PortZero", "https://a.example:0/x", "iri.port"},
        Refusal{"PortTooLarge", "https://a.example:65536/x", "iri.port"},
        Refusal{"PortNoNumber", "https://a.example:x/x", "iri.syntax"},
        Refusal{"Fragment", "https://a.example/x#y", "iri.fragment"},
        Refusal{"EmptyFragment", "https://a.example/x#", "iri.fragment"},
        Refusal{"Space", "https://a.example/a b", "iri.syntax"},
        Refusal{"LeadingSpace", " https://a.example/x", "iri.syntax"},
        Refusal{"LineEnd", "https://a.example/x\r\ny", "iri.syntax"},
        Refusal{"Nul", "https://a.example/x\0y"s, "iri.syntax"},
        Refusal{"EncodedNul", "https://a.example/x%00y", "iri.nul"},
        Refusal{"BrokenPercent", "https://a.example/%zz", "iri.syntax"},
        Refusal{"CutPercent", "https://a.example/%4", "iri.syntax"},
        Refusal{"DotSegment", "https://a.example/a/../b", "iri.dot_segment"},
        Refusal{"SingleDotSegment", "https://a.example/./b", "iri.dot_segment"},
        Refusal{"EncodedDotSegment", "https://a.example/a/%2e%2E/b", "iri.dot_segment"},
        Refusal{"LastDotSegment", "https://a.example/a/..", "iri.dot_segment"},
        Refusal{"UnicodeHost", "https://m\u00fcnchen.example/x", "iri.host_not_ascii"},
        Refusal{"CyrillicHost", "https://\u0430pple.example/x", "iri.host_not_ascii"},
        Refusal{"FullWidthHost", "https://\uff11\uff12\uff17.0.0.1/x", "iri.host_not_ascii"},
        Refusal{"IdeographicDot", "https://a\u3002example/x", "iri.host_not_ascii"},
        Refusal{"EncodedHost", "https://%61.example/x", "iri.host"},
        Refusal{"TwoTrailingDots", "https://a.example../x", "iri.host"},
        Refusal{"EmptyLabel", "https://a..example/x", "iri.host"},
        Refusal{"LeadingDot", "https://.example.org/x", "iri.host"},
        Refusal{"HyphenFirst", "https://-a.example/x", "iri.host"},
        Refusal{"HyphenLast", "https://a-.example/x", "iri.host"},
        Refusal{"LongLabel", "https://" + std::string(64, 'a') + ".example/x", "iri.host"},
        Refusal{"HostPunctuation", "https://a!b.example/x", "iri.host"},
        Refusal{"Address", "https://93.184.216.34/x", "iri.host_address"},
        Refusal{"Loopback", "https://127.0.0.1/x", "iri.host_address"},
        Refusal{"LoopbackDot", "https://127.0.0.1./x", "iri.syntax"},
        Refusal{"Ipv6", "https://[2001:db8::1]/x", "iri.host_address"},
        Refusal{"Ipv6Mapped", "https://[::ffff:127.0.0.1]/x", "iri.host_address"},
        Refusal{"Ipv6Zone", "https://[fe80::1%25lo]/x", "iri.syntax"},
        Refusal{"IntegerHost", "https://2130706433/x", "iri.host_number"},
        Refusal{"HexHost", "https://0x7f.1/x", "iri.host_number"},
        Refusal{"HexLastLabel", "https://a.0x7f/x", "iri.host_number"},
        Refusal{"OctalHost", "https://0177.0.0.1/x", "iri.host_number"},
        Refusal{"ShortAddress", "https://127.1/x", "iri.host_number"},
        Refusal{"LastLabelNumber", "https://a.example.7/x", "iri.host_number"},
        Refusal{"SingleLabel", "https://localhost/x", "iri.host_private"},
        Refusal{"LocalhostDot", "https://localhost./x", "iri.host_private"},
        Refusal{"LocalhostTree", "https://a.localhost/x", "iri.host_private"},
        Refusal{"Local", "https://printer.local/x", "iri.host_private"},
        Refusal{"Internal", "https://metadata.internal/x", "iri.host_private"},
        Refusal{"Onion", "https://a.onion/x", "iri.host_private"},
        Refusal{"TooLong", "https://a.example/" + std::string(2048, 'x'), "iri.bytes"},
        Refusal{
            "TooLongEncoded",
            "https://a.example/" + std::string(700, '\xC3') + std::string(700, '\xA9'),
            "iri.bytes"
        }
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(Iri, GivesItsParts) {
    auto const iri = Iri::parse(
                         "HTTPS://Node.Example:8443/users/ana?x=1#main-key",
                         IriPolicy::development(),
                         Fragment::allowed
    )
                         .value();
    EXPECT_EQ("https://node.example:8443/users/ana?x=1#main-key", iri.text());
    EXPECT_EQ("https", iri.scheme());
    EXPECT_EQ("node.example", iri.host());
    EXPECT_EQ("node.example:8443", iri.authority());
    EXPECT_EQ(8443, iri.port());
    EXPECT_EQ("/users/ana", iri.path());
    EXPECT_EQ("/users/ana?x=1", iri.target());
    EXPECT_EQ("main-key", iri.fragment());
    EXPECT_EQ("https://node.example:8443/users/ana?x=1", iri.without_fragment().text());
    EXPECT_EQ("", iri.without_fragment().fragment());
    EXPECT_EQ("https://node.example:8443", iri.origin().text());
    EXPECT_EQ((Origin{"https", "node.example", 8443}), iri.origin());
}

TEST(Iri, AsksForARootPathWhereThereIsNone) {
    EXPECT_EQ("/", Iri::parse("https://a.example").value().target());
    EXPECT_EQ("/?author=0", Iri::parse("https://a.example?author=0").value().target());
}

TEST(Iri, EmptyValueHasNoOrigin) {
    Iri const empty;
    EXPECT_TRUE(empty.empty());
    EXPECT_EQ("", empty.scheme());
    EXPECT_EQ("", empty.host());
    EXPECT_FALSE(same_origin(empty, empty));
}

TEST(Iri, OriginIsSchemeHostAndPort) {
    auto const make = [](std::string_view text) {
        return Iri::parse(text, IriPolicy::development()).value();
    };
    auto const here = make("https://a.example/x");
    EXPECT_TRUE(same_origin(here, make("https://A.example.:443/y?z")));
    EXPECT_FALSE(same_origin(here, make("http://a.example/x")));
    EXPECT_FALSE(same_origin(here, make("https://a.example:444/x")));
    EXPECT_FALSE(same_origin(here, make("https://b.a.example/x")));
    EXPECT_FALSE(same_origin(here, make("https://a.example.evil.example/x")));
}

TEST(Iri, LinksMayUseHttpAndPortsButNoPrivateHost) {
    auto const links = IriPolicy::production().for_links();
    EXPECT_TRUE(Iri::parse("http://a.example:8080/x", links));
    EXPECT_FALSE(Iri::parse("http://127.0.0.1/x", links));
    EXPECT_FALSE(Iri::parse("http://localhost/x", links));
    EXPECT_FALSE(Iri::parse("ftp://a.example/x", links));
}

}  // namespace
}  // namespace folkmoot::activitypub
