// Likes, dislikes and emoji; made here or received.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <string>

namespace folkmoot::node {

/// A reaction to a post.
struct React {
    storage::ActorId actor;
    storage::PostId post;
    storage::ReactionKind kind{storage::ReactionKind::like};
    std::string emoji;           ///< of an emoji reaction
    storage::ActorId via_group;  ///< the remote group whose word we take for it; none: the actor's
};

/// Adds a reaction; a like takes the place of a dislike and the other way round. Doing it twice
/// changes nothing, except that an actor's own word replaces a group's.
/// @return the reaction as stored; Error{not_found}, {forbidden}
boost::asio::awaitable<Result<storage::ReactionRecord>> add_reaction(
    Services& services, React command, Origin origin = Origin::local()
);

/// Takes a reaction back; no error when there is none.
/// @return Error{not_found} when the actor may not see the post
boost::asio::awaitable<Result<void>> remove_reaction(
    Services& services, React command, Origin origin = Origin::local()
);

}  // namespace folkmoot::node
