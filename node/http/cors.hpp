// Cross-origin access for browser clients of the API (reference: Mastodon API, section 3.5; threat
// H31). Any origin, never with credentials; nothing on paths that cookies open.
#pragma once

#include "node/http/request.hpp"
#include "node/http/response.hpp"

#include <string_view>

namespace folkmoot::node {

/// True for the paths that are open to every origin: /api/, /.well-known/, /nodeinfo/, /users/,
/// /groups/, /objects/, /activities/, /media/, /assets/ (default pictures), /@name, /oauth/token,
/// /oauth/revoke and /oauth/userinfo.
/// @param path  the raw path of the target
bool is_cross_origin_path(std::string_view path) noexcept;

/// The answer to a preflight (OPTIONS): 200 with the permissions on open paths, without them
/// elsewhere. Given before authentication, routing and rate limits.
Response preflight_response(Request const& request);

/// Adds Access-Control-Allow-Origin and the exposed headers on open paths.
void add_cors(Request const& request, Response& response);

}  // namespace folkmoot::node
