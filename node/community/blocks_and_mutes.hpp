// Who wants nothing to do with whom, and whom members do not want to see.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <cstdint>

namespace folkmoot::node {

/// Blocks an actor: follows between the two end in both directions, on the wire too. Blocking twice
/// changes nothing. Other servers are not told of the block itself.
/// @return Error{not_found} for an unknown target, {unprocessable} for oneself
boost::asio::awaitable<Result<void>> block_actor(
    Services& services,
    storage::ActorId actor,
    storage::ActorId target,
    Origin origin = Origin::local()
);

/// Takes a block back; no error when there is none.
boost::asio::awaitable<Result<void>> unblock_actor(
    Services& services,
    storage::ActorId actor,
    storage::ActorId target,
    Origin origin = Origin::local()
);

/// A mute.
struct MuteActor {
    storage::ActorId member;
    storage::ActorId target;
    bool notifications{true};     ///< mute its notifications too
    std::int64_t duration_ms{0};  ///< 0: for ever
};

/// Mutes an actor, or changes the terms.
/// @return Error{not_found} for an unknown target, {unprocessable} for oneself
boost::asio::awaitable<Result<void>> mute_actor(Services& services, MuteActor command);

/// Takes a mute back; no error when there is none.
boost::asio::awaitable<Result<void>> unmute_actor(
    Services& services, storage::ActorId member, storage::ActorId target
);

}  // namespace folkmoot::node
