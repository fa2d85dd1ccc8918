// Which application sends a request to the token and revocation endpoints (RFC 6749 section 2.3).
#pragma once

#include "node/http/params.hpp"
#include "node/http/request.hpp"
#include "node/oauth/oauth_tools.hpp"

#include <string>
#include <string_view>

namespace folkmoot::node {

/// A failure of the OAuth endpoints: {"error": code, "error_description": …} and no caching (RFC
/// 6749 section 5.2).
Response oauth_failure(int status, std::string_view code, std::string_view description);

/// The application behind a request: HTTP Basic, or `client_id` and `client_secret` in the body;
/// public applications send the id alone.
/// @return invalid_input when both ways are used, unauthenticated for unknown ids and wrong secrets
///         alike
Result<storage::AppRecord> authenticate_client(
    OAuthTools& tools, Request const& request, Params& params
);

/// The answer to a failed authenticate_client().
Response client_failure(Error const& error);

}  // namespace folkmoot::node
