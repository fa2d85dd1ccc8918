// The endpoints of sign-in and OAuth 2.0 (RFC 6749, 6750, 7009, 7636, 8414, 9700; the Mastodon
// API's "OAuth" and "apps" pages).
#pragma once

#include "node/http/endpoint.hpp"

#include <span>

namespace folkmoot::node {

/// POST /api/v1/apps, /oauth/…, /.well-known/oauth-authorization-server, /login, /logout.
std::span<Endpoint const> oauth_endpoints();

}  // namespace folkmoot::node
