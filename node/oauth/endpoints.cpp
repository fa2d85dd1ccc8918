#include "node/oauth/endpoints.hpp"

#include "node/app/app.hpp"
#include "node/http/router.hpp"
#include "node/oauth/handlers.hpp"

#include <array>

namespace folkmoot::node {
namespace {

template <boost::asio::awaitable<Response> (*handler)(OAuthTools&, RequestContext&)>
boost::asio::awaitable<Response> with_tools(App& app, RequestContext& context) {
    return handler(app.oauth(), context);
}

constexpr auto table = std::to_array<Endpoint>({
    {.verb = Verb::post,
     .path = "/api/v1/apps",
     .run = with_tools<create_app>,
     .rate = Rate::app_registration,
     .summary = "Registers an application.",
     .body_limit = 64 * 1024},
    {.verb = Verb::get,
     .path = "/api/v1/apps/verify_credentials",
     .run = with_tools<verify_app>,
     .needs = {Access::credentials, {}},
     .summary = "The application that the token was given to."},
    {.verb = Verb::get,
     .path = "/oauth/authorize",
     .run = with_tools<show_consent>,
     .rate = Rate::page,
     .summary = "Asks the member whether an application may act for them.",
     .formats = Format::html},
    {.verb = Verb::post,
     .path = "/oauth/authorize",
     .run = with_tools<answer_consent>,
     .rate = Rate::page,
     .summary = "The member's answer to an application.",
     .formats = Format::html,
     .body_limit = 64 * 1024},
    {.verb = Verb::get,
     .path = "/oauth/authorize/native",
     .run = with_tools<show_code>,
     .needs = {Access::member, {}},
     .rate = Rate::page,
     .summary = "Shows an authorization code to be typed into an application.",
     .formats = Format::html},
    {.verb = Verb::post,
     .path = "/oauth/token",
     .run = with_tools<issue_token>,
     .summary = "Gives an access token for a code or for the client's own credentials.",
     .body_limit = 64 * 1024},
    {.verb = Verb::post,
     .path = "/oauth/revoke",
     .run = with_tools<revoke_token>,
     .summary = "Takes an access token back.",
     .body_limit = 64 * 1024},
    {.verb = Verb::get,
     .path = "/oauth/userinfo",
     .run = with_tools<show_userinfo>,
     .needs = member_with(Scope::profile),
     .summary = "Who the member is, as OpenID Connect claims."},
    {.verb = Verb::post,
     .path = "/oauth/userinfo",
     .run = with_tools<show_userinfo>,
     .needs = member_with(Scope::profile),
     .summary = "Who the member is, as OpenID Connect claims."},
    {.verb = Verb::get,
     .path = "/.well-known/oauth-authorization-server",
     .run = with_tools<show_metadata>,
     .summary = "What the authorization server can do (RFC 8414)."},
    {.verb = Verb::get,
     .path = "/login",
     .run = with_tools<show_sign_in>,
     .rate = Rate::page,
     .summary = "The sign-in form.",
     .formats = Format::html},
    {.verb = Verb::post,
     .path = "/login",
     .run = with_tools<sign_in>,
     .rate = Rate::page,
     .summary = "Signs a member in; tries are limited by account and address.",
     .formats = Format::html,
     .body_limit = 64 * 1024},
    {.verb = Verb::post,
     .path = "/logout",
     .run = with_tools<sign_out>,
     .rate = Rate::page,
     .summary = "Ends the session of this browser.",
     .formats = Format::html,
     .body_limit = 64 * 1024},
});

static_assert(unique_endpoints(table));

}  // namespace

std::span<Endpoint const> oauth_endpoints() {
    return table;
}

}  // namespace folkmoot::node
