// How a family of endpoints writes its table: one line a row.
#pragma once

#include "node/api/mastodon/change.hpp"
#include "node/api/mastodon/client_api.hpp"
#include "node/api/mastodon/reading.hpp"

#include <type_traits>

namespace folkmoot::node {

/// Anyone may call; a token must allow one of `scopes`.
constexpr Need anyone_with(ScopeSet scopes) noexcept {
    return {Access::anyone, scopes};
}

/// A member with any token.
inline constexpr Need any_member{Access::member, {}};

/// Runs a handler of any of the three kinds.
template <auto handler>
boost::asio::awaitable<Response> run_on_api(ClientApi& api, RequestContext& context) {
    if constexpr (std::is_same_v<decltype(handler), ReadHandler>) {
        return run_read(api, context, handler);
    } else if constexpr (std::is_same_v<decltype(handler), ChangeHandler>) {
        return run_change(api, context, handler);
    } else {
        return handler(api, context);
    }
}

/// The same from the whole node.
template <auto handler>
boost::asio::awaitable<Response> run_on_app(App& app, RequestContext& context) {
    return run_on_api<handler>(client_api(app), context);
}

/// A row.
/// @tparam handler  a ReadHandler, a ChangeHandler or a ClientHandler
template <auto handler>
constexpr ClientEndpoint route(
    Verb verb,
    std::string_view path,
    Need needs,
    std::string_view summary,
    Rate rate = Rate::normal,
    std::size_t body_limit = 0
) {
    return {{.verb = verb, .path = path, .run = run_on_app<handler>, .needs = needs, .rate = rate, .summary = summary, .formats = Format::json, .body_limit = body_limit}, run_on_api<handler>};
}

}  // namespace folkmoot::node
