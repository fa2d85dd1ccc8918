// /login and /logout.
#include "webui/views/sign_in.hpp"

#include "node/community/members.hpp"
#include "node/fold_errors.hpp"
#include "node/http/cookies.hpp"
#include "node/http/params.hpp"
#include "node/http/percent.hpp"
#include "node/http/target.hpp"
#include "node/oauth/form_guard.hpp"
#include "node/oauth/handlers.hpp"
#include "node/oauth/sessions.hpp"
#include "node/pages/frame.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

// Guards the form before there is a session: without it, somebody could sign a visitor in to an
// account of their own.
constexpr std::string_view guard_cookie = "sign_in";
constexpr std::chrono::seconds guard_lifetime = std::chrono::hours{4};

// Where to go afterwards: an own page, else the first one.
std::string destination(std::string_view wanted) {
    return is_own_path(wanted) ? std::string(wanted) : "/";
}

// The app that waits behind the sign-in, for the heading of the form.
std::string waiting_app(OAuthTools& tools, std::string_view destination) {
    auto const target = parse_target(destination);
    if (!target || target->segments != std::vector<std::string>{"oauth", "authorize"}) {
        return {};
    }
    auto const id = std::ranges::find(target->query, "client_id", &QueryParameter::name);
    auto const txn = tools.services.store.read();
    if (id == target->query.end() || !txn) {
        return {};
    }
    auto const app = tools.services.store.apps.by_client_id(*txn, id->value);
    return app ? app->name : std::string();
}

struct Form {
    std::string username;
    std::string password;
    std::string destination;
};

// The form, with the cookie that guards it.
Response form_page(
    OAuthTools& tools,
    Request const& request,
    webui::SignInPage page,
    std::string const& destination,
    int status = 200
) {
    auto const held = read_cookie(request, guard_cookie, tools.pages.https);
    auto const guard = held && !held->empty() ? *held : random_token(tools.services.random);
    page.csrf_token = form_token(guard);
    page.client_name = waiting_app(tools, destination);
    page.hidden.emplace_back("continue", destination);
    auto const path = "/login?continue=" + percent_encode(destination);
    auto const chrome = make_visitor_chrome(tools.pages, request, path);
    auto response =
        private_page(webui::render_sign_in(tools.pages.templates, chrome, page), status);
    response.add(
        "Set-Cookie",
        set_cookie(
            {.name = guard_cookie, .value = guard, .max_age = guard_lifetime}, tools.pages.https
        )
    );
    return response;
}

Response refused_page(
    OAuthTools& tools,
    Request const& request,
    Form const& form,
    webui::SignInError error,
    int status,
    std::optional<std::chrono::seconds> wait = std::nullopt
) {
    auto response = form_page(
        tools,
        request,
        {.username = form.username, .error = error, .retry_after = wait},
        form.destination,
        status
    );
    if (wait) {
        response.set("Retry-After", std::to_string(wait->count()));
    }
    return response;
}

// What can be said without looking at the password.
std::optional<Response> refuse_early(
    OAuthTools& tools, Request const& request, Form const& form, std::string_view token
) {
    auto const guard = read_cookie(request, guard_cookie, tools.pages.https).value_or("");
    using enum webui::SignInError;
    if (!is_from_here(request, tools.services.site.origin())) {
        return Error{ErrorCode::forbidden, "This form came from another site.", {}};
    }
    if (!is_form_token(guard, token)) {
        return refused_page(tools, request, form, expired, 422);
    }
    if (form.username.empty() || form.password.empty()) {
        auto const missing = form.username.empty() ? missing_user : missing_password;
        return refused_page(tools, request, form, missing, 422);
    }
    if (auto const wait =
            tools.limits.count(form.username, address_prefix(request.peer), tools.services.now())) {
        tools.log.warning("sign_in.limited", {{"peer", request.peer.to_string()}});
        return refused_page(tools, request, form, limited, 429, wait);
    }
    return std::nullopt;
}

Response refuse_password(
    OAuthTools& tools, Request const& request, Form const& form, Error const& error
) {
    switch (error.code) {
        case ErrorCode::unauthenticated:
            tools.log.info("sign_in.refused", {{"peer", request.peer.to_string()}});
            return refused_page(tools, request, form, webui::SignInError::wrong, 401);
        case ErrorCode::forbidden:
            return refused_page(tools, request, form, webui::SignInError::suspended, 403);
        default:
            return error;
    }
}

std::string expired_cookie(std::string_view name, bool https) {
    return set_cookie({.name = name, .value = "", .max_age = std::chrono::seconds{0}}, https);
}

}  // namespace

asio::awaitable<Response> show_sign_in(OAuthTools& tools, RequestContext& context) {
    auto const target = destination(context.request.query_value("continue"));
    // Somebody who is signed in comes here to be somebody else: only an app's request asks for
    // that.
    if (context.caller.by_cookie && !target.starts_with("/oauth/authorize")) {
        co_return redirect(target);
    }
    co_return form_page(tools, context.request, {}, target);
}

asio::awaitable<Response> sign_in(OAuthTools& tools, RequestContext& context) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return params.error();
    }
    auto const& request = context.request;
    Form const form{
        params->text("username", 1024).value_or(""),
        params->text("password", 4096).value_or(""),
        destination(params->text("continue", 16 * 1024).value_or("")),
    };
    auto const token = params->text("csrf", 256).value_or("");
    if (params->failure()) {
        co_return *params->failure();
    }
    if (auto early = refuse_early(tools, request, form, token)) {
        co_return std::move(*early);
    }
    auto const member = co_await verify_password(tools.services, form.username, form.password);
    if (!member) {
        co_return refuse_password(tools, request, form, member.error());
    }
    tools.limits.forgive(form.username, address_prefix(request.peer));
    auto const session = co_await open_session(tools, *member, request);
    if (!session) {
        co_return session.error();
    }
    bool const https = tools.pages.https;
    auto response = redirect(form.destination);
    response.set("Cache-Control", "no-store");
    response.add(
        "Set-Cookie",
        set_cookie(
            {.name = session_cookie,
             .value = *session,
             .max_age = std::chrono::seconds(session_longest_time)},
            https
        )
    );
    response.add("Set-Cookie", expired_cookie(guard_cookie, https));
    co_return response;
}

asio::awaitable<Response> sign_out(OAuthTools& tools, RequestContext& context) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return params.error();
    }
    bool const https = tools.pages.https;
    auto const token = params->text("csrf", 256).value_or("");
    if (context.caller.by_cookie) {
        if (!is_own_form(context.request, token, tools.services.site.origin(), https)) {
            co_return Error{
                ErrorCode::forbidden, "This form came from another site or is too old.", {}
            };
        }
        if (auto const closed = co_await close_session(tools, context.request); !closed) {
            co_return closed.error();
        }
    }
    auto response = redirect("/");
    response.set("Cache-Control", "no-store");
    response.set("Set-Cookie", expired_cookie(session_cookie, https));
    co_return response;
}

}  // namespace folkmoot::node
