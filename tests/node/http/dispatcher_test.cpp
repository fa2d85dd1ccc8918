// The dispatcher over a table of endpoints of every kind: rights, errors, caching, and a crawl of
// all headers.
#include "node/http/dispatcher.hpp"

#include "node/http/finish.hpp"
#include "tests/node/http/request_builder.hpp"
#include "tests/support/awaitable_test.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <string>
#include <vector>

namespace folkmoot::node {
namespace {

using tests::Fields;
using tests::make_request;

boost::asio::awaitable<Response> hello(App&, RequestContext& context) {
    nlohmann::json const body{
        {"member", context.caller.member.value_or(0)}, {"id", context.params["id"]}
    };
    co_return json_response(body);
}

boost::asio::awaitable<Response> cached(App&, RequestContext&) {
    auto response = empty_response();
    response.set("Cache-Control", "public, max-age=60");
    co_return response;
}

boost::asio::awaitable<Response> failing(App&, RequestContext&) {
    co_return Error{ErrorCode::not_found, "No such topic.", "table posts, key 7"};
}

constexpr auto table = std::to_array<Endpoint>({
    {.verb = Verb::get, .path = "/api/v1/open/:id", .run = hello},
    {.verb = Verb::get,
     .path = "/api/v1/member",
     .run = hello,
     .needs = member_with(Scope::read_statuses)},
    {.verb = Verb::post,
     .path = "/api/v1/member",
     .run = hello,
     .needs = member_with(Scope::write_statuses)},
    {.verb = Verb::get, .path = "/api/v1/app", .run = hello, .needs = {Access::credentials, {}}},
    {.verb = Verb::get, .path = "/api/v1/admin", .run = hello, .needs = {Access::administrator, {}}
    },
    {.verb = Verb::get, .path = "/api/v1/cached", .run = cached},
    {.verb = Verb::get, .path = "/api/v1/failing", .run = failing},
    {.verb = Verb::get,
     .path = "/g/:name",
     .run = failing,
     .rate = Rate::page,
     .formats = Format::html | Format::activity},
    {.verb = Verb::post,
     .path = "/inbox",
     .run = hello,
     .needs = {Access::signature, {}},
     .rate = Rate::federation,
     .body_limit = 1024 * 1024},
    {.verb = Verb::post,
     .path = "/api/v2/media",
     .run = hello,
     .needs = member_with(Scope::write_media),
     .rate = Rate::media,
     .body_limit = 40 * 1024 * 1024},
    {.verb = Verb::get,
     .path = "/metrics",
     .run = hello,
     .needs = {Access::operator_only, {}},
     .rate = Rate::none},
    {.verb = Verb::get, .path = "/media/*file", .run = cached, .rate = Rate::none},
});

// Credentials of the tests: "Bearer member", "Bearer app", "Bearer admin", the cookie "session".
boost::asio::awaitable<Result<Caller>> authenticate(App&, Request const& request) {
    auto const given = request.headers.get("Authorization");
    if (given == "Bearer member") {
        co_return Caller{.member = 7, .application = 1, .token = 1, .scopes = Scope::read};
    }
    if (given == "Bearer app") {
        co_return Caller{.application = 1, .token = 2, .scopes = Scope::read};
    }
    if (given == "Bearer admin") {
        co_return Caller{.member = 8, .token = 3, .scopes = Scope::read, .administrator = true};
    }
    if (request.headers.find("Cookie")) {
        co_return Caller{.member = 9, .token = 4, .by_cookie = true};
    }
    if (!given.empty()) {
        co_return std::unexpected(Error{ErrorCode::unauthenticated, {}, {}});
    }
    co_return Caller{};
}

class DispatcherTest : public testing::Test {
protected:
    Response send(
        Verb verb,
        std::string const& target,
        Fields const& fields = {},
        std::string const& peer = "192.0.2.1"
    ) {
        auto request = make_request(verb, target, fields);
        request.peer = boost::asio::ip::make_address(peer);
        request.received_at = now;
        return send(request);
    }

    Response send(Request const& request) {
        boost::asio::io_context io;
        return tests::run_awaitable(io, dispatcher.serve(request));
    }

    static Router make_router() {
        std::array<std::span<Endpoint const>, 1> const tables{table};
        return std::move(*Router::build(tables));
    }

