#include "node/oauth/client_authentication.hpp"

#include "activitypub/signature/base64.hpp"
#include "node/fold_errors.hpp"
#include "node/http/percent.hpp"
#include "node/oauth/secrets.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace folkmoot::node {
namespace {

struct ClientCredentials {
    std::string id;
    std::string secret;
};

// RFC 6749 section 2.3.1: both parts are form-encoded before they are joined and put into base64.
std::optional<std::string> decode_part(std::string_view part) {
    std::string plain(part);
    for (auto& c : plain) {
        c = c == '+' ? ' ' : c;
    }
    return percent_decode(plain);
}

bool is_basic(std::string_view field) {
    constexpr std::string_view scheme = "Basic ";
    return field.size() > scheme.size() &&
           equal_ignoring_case(field.substr(0, scheme.size()), scheme);
}

std::optional<ClientCredentials> read_basic(std::string_view field) {
    auto const decoded = activitypub::decode_base64_tolerant(field.substr(6));
    if (!decoded) {
        return std::nullopt;
    }
    auto const text = activitypub::text_of(*decoded);
    auto const colon = text.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    auto id = decode_part(text.substr(0, colon));
    auto secret = decode_part(text.substr(colon + 1));
    if (!id || !secret) {
        return std::nullopt;
    }
    return ClientCredentials{std::move(*id), std::move(*secret)};
}

std::unexpected<Error> unknown_client() {
    return refused(
        ErrorCode::unauthenticated,
        "Client authentication failed due to unknown client, no client authentication included, "
        "or unsupported authentication method."
    );
}

Result<ClientCredentials> read_credentials(Request const& request, Params& params) {
    auto const field = request.headers.get("Authorization");
    auto const body_secret = params.text("client_secret", 1024);
    auto const body_id = params.text("client_id", 1024);
    if (!is_basic(field)) {
        return ClientCredentials{body_id.value_or(""), body_secret.value_or("")};
    }
    auto basic = read_basic(field);
    if (!basic) {
        return unknown_client();
    }
    if (body_secret || (body_id && *body_id != basic->id)) {
        return refused(
            ErrorCode::invalid_input, "Authenticate the client in one way: header or body."
        );
    }
    return std::move(*basic);
}

}  // namespace

Response oauth_failure(int status, std::string_view code, std::string_view description) {
    auto response = json_response({{"error", code}, {"error_description", description}}, status);
    response.set("Cache-Control", "no-store");
    response.set("Pragma", "no-cache");
    return response;
}

Result<storage::AppRecord> authenticate_client(
    OAuthTools& tools, Request const& request, Params& params
) {
    auto const given = read_credentials(request, params);
    if (!given) {
        return std::unexpected(given.error());
    }
    auto const txn = tools.services.store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto app = tools.services.store.apps.by_client_id(*txn, given->id);
    if (!app && app.error().code != storage::ErrorCode::not_found) {
        return failed(app.error());
    }
    if (!app || (app->confidential ? !is_secret(given->secret, app->secret_hash)
                                   : !given->secret.empty())) {
        return unknown_client();
    }
    return std::move(*app);
}

Response client_failure(Error const& error) {
    switch (error.code) {
        case ErrorCode::unauthenticated: {
            auto response = oauth_failure(401, "invalid_client", error.safe);
            response.set("WWW-Authenticate", "Basic realm=\"OAuth\"");
            return response;
        }
        case ErrorCode::invalid_input:
            return oauth_failure(400, "invalid_request", error.safe);
        default:
            return error;
    }
}

}  // namespace folkmoot::node
