// The small parts around a request: headers, scopes, negotiation, pages, CORS, cookies, conditions,
// peers.
#include "node/http/conditional.hpp"
#include "node/http/cookies.hpp"
#include "node/http/cors.hpp"
#include "node/http/negotiate.hpp"
#include "node/http/pagination.hpp"
#include "node/http/peer_address.hpp"
#include "node/http/static_files.hpp"
#include "tests/node/http/request_builder.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace folkmoot::node {
namespace {

using tests::Fields;
using tests::make_request;

TEST(Headers, LooksUpWithoutCaseAndReportsRepetition) {
    auto const headers = Headers::of(Fields{{"Accept", "a"}, {"X-A", "1"}, {"x-a", "2"}});
    EXPECT_EQ(headers.find("ACCEPT"), "a");
    EXPECT_EQ(headers.find("None"), std::nullopt);
    EXPECT_EQ(headers.joined("x-A"), "1, 2");
    EXPECT_TRUE(headers.repeated("X-a"));
    EXPECT_FALSE(headers.repeated("Accept"));
    EXPECT_EQ(headers.fields()[2].name, "x-a");
}

TEST(Headers, ViewsOutliveTheOriginal) {
    std::string_view view;
    Headers copy;
    {
        auto const headers = Headers::of(Fields{{"A", "value"}});
        copy = headers;
        view = headers.get("A");
    }
    EXPECT_EQ(view, "value");
}

TEST(Scope, SatisfiedByItselfItsParentOrFollow) {
    EXPECT_TRUE(ScopeSet{Scope::read}.allows(Scope::read_lists));
    EXPECT_TRUE(ScopeSet{Scope::read_lists}.allows(Scope::read_lists));
    EXPECT_FALSE(ScopeSet{Scope::read_lists}.allows(Scope::read));
    EXPECT_FALSE(ScopeSet{Scope::write}.allows(Scope::read_lists));
    EXPECT_TRUE(ScopeSet{Scope::follow}.allows(Scope::write_mutes));
    EXPECT_FALSE(ScopeSet{Scope::follow}.allows(Scope::write_lists));
    EXPECT_FALSE(ScopeSet{Scope::read}.allows(Scope::admin_read_accounts));
    EXPECT_TRUE((ScopeSet{Scope::profile}.allows_any({Scope::read_accounts, Scope::profile})));
    EXPECT_FALSE((ScopeSet{Scope::read}.allows_all({Scope::read_accounts, Scope::push})));
}

TEST(Scope, TextAndMaskAreExact) {
    auto const set = ScopeSet::parse("write:media+read admin:read:ip_blocks");
    ASSERT_TRUE(set);
    EXPECT_EQ(to_string(*set), "read write:media admin:read:ip_blocks");
    EXPECT_EQ(ScopeSet::from_mask(set->mask()), *set);
    EXPECT_EQ(ScopeSet::parse("read delete"), std::nullopt);
    EXPECT_EQ(ScopeSet::parse(""), ScopeSet{});
}

struct AcceptCase {
    char const* name;
    std::string accept;
    bool activity;
};

std::ostream& operator<<(std::ostream& out, AcceptCase const& one) {
    return out << one.accept;
}

class WantsActivity : public testing::TestWithParam<AcceptCase> {};

TEST_P(WantsActivity, ByWeight) {
    EXPECT_EQ(wants_activity(GetParam().accept), GetParam().activity);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    WantsActivity,
    testing::Values(
        AcceptCase{"Activity", "application/activity+json", true},
        AcceptCase{
            "LdWithProfile",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            true
        },
        AcceptCase{"LdAlone", "application/ld+json", true},
        AcceptCase{
            "Mastodon",
            "application/activity+json, application/ld+json; "
            "profile=\"https://www.w3.org/ns/activitystreams\", text/html;q=0.1",
            true
        },
        AcceptCase{
            "Browser",
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
            false
        },
        AcceptCase{"Anything", "*/*", false},
        AcceptCase{"Empty", "", false},
        AcceptCase{"HtmlPreferred", "application/activity+json;q=0.5, text/html", false},
        AcceptCase{"ActivityPreferred", "text/html;q=0.5, application/activity+json", true},
        AcceptCase{"EqualHtmlFirst", "text/html, application/activity+json", false},
        AcceptCase{"EqualActivityFirst", "application/activity+json, text/html", true},
        AcceptCase{"ActivityRefused", "application/activity+json;q=0, */*", false},
        AcceptCase{"UpperCase", "Application/Activity+JSON", true},
        AcceptCase{"CommaInProfile", "application/ld+json; profile=\"a, text/html\"", true},
        AcceptCase{"JsonIsNotActivity", "application/json", false}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(Negotiate, ChoosesAmongThreeAndKnowsInboxTypes) {
    auto const all = Format::html | Format::json | Format::activity;
    EXPECT_EQ(negotiate("application/json", all), Format::json);
    EXPECT_EQ(negotiate("text/html;q=0.2, application/json;q=0.3", all), Format::json);
    EXPECT_EQ(negotiate("image/png", Format::json | Format::activity), Format::json);
    EXPECT_TRUE(is_activity_type("application/activity+json; charset=utf-8"));
    EXPECT_TRUE(is_activity_type("application/ld+json"));
    EXPECT_FALSE(is_activity_type("application/json"));
}

Page page_of(std::string const& query) {
    auto params = decode_params(make_request(Verb::get, "/x?" + query));
    EXPECT_TRUE(params);
    return read_page(*params);
}

TEST(Pagination, D07_ClampsLimitAndReadsBounds) {
    EXPECT_EQ(page_of("").limit, 20u);
    EXPECT_EQ(page_of("limit=0").limit, 1u);
    EXPECT_EQ(page_of("limit=1000").limit, 40u);
    EXPECT_EQ(page_of("limit=5&max_id=9").max_id, 9u);
    EXPECT_EQ(page_of("min_id=7&since_id=3").min_id, 7u);
    EXPECT_EQ(page_of("max_id=abc").max_id, std::nullopt);
}

TEST(Pagination, NegativeNumbersAreMalformed) {
    for (auto const* query : {"/x?limit=-1", "/x?offset=-1", "/x?limit=a"}) {
        auto params = decode_params(make_request(Verb::get, query));
        read_offset_page(*params);
        ASSERT_TRUE(params->failure()) << query;
        EXPECT_EQ(params->failure()->code, ErrorCode::invalid_input);
    }
    auto params = decode_params(make_request(Verb::get, "/x?offset=99999999"));
    EXPECT_EQ(read_offset_page(*params).offset, 10'000u);
}

TEST(Pagination, LinkHasNextFirstAndRepeatsParameters) {
    auto const request = make_request(
        Verb::get,
        "/api/v1/timelines/home?local=true&limit=2&max_id=1&types[]=a%20b&access_token=secret"
    );
    EXPECT_EQ(
        link_header("https://folk.example", request, 2, PageEdges{30, 20}),
        "<https://folk.example/api/v1/timelines/"
        "home?local=true&types%5B%5D=a%20b&limit=2&max_id=20>; rel=\"next\", "
        "<https://folk.example/api/v1/timelines/"
        "home?local=true&types%5B%5D=a%20b&limit=2&min_id=30>; rel=\"prev\""
    );
}

TEST(Pagination, EmptyPageHasNoLink) {
    Response response{200};
    set_link(response, "https://folk.example", make_request(Verb::get, "/x"), 20, std::nullopt);
    EXPECT_EQ(response.header("Link"), std::nullopt);
}

TEST(ThreatH, H31_PreflightOpensApiAndNothingElse) {
    for (auto const* path :
         {"/api/v1/statuses",
          "/oauth/token",
          "/oauth/revoke/",
          "/nodeinfo/2.0",
          "/@ana",
          "/users/ana",
          "/.well-known/webfinger?resource=x",
          "/media/ab"}) {
        auto const response = preflight_response(make_request(
            Verb::options, path, {{"Access-Control-Request-Headers", "authorization, x-y"}}
        ));
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.header("Access-Control-Allow-Origin"), "*") << path;
        EXPECT_EQ(response.header("Access-Control-Allow-Headers"), "authorization, x-y");
        EXPECT_EQ(response.header("Access-Control-Allow-Credentials"), std::nullopt);
    }
    for (auto const* path : {"/oauth/authorize", "/", "/g/bees", "/settings", "/oauth/tokens"}) {
        auto const response = preflight_response(make_request(Verb::options, path));
        EXPECT_EQ(response.header("Access-Control-Allow-Origin"), std::nullopt) << path;
    }
}

TEST(Cookies, HostPrefixOnHttpsOnly) {
    EXPECT_EQ(
        set_cookie({"session", "abc", std::chrono::hours{1}}, true),
        "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600"
    );
    EXPECT_EQ(
        set_cookie({"session", "abc", {}}, false), "session=abc; Path=/; HttpOnly; SameSite=Lax"
    );
}

TEST(Cookies, ReadsExactNameAndRefusesTwo) {
    auto const request =
        make_request(Verb::get, "/", {{"Cookie", "a=1; __Host-session=x=y;session=z"}});
    EXPECT_EQ(read_cookie(request, "session", true), "x=y");
    EXPECT_EQ(read_cookie(request, "session", false), "z");
    EXPECT_EQ(read_cookie(request, "b", false), std::nullopt);
    auto const twice = make_request(Verb::get, "/", {{"Cookie", "s=1"}, {"Cookie", "s=2"}});
    EXPECT_EQ(read_cookie(twice, "s", false), std::nullopt);
}

TEST(Conditional, WeakComparisonOverLists) {
    EXPECT_TRUE(matches_etag("\"a\", W/\"b\"", "\"b\""));
    EXPECT_TRUE(matches_etag("*", "W/\"b\""));
    EXPECT_FALSE(matches_etag("\"a\"", "\"b\""));
    EXPECT_EQ(weak_etag("x"), weak_etag("x"));
    EXPECT_NE(weak_etag("x"), weak_etag("y"));
}

struct RangeCase {
    char const* header;
    RangeKind kind;
    std::uint64_t offset;
    std::uint64_t length;
};

TEST(ThreatH, H32_OneRangeOrTheWhole) {
    for (auto const& one : {
             RangeCase{"bytes=0-9", RangeKind::part, 0, 10},
             RangeCase{"bytes=90-", RangeKind::part, 90, 10},
             RangeCase{"bytes=-5", RangeKind::part, 95, 5},
             RangeCase{"bytes=-500", RangeKind::part, 0, 100},
             RangeCase{"bytes=50-500", RangeKind::part, 50, 50},
             RangeCase{"bytes=100-", RangeKind::unsatisfiable, 0, 0},
             RangeCase{"bytes=-0", RangeKind::unsatisfiable, 0, 0},
             RangeCase{"bytes=0-1,5-6", RangeKind::whole, 0, 0},
             RangeCase{"bytes=9-3", RangeKind::whole, 0, 0},
             RangeCase{"lines=0-1", RangeKind::whole, 0, 0},
             RangeCase{"bytes=a-b", RangeKind::whole, 0, 0},
             RangeCase{"bytes=", RangeKind::whole, 0, 0},
         }) {
        ByteRange part;
        EXPECT_EQ(read_range(one.header, 100, part), one.kind) << one.header;
        if (one.kind == RangeKind::part) {
            EXPECT_EQ(part.offset, one.offset) << one.header;
            EXPECT_EQ(part.length, one.length) << one.header;
        }
    }
}

struct PeerCase {
    char const* name;
    std::string peer;
    Fields fields;
    std::string client;
    bool secure;
};

std::ostream& operator<<(std::ostream& out, PeerCase const& one) {
    return out << one.name;
}

class H23_ForwardedFor : public testing::TestWithParam<PeerCase> {};

TEST_P(H23_ForwardedFor, BelievesProxiesOnly) {
    auto const& [name, peer, fields, client, secure] = GetParam();
    auto const proxies =
        TrustedProxies::parse(std::vector<std::string>{"127.0.0.1", "10.0.0.0/8", "fd00::/8"});
    ASSERT_TRUE(proxies);
    auto const found =
        find_client(boost::asio::ip::make_address(peer), false, Headers::of(fields), *proxies);
    EXPECT_EQ(found.address.to_string(), client);
    EXPECT_EQ(found.secure, secure);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    H23_ForwardedFor,
    testing::Values(
        PeerCase{
            "NoProxy",
            "192.0.2.1",
            {{"X-Forwarded-For", "1.2.3.4"}, {"X-Forwarded-Proto", "https"}},
            "192.0.2.1",
            false
        },
        PeerCase{
            "OneHop",
            "127.0.0.1",
            {{"X-Forwarded-For", "1.2.3.4"}, {"X-Forwarded-Proto", "https"}},
            "1.2.3.4",
            true
        },
        PeerCase{
            "ForgedLeftEntry",
            "127.0.0.1",
            {{"X-Forwarded-For", "9.9.9.9, 1.2.3.4"}},
            "1.2.3.4",
            false
        },
        PeerCase{
            "ChainOfProxies",
            "127.0.0.1",
            {{"X-Forwarded-For", "9.9.9.9, 1.2.3.4, 10.1.1.1"}},
            "1.2.3.4",
            false
        },
        PeerCase{
            "TwoFields",
            "127.0.0.1",
            {{"X-Forwarded-For", "9.9.9.9"}, {"X-Forwarded-For", "1.2.3.4"}},
            "1.2.3.4",
            false
        },
        PeerCase{
            "GarbageEndsTheWalk",
            "127.0.0.1",
            {{"X-Forwarded-For", "1.2.3.4, junk, 10.1.1.1"}},
            "10.1.1.1",
            false
        },
        PeerCase{"AllTrusted", "127.0.0.1", {{"X-Forwarded-For", "10.0.0.1"}}, "10.0.0.1", false},
        PeerCase{"NoHeader", "127.0.0.1", {}, "127.0.0.1", false},
        PeerCase{
            "V6WithPort",
            "127.0.0.1",
            {{"X-Forwarded-For", "[2001:db8::1]:443"}},
            "2001:db8::1",
            false
        },
        PeerCase{"V4WithPort", "127.0.0.1", {{"X-Forwarded-For", "1.2.3.4:80"}}, "1.2.3.4", false},
        PeerCase{
            "MappedProxy", "::ffff:127.0.0.1", {{"X-Forwarded-For", "1.2.3.4"}}, "1.2.3.4", false
        },
        PeerCase{"V6Proxy", "fd00::5", {{"X-Forwarded-For", "2001:db8::1"}}, "2001:db8::1", false},
        PeerCase{
            "NearestProto", "127.0.0.1", {{"X-Forwarded-Proto", "https, http"}}, "127.0.0.1", false
        }
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(TrustedProxies, NamesWhatIsNoNetwork) {
    for (auto const* text : {"10.0.0.0/33", "10.0.0.0/", "example.org", "10.0.0.0/8x", ""}) {
        auto const parsed = TrustedProxies::parse(std::vector<std::string>{text});
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().safe.find(std::string{"'"} + text + "'"), std::string::npos);
    }
}

TEST(AddressPrefix, GroupsV6By64AndV4Whole) {
    auto const prefix = [](char const* text) {
        return address_prefix(boost::asio::ip::make_address(text));
    };
    EXPECT_EQ(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:2:ffff::9"));
    EXPECT_NE(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:3::1"));
    EXPECT_NE(prefix("192.0.2.1"), prefix("192.0.2.2"));
    EXPECT_EQ(prefix("192.0.2.1"), prefix("::ffff:192.0.2.1"));
}

TEST(StaticFiles, H29_KnowsExactPathsOnly) {
    StaticFiles files;
    files.add("/assets/a.123.css", "text/css; charset=utf-8", "body{}", "");
    auto const found = files.serve(make_request(Verb::get, "/assets/a.123.css"));
    EXPECT_EQ(found.status, 200);
    EXPECT_EQ(found.bytes(), "body{}");
    EXPECT_EQ(found.header("Cache-Control"), "public, max-age=31536000, immutable");
    for (auto const* path :
         {"/assets/", "/assets/b.css", "/assets/a.123.css.gz", "/assets/%61.123.css"}) {
        EXPECT_EQ(files.serve(make_request(Verb::get, path)).status, 404) << path;
    }
}

}  // namespace
}  // namespace folkmoot::node
