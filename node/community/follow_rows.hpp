// What hangs on a follow beside its own row: the stay of a remote follower's host in the channel,
// the author's log, the membership of a local group, the change log. For use inside write closures.
// Inside this folder only.
#pragma once

#include "node/error.hpp"
#include "storage/store.hpp"

#include <cstdint>

namespace folkmoot::node {

/// Writes what an accepted follow brings: call it after the row was stored as accepted.
/// @param follower,followed  of the follow
/// @param now                milliseconds since 1970
storage::Result<void> follow_begins(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::FollowRecord const& follow,
    storage::ActorRecord const& follower,
    storage::ActorRecord const& followed,
    std::int64_t now
);

/// Removes a follow in whatever state, and what it brought.
/// @param follow  as stored
storage::Result<void> end_follow(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::FollowRecord const& follow,
    storage::ActorRecord const& follower,
    storage::ActorRecord const& followed,
    std::int64_t now
);

/// Sets an actor's membership of a local group, making the row when there is none.
storage::Result<void> put_membership(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::ActorId group,
    storage::ActorId member,
    storage::MembershipState state,
    storage::GroupRole role,
    std::int64_t now
);

}  // namespace folkmoot::node
