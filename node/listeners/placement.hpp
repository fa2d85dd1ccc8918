// Where a delivered post belongs, and whether anybody here asked for it. Reads only.
#pragma once

#include "activitypub/vocabulary/object.hpp"
#include "node/listeners/incoming.hpp"
#include "node/listeners/listener_services.hpp"
#include "storage/store.hpp"

#include <optional>

namespace folkmoot::node {

/// The place of a post.
struct Placement {
    /// Somebody here asked for it: a group is addressed, the thread is known, the author is
    /// followed, a member is addressed, or a followed group vouches.
    bool wanted = false;

    /// It answers something that is ours and not for its author: unknown and hidden alike (P04).
    bool unavailable = false;

    std::optional<storage::PostId> parent;           ///< known here
    std::optional<activitypub::Iri> missing_parent;  ///< not known, and may be fetched
    storage::ActorId group;                          ///< of a topic
};

/// Finds the place of a post that its author sent, or that a group vouches for.
Placement place(
    storage::Txn const& txn,
    ListenerServices const& services,
    Incoming const& incoming,
    activitypub::Object const& object
);

}  // namespace folkmoot::node
