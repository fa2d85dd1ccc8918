// What moderators do to posts of a group. A removed post keeps its content, which only they and its
// author see, and can be restored (decision 28).
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <string>

namespace folkmoot::node {

/// Removes a post from a local group, notes it in the moderation log and tells the followers'
/// servers.
/// @param by  a moderator of the group, local or remote
/// @return Error{not_found}, {forbidden}; {conflict} when it is not in a state to be removed
boost::asio::awaitable<Result<void>> remove_post(
    Services& services,
    storage::ActorId by,
    storage::PostId post,
    std::string reason,
    Origin origin = Origin::local()
);

/// Takes a removal back. The group's followers here see the post again; other servers hear of it
/// through the author's next edit.
/// @return as remove_post
boost::asio::awaitable<Result<void>> restore_post(
    Services& services,
    storage::ActorId by,
    storage::PostId post,
    std::string reason,
    Origin origin = Origin::local()
);

}  // namespace folkmoot::node
