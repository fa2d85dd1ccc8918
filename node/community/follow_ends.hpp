// The two ends of a follow and the row between them, and how a follow ends from either side. Inside
// this folder only.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <optional>

namespace folkmoot::node {

/// Both ends of a follow and the row between them, as they are in one transaction.
struct Ends {
    storage::ActorRecord follower;
    storage::ActorRecord followed;
    std::optional<storage::FollowRecord> row;

    /// Whether nothing that a plan rests on has changed.
    bool same_as(Ends const& other) const {
        return row.has_value() == other.row.has_value() && (!row || *row == *other.row) &&
               followed.locked == other.followed.locked;
    }
};

/// Loads both ends. Error{not_found} for an unknown actor.
Result<Ends> load_ends(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::ActorId follower,
    storage::ActorId followed
);

/// Removes a follow, once; no error when there is none.
/// @param by_followed  the followed side ends it
boost::asio::awaitable<Result<void>> end_once(
    Services& services,
    storage::ActorId follower,
    storage::ActorId followed,
    bool by_followed,
    Origin origin
);

}  // namespace folkmoot::node
