// A local group passes on what a remote actor sent to it, byte for byte (FEP-1b12): the activity is
// kept as received, and the Announce that wraps it goes to the group's followers. Inside this
// folder only.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"

#include <cstdint>
#include <string>

namespace folkmoot::node {

/// What is to be passed on.
struct RelayRequest {
    storage::ActorId group;   ///< nothing is relayed when none or remote
    storage::ActorId sender;  ///< whose activity it is
    storage::OutgoingKind kind{storage::OutgoingKind::other};
    storage::PostId post;
    std::string topic_iri;         ///< of a new topic
    storage::EntryId topic_entry;  ///< of a new topic
};

/// A relay that is ready to be stored; one without rows stores nothing.
struct Relay {
    storage::ReceivedActivityRecord facts;
    std::string compressed;
    OutgoingRows rows;

    explicit operator bool() const noexcept { return !rows.empty(); }
};

/// Prepares a relay, before the transaction. Empty for local changes, activities without their raw
/// text, and groups of other servers.
Result<Relay> plan_relay(
    storage::Txn const& txn,
    Services const& services,
    RelayRequest const& request,
    Origin const& origin
);

/// Prepares the relay of an activity about a known post of a group.
/// @param sender  whose activity it is
Result<Relay> plan_post_relay(
    storage::Txn const& txn,
    Services const& services,
    storage::PostRecord const& post,
    storage::ActorId sender,
    storage::OutgoingKind kind,
    Origin const& origin
);

/// What a change tells other servers: of ours, or passed on.
struct News {
    OutgoingRows rows;
    Relay relay;
};

/// Stores a relay, inside the write closure.
storage::Result<void> store_relay(
    storage::Store& store, storage::WriteTxn& txn, Relay const& relay
);

}  // namespace folkmoot::node
