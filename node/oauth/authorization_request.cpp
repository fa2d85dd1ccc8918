#include "node/oauth/authorization_request.hpp"

#include "node/fold_errors.hpp"
#include "node/oauth/redirect_uri.hpp"
#include "node/oauth/secrets.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

constexpr std::size_t longest_state = 4096;
constexpr std::size_t challenge_length = 43;

using Refused = std::unexpected<AuthorizationRefusal>;

Refused shown(ErrorCode code, std::string text) {
    return Refused({{code, std::move(text), {}}, {}});
}

// A failure that the application is told, by redirect where a browser can carry it.
Refused told(
    AuthorizationRequest const& request, std::string_view code, std::string_view description
) {
    AuthorizationRefusal refusal{{ErrorCode::invalid_input, std::string(description), {}}, {}};
    if (request.redirect_uri != out_of_band_uri) {
        refusal.redirect = refusal_uri(request.redirect_uri, code, description, request.state);
    }
    return Refused(std::move(refusal));
}

std::expected<storage::AppRecord, AuthorizationRefusal> load_app(
    OAuthTools& tools, std::string_view client_id
) {
    auto const txn = tools.services.store.read();
    if (!txn) {
        return Refused({fold(txn.error()), {}});
    }
    auto app = tools.services.store.apps.by_client_id(*txn, client_id);
    if (app) {
        return std::move(*app);
    }
    if (app.error().code != storage::ErrorCode::not_found) {
        return Refused({fold(app.error()), {}});
    }
    return shown(ErrorCode::invalid_input, "This app is not registered here.");
}

bool is_challenge(std::string_view text) {
    return text.size() == challenge_length && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_';
           });
}

}  // namespace

std::string refusal_uri(
    std::string_view redirect_uri,
    std::string_view code,
    std::string_view description,
    std::string_view state
) {
    std::vector<std::pair<std::string_view, std::string>> parameters{
        {"error", std::string(code)}, {"error_description", std::string(description)}
    };
    if (!state.empty()) {
        parameters.emplace_back("state", state);
    }
    return with_parameters(redirect_uri, parameters);
}

std::expected<AuthorizationRequest, AuthorizationRefusal> read_authorization_request(
    OAuthTools& tools, Params& params
) {
    AuthorizationRequest request;
    auto app = load_app(tools, params.text("client_id", 1024).value_or(""));
    if (!app) {
        return Refused(std::move(app.error()));
    }
    request.app = std::move(*app);
    request.redirect_uri = params.text("redirect_uri", 4096).value_or("");
    if (std::ranges::find(request.app.redirect_uris, request.redirect_uri) ==
        request.app.redirect_uris.end()) {
        return shown(
            ErrorCode::invalid_input,
            "The app asks to be led to an address that it did not register."
        );
    }
    request.state = params.text("state", longest_state).value_or("");
    auto const scope = params.text("scope", 4096).value_or("");
    auto const method = params.text("code_challenge_method", 64).value_or("");
    request.challenge = params.text("code_challenge", 1024).value_or("");
    auto const type = params.text("response_type", 64).value_or("");
    if (params.failure()) {
        return told(request, "invalid_request", "A parameter is too long or malformed.");
    }
    if (type != "code") {
        return told(
            request, "unsupported_response_type", "Only the response type \"code\" is supported."
        );
    }
    auto const scopes = ScopeSet::parse(scope);
    request.scopes =
        scopes && scopes->empty() ? ScopeSet(Scope::read) : scopes.value_or(ScopeSet{});
    if (!scopes || !scopes_of(request.app.scopes).allows_all(request.scopes)) {
        return told(
            request, "invalid_scope", "The requested scope is unknown or was not registered."
        );
    }
    bool const sent = !request.challenge.empty() || !method.empty();
    if (sent && (method != "S256" || !is_challenge(request.challenge))) {
        return told(request, "invalid_request", "The code challenge method must be S256.");
    }
    if (!sent && !request.app.confidential) {
        return told(request, "invalid_request", "Public apps must send a code challenge.");
    }
    return request;
}

std::vector<std::pair<std::string, std::string>> parameters_of(AuthorizationRequest const& request
) {
    std::vector<std::pair<std::string, std::string>> parameters{
        {"response_type", "code"},
        {"client_id", request.app.client_id},
        {"redirect_uri", request.redirect_uri},
        {"scope", to_string(request.scopes)},
    };
    if (!request.state.empty()) {
        parameters.emplace_back("state", request.state);
    }
    if (!request.challenge.empty()) {
        parameters.emplace_back("code_challenge", request.challenge);
        parameters.emplace_back("code_challenge_method", "S256");
    }
    return parameters;
}

}  // namespace folkmoot::node
