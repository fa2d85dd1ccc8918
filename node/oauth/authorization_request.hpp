// An authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3), read and judged the same
// way when it is shown and when it is answered.
#pragma once

#include "node/http/params.hpp"
#include "node/http/scope.hpp"
#include "node/oauth/oauth_tools.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::node {

/// A request that may be granted.
struct AuthorizationRequest {
    storage::AppRecord app;
    std::string redirect_uri;  ///< one that the application registered
    ScopeSet scopes;           ///< within those that the application registered
    std::string state;
    std::string challenge;  ///< PKCE, S256; empty: none was sent
};

/// One that may not.
struct AuthorizationRefusal {
    Error error;           ///< for the page that is shown
    std::string redirect;  ///< where the browser goes instead, with the reason; empty: nowhere
};

/// Reads the parameters. An unknown application or a redirect URI that it did not register gives no
/// redirect: nobody else may be told anything (threats A05, H24).
std::expected<AuthorizationRequest, AuthorizationRefusal> read_authorization_request(
    OAuthTools& tools, Params& params
);

/// The parameters of a request as a form or a link carries them on.
std::vector<std::pair<std::string, std::string>> parameters_of(AuthorizationRequest const& request);

/// The redirect URI with a reason why there is no code (RFC 6749 section 4.1.2.1).
std::string refusal_uri(
    std::string_view redirect_uri,
    std::string_view code,
    std::string_view description,
    std::string_view state
);

}  // namespace folkmoot::node
