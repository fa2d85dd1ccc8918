// Browser sessions: opened at sign-in under a new id, known by a cookie whose hash alone is stored,
// listed and ended by their member (threats A06, A13).
#pragma once

#include "node/error.hpp"
#include "node/http/request.hpp"
#include "node/oauth/oauth_tools.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace folkmoot::node {

/// Opens a session for a member who has proved who they are. The one of the same browser, if any,
/// ends: its id is dead afterwards, whoever's it was.
/// @return the cookie's value
boost::asio::awaitable<Result<std::string>> open_session(
    OAuthTools& tools, storage::ActorId member, Request const& request
);

/// Ends the session of this browser, if there is one.
boost::asio::awaitable<Result<void>> close_session(OAuthTools& tools, Request const& request);

/// Sessions of a member, oldest first.
Result<std::vector<storage::SessionRecord>> list_sessions(
    OAuthTools& tools, storage::ActorId member
);

/// Ends one session of a member, from another one.
/// @return not_found when it is not the member's
boost::asio::awaitable<Result<void>> end_session(
    OAuthTools& tools, storage::ActorId member, storage::SessionId session
);

}  // namespace folkmoot::node