    Time now{std::chrono::hours{1'000'000}};
    std::vector<std::string> lines;
    Log log{
        [this](LogLevel, std::string_view line) { lines.emplace_back(line); },
        [this] { return now; }
    };
    Metrics metrics;
    Router router{make_router()};
    RateLimiter limiter{RateTable::defaults(), system_random(), 1000};
    int no_app{0};  // the handlers here never look at it
    Dispatcher dispatcher{{
        .app = reinterpret_cast<App&>(no_app),
        .router = router,
        .authenticate = authenticate,
        .limiter = limiter,
        .log = log,
        .metrics = metrics,
        .clock = [this] { return now; },
        .error_page =
            [](int status, std::string_view text, Request const&) {
                return "<h1>" + std::to_string(status) + " " + std::string{text} + "</h1>";
            },
        .origin = "https://folk.example",
        .media_host = "media.folk.example",
        .metrics_token = "0123456789abcdef",
    }};
};

struct Case {
    char const* target;
    char const* authorization;
    Verb verb;
    int status;
};

TEST_F(DispatcherTest, ChecksRightsByTheTable) {
    for (auto const& [target, authorization, verb, status] : {
             Case{"/api/v1/open/5", "", Verb::get, 200},
             Case{"/api/v1/open/5", "Bearer wrong", Verb::get, 401},
             Case{"/api/v1/member", "", Verb::get, 401},
             Case{"/api/v1/member", "Bearer app", Verb::get, 422},
             Case{"/api/v1/member", "Bearer member", Verb::get, 200},
             Case{"/api/v1/member", "Bearer member", Verb::post, 403},  // has only "read"
             Case{"/api/v1/app", "Bearer app", Verb::get, 200},
             Case{"/api/v1/app", "", Verb::get, 401},
             Case{"/api/v1/admin", "Bearer member", Verb::get, 403},
             Case{"/api/v1/admin", "Bearer admin", Verb::get, 200},
             Case{
                 "/inbox", "Bearer wrong", Verb::post, 200
             },  // the signature is the inbox's business
             Case{"/nowhere", "", Verb::get, 404},
             Case{"/api/v1/open/5", "", Verb::put, 405},
         }) {
        Fields fields;
        if (*authorization != '\0') {
            fields.emplace_back("Authorization", authorization);
        }
        EXPECT_EQ(send(verb, target, fields).status, status) << target << " " << authorization;
    }
}

TEST_F(DispatcherTest, GivesHandlersParametersAndCaller) {
    auto const response = send(Verb::get, "/api/v1/open/5", {{"Authorization", "Bearer member"}});
    EXPECT_EQ(response.bytes(), R"({"id":"5","member":7})");
}

TEST_F(DispatcherTest, MethodNotAllowedNamesTheAllowed) {
    EXPECT_EQ(send(Verb::put, "/api/v1/member").header("Allow"), "GET, HEAD, POST");
}

TEST_F(DispatcherTest, H28_FailuresShowSafeTextAndRequestIdOnly) {
    auto const response = send(Verb::get, "/api/v1/failing");
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.bytes(), R"({"error":"No such topic.","request_id":"0123456789abcdef"})");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_NE(lines[0].find("table posts, key 7"), std::string::npos);
}

TEST_F(DispatcherTest, FailuresArePagesForBrowsers) {
    auto const page = send(Verb::get, "/g/bees", {{"Accept", "text/html"}});
    EXPECT_EQ(page.bytes(), "<h1>404 No such topic.</h1>");
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
    auto const peer = send(Verb::get, "/g/bees", {{"Accept", "application/activity+json"}});
    EXPECT_TRUE(peer.header("Content-Type")->starts_with("application/json"));
    auto const api = send(Verb::get, "/api/v1/failing", {{"Accept", "text/html"}});
    EXPECT_TRUE(api.header("Content-Type")->starts_with("application/json"));
}

TEST_F(DispatcherTest, H25_NothingThatCredentialsTouchedIsCached) {
    EXPECT_EQ(send(Verb::get, "/api/v1/cached").header("Cache-Control"), "public, max-age=60");
    EXPECT_EQ(
        send(Verb::get, "/api/v1/cached", {{"Authorization", "Bearer member"}})
            .header("Cache-Control"),
        "private, no-store"
    );
    auto const vary = std::string{*send(Verb::get, "/api/v1/cached").header("Vary")};
    EXPECT_EQ(vary, "Accept, Authorization, Cookie, Signature");
}

TEST_F(DispatcherTest, RateLimitAnswers429WithAllHeaders) {
    for (int i = 0; i < 300; ++i) {
        ASSERT_EQ(send(Verb::get, "/api/v1/open/5").status, 200);
    }
    auto const refused = send(Verb::get, "/api/v1/open/5");
    EXPECT_EQ(refused.status, 429);
    EXPECT_TRUE(refused.header("Retry-After"));
    EXPECT_EQ(refused.header("X-RateLimit-Remaining"), "0");
    EXPECT_EQ(send(Verb::options, "/api/v1/open/5").status, 200);
    EXPECT_EQ(send(Verb::get, "/api/v1/open/5", {}, "192.0.2.2").status, 200);
}

TEST_F(DispatcherTest, FormsByCookieMustComeFromTheNodeItself) {
    Fields fields{{"Cookie", "session=x"}, {"Origin", "https://evil.example"}};
    EXPECT_EQ(send(Verb::post, "/api/v1/member", fields).status, 403);
    fields[1].second = "https://folk.example";
    EXPECT_EQ(send(Verb::post, "/api/v1/member", fields).status, 200);
}

TEST_F(DispatcherTest, MetricsAreForTheOperator) {
    EXPECT_EQ(send(Verb::get, "/metrics", {}, "127.0.0.1").status, 200);
    EXPECT_EQ(send(Verb::get, "/metrics", {}, "192.0.2.1").status, 404);
    EXPECT_EQ(
        send(Verb::get, "/metrics", {{"X-Forwarded-For", "192.0.2.1"}}, "127.0.0.1").status, 404
    );
    EXPECT_EQ(
        send(Verb::get, "/metrics", {{"Authorization", "Bearer 0123456789abcdef"}}).status, 200
    );
    EXPECT_EQ(
        send(Verb::get, "/metrics", {{"Authorization", "Bearer 0123456789abcdeg"}}).status, 404
    );
}

TEST_F(DispatcherTest, MediaLivesOnItsOwnHostOnly) {
    auto request = make_request(Verb::get, "/media/ab");
    EXPECT_EQ(send(request).status, 404);
    request.host = "media.folk.example";
    EXPECT_EQ(send(request).status, 200);
    auto page = make_request(Verb::get, "/api/v1/cached");
    page.host = "media.folk.example";
    EXPECT_EQ(send(page).status, 404);
}

TEST_F(DispatcherTest, LargeBodiesNeedCredentialsFirst) {
    auto const media = make_request(Verb::post, "/api/v2/media");
    EXPECT_EQ(dispatcher.body_limit(media), Dispatcher::default_body_limit);
    auto const signed_in =
        make_request(Verb::post, "/api/v2/media", {{"Authorization", "Bearer member"}});
    EXPECT_EQ(dispatcher.body_limit(signed_in), 40u * 1024 * 1024);
    EXPECT_EQ(dispatcher.body_limit(make_request(Verb::post, "/inbox")), 1024u * 1024);
    EXPECT_EQ(
        dispatcher.body_limit(make_request(Verb::post, "/nowhere")), Dispatcher::default_body_limit
    );
}

TEST_F(DispatcherTest, H26_HeaderCrawlOverAllRoutesAndFailures) {
    std::vector<std::string> targets{"/nowhere", "/api/nowhere"};
    for (auto const& endpoint : table) {
        targets.emplace_back(endpoint.path);
    }
    for (auto const& target : targets) {
        for (auto const verb : {Verb::get, Verb::post, Verb::options, Verb::del}) {
            auto const request = make_request(verb, target);
            auto response = send(request);
            finish_response(response, &request, request.id, {}, now);
            for (auto const* name :
                 {"X-Content-Type-Options",
                  "Content-Security-Policy",
                  "Referrer-Policy",
                  "Cross-Origin-Opener-Policy",
                  "Cross-Origin-Resource-Policy",
                  "Cache-Control",
                  "X-Request-Id"}) {
                EXPECT_TRUE(response.header(name))
                    << to_string(verb) << " " << target << " lacks " << name;
            }
            EXPECT_EQ(response.header("Access-Control-Allow-Credentials"), std::nullopt);
        }
    }
}

TEST_F(DispatcherTest, H27_LogHoldsPatternsAndEscapedTextOnly) {
    send(Verb::get, "/api/v1/open/%E2%80%AEx?access_token=secret");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].find("secret"), std::string::npos);
    EXPECT_NE(lines[0].find("/api/v1/open/:id"), std::string::npos);
}

TEST_F(DispatcherTest, CountsRequestsByClassAndStatus) {
    send(Verb::get, "/api/v1/open/5");
    send(Verb::get, "/nowhere");
    auto const text = metrics.exposition();
    EXPECT_NE(
        text.find("folkmoot_http_requests_total{class=\"normal\",status=\"2xx\"} 1\n"),
        std::string::npos
    );
    EXPECT_NE(
        text.find("folkmoot_http_requests_total{class=\"none\",status=\"4xx\"} 1\n"),
        std::string::npos
    );
}

}  // namespace
}  // namespace folkmoot::node
