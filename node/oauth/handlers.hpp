// The handlers of this folder. Each gets the tools and one request; endpoints.cpp binds them to
// paths.
#pragma once

#include "node/http/endpoint.hpp"
#include "node/oauth/oauth_tools.hpp"

#include <boost/asio/awaitable.hpp>

namespace folkmoot::node {

/// POST /api/v1/apps: registers an application (form, multipart or JSON).
boost::asio::awaitable<Response> create_app(OAuthTools& tools, RequestContext& context);

/// GET /api/v1/apps/verify_credentials: the application of the token.
boost::asio::awaitable<Response> verify_app(OAuthTools& tools, RequestContext& context);

/// GET /oauth/authorize: asks the member, who signs in first where nobody is signed in.
boost::asio::awaitable<Response> show_consent(OAuthTools& tools, RequestContext& context);

/// POST /oauth/authorize: the member's answer.
boost::asio::awaitable<Response> answer_consent(OAuthTools& tools, RequestContext& context);

/// GET /oauth/authorize/native?code=: shows a code that no browser can carry.
boost::asio::awaitable<Response> show_code(OAuthTools& tools, RequestContext& context);

/// POST /oauth/token: an authorization code or the client's own credentials for a token.
boost::asio::awaitable<Response> issue_token(OAuthTools& tools, RequestContext& context);

/// POST /oauth/revoke (RFC 7009).
boost::asio::awaitable<Response> revoke_token(OAuthTools& tools, RequestContext& context);

/// GET and POST /oauth/userinfo: who the member is, in the claims of OpenID Connect.
boost::asio::awaitable<Response> show_userinfo(OAuthTools& tools, RequestContext& context);

/// GET /.well-known/oauth-authorization-server (RFC 8414).
boost::asio::awaitable<Response> show_metadata(OAuthTools& tools, RequestContext& context);

/// GET /login?continue=: the form.
boost::asio::awaitable<Response> show_sign_in(OAuthTools& tools, RequestContext& context);

/// POST /login.
boost::asio::awaitable<Response> sign_in(OAuthTools& tools, RequestContext& context);

/// POST /logout.
boost::asio::awaitable<Response> sign_out(OAuthTools& tools, RequestContext& context);

}  // namespace folkmoot::node
