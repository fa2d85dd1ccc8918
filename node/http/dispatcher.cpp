#include "node/http/dispatcher.hpp"

#include "node/http/cors.hpp"
#include "node/http/finish.hpp"
#include "node/http/negotiate.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::array<std::string_view, static_cast<std::size_t>(Rate::count)> class_names{
    "none",
    "normal",
    "page",
    "media",
    "deletion",
    "sign_in",
    "sign_up",
    "app_registration",
    "federation"
};

bool changes_state(Verb verb) noexcept {
    return verb != Verb::get && verb != Verb::head && verb != Verb::options;
}

bool is_api(Request const& request) noexcept {
    return !request.segments.empty() && request.segments.front() == "api";
}

Error failure(ErrorCode code, std::string safe = {}) {
    return {code, std::move(safe), {}};
}

Response no_route(RouteMatch const& route) {
    if (route.allowed.empty()) {
        return failure(ErrorCode::not_found);
    }
    Response response{failure(ErrorCode::invalid_input, "This method is not allowed here.")};
    response.status = 405;
    std::string allow;
    for (auto const verb : route.allowed) {
        allow.append(allow.empty() ? "" : ", ").append(to_string(verb));
    }
    response.set("Allow", std::move(allow));
    return response;
}

// What a shared cache may keep: nothing that any credential had a part in (threat H25).
void add_caching(Response& response, Request const& request, Caller const& caller) {
    for (auto const* const header : {"Accept", "Authorization", "Cookie", "Signature"}) {
        add_vary(response, header);
    }
    bool const open = response.header("Cache-Control").value_or("").starts_with("public");
    if (!caller.anonymous() && (open || !response.header("Cache-Control"))) {
        response.set("Cache-Control", "private, no-store");
        return;
    }
    if (!response.header("Cache-Control") && is_api(request) && response.status == 200 &&
        !changes_state(request.verb)) {
        response.set("Cache-Control", "public, max-age=15");
    }
}

}  // namespace

Dispatcher::Dispatcher(DispatcherParts parts) : parts_(std::move(parts)) {
    for (std::size_t i = 0; i < series_.size(); ++i) {
        std::string const name{class_names[i]};
        for (std::size_t digit = 1; digit < 6; ++digit) {
            series_[i].by_status[digit] = &parts_.metrics.counter(
                "folkmoot_http_requests_total",
                "Answered requests by rate class and status.",
                {{"class", name}, {"status", std::to_string(digit) + "xx"}}
            );
        }
        series_[i].seconds = &parts_.metrics.histogram(
            "folkmoot_http_request_seconds",
            "Time from the complete head to the finished answer.",
            latency_bounds(),
            {{"class", name}}
        );
    }
}

std::uint64_t Dispatcher::body_limit(Request const& head) {
    auto const route = parts_.router.match(head.verb, head.segments);
    if (route.endpoint == nullptr || route.endpoint->body_limit == 0) {
        return default_body_limit;
    }
    auto const access = route.endpoint->needs.access;
    bool const asks = access != Access::anyone && access != Access::signature;
    bool const shows = head.headers.find("Authorization") || head.headers.find("Cookie");
    return asks && !shows ? default_body_limit : route.endpoint->body_limit;
}

asio::awaitable<Response> Dispatcher::serve(Request const& request) {
    if (request.verb == Verb::options) {
        co_return preflight_response(request);
    }
    auto route = parts_.router.match(request.verb, request.segments);
    bool const is_media = !request.segments.empty() && request.segments.front() == "media";
    if (!parts_.media_host.empty() && is_media != (request.host == parts_.media_host)) {
        route = {};
    }
    Outcome outcome;
    if (route.endpoint == nullptr) {
        outcome.response = no_route(route);
    } else {
        outcome = co_await run(*route.endpoint, request, route.params);
    }
    auto response = std::move(outcome.response);
    if (response.failure) {
        auto const formats =
            route.endpoint == nullptr ? Format::html | Format::json : route.endpoint->formats;
        response = draw_failure(std::move(response), request, formats);
    }
    // Clients plan by them; browsers and other servers only need to hear of a refusal.
    if (outcome.rate && (is_api(request) || !outcome.rate->allowed)) {
        add_rate_headers(response, *outcome.rate, parts_.clock());
    }
    add_cors(request, response);
    add_caching(response, request, outcome.caller);
    record(route.endpoint, request, response, outcome.caller);
    co_return response;
}

