// /oauth/authorize: the page that asks, the answer, and the page that shows a code.
#include "node/fold_errors.hpp"
#include "node/http/percent.hpp"
#include "node/oauth/authorization_request.hpp"
#include "node/oauth/form_guard.hpp"
#include "node/oauth/handlers.hpp"
#include "node/oauth/redirect_uri.hpp"
#include "node/oauth/secrets.hpp"
#include "node/pages/frame.hpp"
#include "storage/engine/async_write.hpp"
#include "webui/views/sign_in.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::minutes code_lifetime{10};

std::string authorize_path(AuthorizationRequest const& request) {
    std::vector<std::pair<std::string_view, std::string>> parameters;
    auto const all = parameters_of(request);
    parameters.assign(all.begin(), all.end());
    return with_parameters("/oauth/authorize", parameters);
}

Response refuse(AuthorizationRefusal refusal) {
    if (refusal.redirect.empty()) {
        return std::move(refusal.error);
    }
    auto response = redirect_abroad(std::move(refusal.redirect));
    response.set("Cache-Control", "no-store");
    return response;
}

Response go_and_sign_in(AuthorizationRequest const& request) {
    auto response = redirect("/login?continue=" + percent_encode(authorize_path(request)));
    response.set("Cache-Control", "no-store");
    return response;
}

Response consent_page(
    OAuthTools& tools,
    RequestContext const& context,
    AuthorizationRequest const& request,
    storage::Txn const& txn
) {
    auto const own_path = authorize_path(request);
    webui::ConsentPage page;
    page.hidden = parameters_of(request);
    page.client_name = request.app.name;
    page.client_website = request.app.website;
    page.redirect_target = shown_target(request.redirect_uri);
    page.scopes = stored_scopes(request.scopes);
    page.switch_account_path = own_path + "&force_login=true";
    auto const chrome = make_chrome(tools.pages, txn, context.request, context.caller, own_path);
    auto response = private_page(webui::render_consent(tools.pages.templates, chrome, page));
    // Browsers apply form-action to the redirect that follows the form, too.
    response.set(
        "Content-Security-Policy", page_csp(tools.pages.policy, form_target(request.redirect_uri))
    );
    return response;
}

Response deny(AuthorizationRequest const& request) {
    constexpr std::string_view why =
        "The resource owner or authorization server denied the request.";
    if (request.redirect_uri == out_of_band_uri) {
        return redirect("/");
    }
    return redirect_abroad(refusal_uri(request.redirect_uri, "access_denied", why, request.state));
}

// Stores a code that grants the request.
asio::awaitable<Result<std::string>> store_code(
    OAuthTools& tools, AuthorizationRequest const& request, std::uint64_t member
) {
    auto& store = tools.services.store;
    auto const now = tools.services.now().time_since_epoch().count();
    auto code = random_token(tools.services.random);
    storage::OneTimeCodeRecord record;
    record.id = store.ids().next();
    record.hash = secret_hash(code);
    record.purpose = storage::CodePurpose::authorization;
    record.member = member;
    record.app = request.app.id;
    record.redirect_uri = request.redirect_uri;
    record.scopes = stored_scopes(request.scopes);
    record.challenge = request.challenge;
    record.created = now;
    record.expires = now + std::chrono::milliseconds(code_lifetime).count();
    auto const written = co_await storage::async_write(
        store.writer(),
        storage::WriteClass::local,
        [&tables = static_cast<storage::Tables&>(store),
         record = std::move(record)](storage::WriteTxn& txn) {
            return tables.one_time_codes.insert(txn, record);
        }
    );
    if (!written) {
        co_return failed(written.error());
    }
    co_return code;
}

Response carry_code(AuthorizationRequest const& request, std::string const& code) {
    if (request.redirect_uri == out_of_band_uri) {
        return redirect("/oauth/authorize/native?code=" + percent_encode(code));
    }
    std::vector<std::pair<std::string_view, std::string>> parameters{{"code", code}};
    if (!request.state.empty()) {
        parameters.emplace_back("state", request.state);
    }
    return redirect_abroad(with_parameters(request.redirect_uri, parameters));
}

}  // namespace

asio::awaitable<Response> show_consent(OAuthTools& tools, RequestContext& context) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return params.error();
    }
    auto request = read_authorization_request(tools, *params);
    if (!request) {
        co_return refuse(std::move(request.error()));
    }
    bool const again = params->boolean("force_login").value_or(false);
    if (!context.caller.member || !context.caller.by_cookie || again) {
        co_return go_and_sign_in(*request);
    }
    auto const txn = tools.services.store.read();
    if (!txn) {
        co_return fold(txn.error());
    }
    co_return consent_page(tools, context, *request, *txn);
}

asio::awaitable<Response> answer_consent(OAuthTools& tools, RequestContext& context) {
    auto params = decode_params(context.request);
    if (!params) {
        co_return params.error();
    }
    auto request = read_authorization_request(tools, *params);
    if (!request) {
        co_return refuse(std::move(request.error()));
    }
    if (!context.caller.member || !context.caller.by_cookie) {
        co_return go_and_sign_in(*request);
    }
    auto const token = params->text("csrf", 256).value_or("");
    if (!is_own_form(context.request, token, tools.services.site.origin(), tools.pages.https)) {
        co_return Error{
            ErrorCode::forbidden, "This form came from another site or is too old.", {}
        };
    }
    auto const decision = params->text("decision", 16).value_or("");
    Response response;
    if (decision == "allow") {
        auto const code = co_await store_code(tools, *request, *context.caller.member);
        response = code ? carry_code(*request, *code) : Response(code.error());
    } else if (decision == "deny") {
        response = deny(*request);
    } else {
        response = Error{ErrorCode::invalid_input, "Say \"allow\" or \"deny\".", {}};
    }
    response.set("Cache-Control", "no-store");
    co_return response;
}

asio::awaitable<Response> show_code(OAuthTools& tools, RequestContext& context) {
    auto const code = context.request.query_value("code");
    auto& store = tools.services.store;
    auto const hash = storage::sha256(code);
    auto const txn = store.read();
    if (!txn) {
        co_return fold(txn.error());
    }
    auto const record = store.one_time_codes.peek(
        *txn,
        hash,
        storage::CodePurpose::authorization,
        tools.services.now().time_since_epoch().count()
    );
    // Nobody may put a text of their own on this page.
    if (!record || record->member != context.caller.member.value_or(0) ||
        record->redirect_uri != out_of_band_uri) {
        co_return Error{ErrorCode::not_found, {}, {}};
    }
    auto const app = store.apps.load(*txn, storage::AppId(record->app));
    if (!app) {
        co_return fold(app.error());
    }
    auto const chrome =
        make_chrome(tools.pages, *txn, context.request, context.caller, "/oauth/authorize/native");
    co_return private_page(webui::render_code(
        tools.pages.templates, chrome, {.code = std::string(code), .client_name = app->name}
    ));
}

}  // namespace folkmoot::node
