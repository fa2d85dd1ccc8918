#include "node/http/router.hpp"

#include "node/http/target.hpp"

#include <gtest/gtest.h>

#include <array>
#include <ostream>
#include <string>

namespace folkmoot::node {
namespace {

boost::asio::awaitable<Response> nothing(App&, RequestContext&) {
    co_return empty_response();
}

constexpr auto table = std::to_array<Endpoint>({
    {.verb = Verb::get, .path = "/", .run = nothing, .summary = "root"},
    {.verb = Verb::get, .path = "/api/v1/accounts/:id", .run = nothing, .summary = "account"},
    {.verb = Verb::del, .path = "/api/v1/accounts/:id", .run = nothing, .summary = "delete account"
    },
    {.verb = Verb::get, .path = "/api/v1/accounts/search", .run = nothing, .summary = "search"},
    {.verb = Verb::get,
     .path = "/api/v1/accounts/:account/statuses",
     .run = nothing,
     .summary = "statuses"},
    {.verb = Verb::get, .path = "/@:name", .run = nothing, .summary = "profile"},
    {.verb = Verb::get, .path = "/@:name/:post", .run = nothing, .summary = "profile post"},
    {.verb = Verb::get, .path = "/:other", .run = nothing, .summary = "other"},
    {.verb = Verb::get, .path = "/media/*path", .run = nothing, .summary = "media"},
    {.verb = Verb::head, .path = "/own-head", .run = nothing, .summary = "own head"},
    {.verb = Verb::get, .path = "/own-head", .run = nothing, .summary = "get of own head"},
    {.verb = Verb::post, .path = "/inbox", .run = nothing, .summary = "inbox"},
});

static_assert(unique_endpoints(table));
static_assert(!unique_endpoints(std::to_array<Endpoint>({
    {.verb = Verb::get, .path = "/a/:id/b", .run = nothing},
    {.verb = Verb::get, .path = "/a/:name/b", .run = nothing},
})));

Router make_router() {
    std::array<std::span<Endpoint const>, 1> const tables{table};
    auto router = Router::build(tables);
    EXPECT_TRUE(router);
    return std::move(*router);
}

struct Case {
    char const* name;
    Verb verb;
    char const* path;
    std::string summary;  // "" for none
    std::vector<std::pair<std::string, std::string>> params;
};

std::ostream& operator<<(std::ostream& out, Case const& one) {
    return out << one.path;
}

class RouterTable : public testing::TestWithParam<Case> {};

TEST_P(RouterTable, Finds) {
    auto const router = make_router();
    auto const target = parse_target(GetParam().path);
    ASSERT_TRUE(target);
    auto const match = router.match(GetParam().verb, target->segments);
    EXPECT_EQ(match.endpoint == nullptr ? "" : match.endpoint->summary, GetParam().summary);
    EXPECT_EQ(match.params.size(), GetParam().params.size());
    for (auto const& [name, value] : GetParam().params) {
        EXPECT_EQ(match.params[name], value);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RouterTable,
    testing::Values(
        Case{"Root", Verb::get, "/", "root", {}},
        Case{"Parameter", Verb::get, "/api/v1/accounts/7", "account", {{"id", "7"}}},
        Case{"TrailingSlash", Verb::get, "/api/v1/accounts/7/", "account", {{"id", "7"}}},
        Case{"LiteralWins", Verb::get, "/api/v1/accounts/search", "search", {}},
        Case{
            "FallsBackFromLiteral",
            Verb::get,
            "/api/v1/accounts/search/statuses",
            "statuses",
            {{"account", "search"}}
        },
        Case{
            "FallsBackForVerb",
            Verb::del,
            "/api/v1/accounts/search",
            "delete account",
            {{"id", "search"}}
        },
        Case{
            "NamesOfItsOwnPattern",
            Verb::get,
            "/api/v1/accounts/7/statuses",
            "statuses",
            {{"account", "7"}}
        },
        Case{"PrefixWinsOverParameter", Verb::get, "/@ana", "profile", {{"name", "ana"}}},
        Case{
            "PrefixThenParameter",
            Verb::get,
            "/@ana@b.example/9",
            "profile post",
            {{"name", "ana@b.example"}, {"post", "9"}}
        },
        Case{"PrefixAloneIsAParameter", Verb::get, "/@", "other", {{"other", "@"}}},
        Case{"Rest", Verb::get, "/media/ab/cd/ef", "media", {{"path", "ab"}}},
        Case{"RestIsNotEmpty", Verb::get, "/media", "other", {{"other", "media"}}},
        Case{"HeadByGet", Verb::head, "/@ana", "profile", {{"name", "ana"}}},
        Case{"OwnHead", Verb::head, "/own-head", "own head", {}},
        Case{"EmptySegmentIsNoParameter", Verb::get, "/api/v1/accounts//statuses", "", {}},
        Case{"H25_SuffixIsAnotherPath", Verb::get, "/api/v1/accounts/7/x.css", "", {}},
        Case{"Unknown", Verb::get, "/a/b/c", "", {}}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST(Router, TellsAllowedVerbsOfAKnownPath) {
    auto const router = make_router();
    std::vector<std::string> const path{"api", "v1", "accounts", "7"};
    EXPECT_EQ(
        router.match(Verb::put, path).allowed, (std::vector<Verb>{Verb::get, Verb::head, Verb::del})
    );
    EXPECT_TRUE(router.match(Verb::get, std::vector<std::string>{"a", "b"}).allowed.empty());
}

TEST(Router, RefusesWrongTables) {
    for (auto const* pattern :
         {"a", "/a//b", "/a/", "/:", "/*rest/x", "/x*rest", "/:a/:b/:c/:d/:e"}) {
        Endpoint const one{.verb = Verb::get, .path = pattern, .run = nothing};
        std::array<std::span<Endpoint const>, 1> const tables{std::span{&one, 1}};
        EXPECT_FALSE(Router::build(tables)) << pattern;
    }
    std::array<std::span<Endpoint const>, 2> const twice{table, table};
    auto const router = Router::build(twice);
    ASSERT_FALSE(router);
    EXPECT_NE(router.error().detail.find("stands twice"), std::string::npos);
}

}  // namespace
}  // namespace folkmoot::node