asio::awaitable<Dispatcher::Outcome> Dispatcher::run(
    Endpoint const& endpoint, Request const& request, RouteParams params
) {
    Outcome outcome;
    Result<Caller> caller = Caller{};
    auto const access = endpoint.needs.access;
    if (access != Access::signature && access != Access::operator_only) {
        caller = co_await parts_.authenticate(parts_.app, request);
    }
    outcome.caller = caller.value_or(Caller{});
    outcome.rate = parts_.limiter.count(
        endpoint.rate, outcome.caller, address_prefix(request.peer), parts_.clock()
    );
    if (outcome.rate && !outcome.rate->allowed) {
        outcome.response = failure(ErrorCode::rate_limited);
    } else if (!caller) {
        outcome.response = std::move(caller.error());
    } else if (auto missing = missing_right(endpoint, request, *caller)) {
        outcome.response = std::move(*missing);
    } else {
        RequestContext context{request, params, *caller, request.id};
        outcome.response = co_await endpoint.run(parts_.app, context);
    }
    co_return outcome;
}

std::optional<Error> Dispatcher::missing_right(
    Endpoint const& endpoint, Request const& request, Caller const& caller
) const {
    auto const access = endpoint.needs.access;
    if (access == Access::operator_only) {
        return is_operator(request) ? std::nullopt : std::optional{failure(ErrorCode::not_found)};
    }
    bool const needs_member = access == Access::member || access == Access::administrator;
    if (caller.anonymous() && (needs_member || access == Access::credentials)) {
        return failure(ErrorCode::unauthenticated);
    }
    if (!caller.member && needs_member) {
        return failure(ErrorCode::unprocessable, "This method requires an authenticated user");
    }
    if (access == Access::administrator && !caller.administrator) {
        return failure(ErrorCode::forbidden);
    }
    auto const wanted = endpoint.needs.any_of;
    if (!caller.anonymous() && !caller.by_cookie && !wanted.empty() &&
        !caller.scopes.allows_any(wanted)) {
        return failure(ErrorCode::forbidden, "This action is outside the authorized scopes");
    }
    auto const origin = request.headers.find("Origin");
    if (caller.by_cookie && changes_state(request.verb) && origin && *origin != parts_.origin) {
        return failure(ErrorCode::forbidden, "This form came from another site.");
    }
    return std::nullopt;
}

// A request that a proxy has passed on comes from loopback, too: it is told by the header that
// proxies add.
bool Dispatcher::is_operator(Request const& request) const {
    bool const forwarded =
        request.headers.find("X-Forwarded-For") || request.headers.find("Forwarded");
    if (request.peer.is_loopback() && !forwarded) {
        return true;
    }
    auto const given = request.headers.get("Authorization");
    auto const wanted = "Bearer " + parts_.metrics_token;
    return !parts_.metrics_token.empty() && given.size() == wanted.size() &&
           CRYPTO_memcmp(given.data(), wanted.data(), wanted.size()) == 0;
}

Response Dispatcher::draw_failure(Response response, Request const& request, Formats formats)
    const {
    auto const& error = *response.failure;
    bool const by_path = request.raw_path().starts_with("/api/");
    bool const page = !by_path && formats.has(Format::html) &&
                      negotiate(request.headers.get("Accept"), formats) == Format::html;
    auto drawn = error_response(error, request.id);
    if (page && parts_.error_page) {
        auto const text =
            error.safe.empty() ? default_text(error.code) : std::string_view{error.safe};
        drawn.set("Content-Type", "text/html; charset=utf-8");
        drawn.body = parts_.error_page(response.status, text, request);
    }
    drawn.status = response.status;
    for (auto& [name, value] : response.headers) {
        drawn.set(name, std::move(value));
    }
    drawn.failure = std::move(response.failure);
    return drawn;
}

void Dispatcher::record(
    Endpoint const* endpoint, Request const& request, Response const& response, Caller const& caller
) {
    auto const rate = endpoint == nullptr ? Rate::none : endpoint->rate;
    auto const& series = series_[static_cast<std::size_t>(rate)];
    auto const elapsed = parts_.clock() - request.received_at;
    series.by_status[static_cast<std::size_t>(std::clamp(response.status / 100, 1, 5))]->add();
    series.seconds->observe(std::chrono::duration<double>(elapsed).count());
    auto const level = response.status >= 500 ? LogLevel::error : LogLevel::info;
    if (!parts_.log.enabled(level)) {
        return;
    }
    // The pattern, not the target: targets may hold tokens and addresses of what is not public.
    parts_.log.write(
        level,
        "http.request",
        {{"request", request.id},
         {"verb", to_string(request.verb)},
         {"route", endpoint == nullptr ? std::string_view{"none"} : endpoint->path},
         {"status", response.status},
         {"bytes", response.length()},
         {"ms", elapsed.count()},
         {"peer", request.peer.to_string()},
         {"member", static_cast<std::int64_t>(caller.member.value_or(0))},
         {"detail", response.failure ? std::string_view{response.failure->detail} : ""}}
    );
}

}  // namespace folkmoot::node
