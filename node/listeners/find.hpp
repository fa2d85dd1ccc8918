// From ids on the wire to records: our own by their form, remote ones by their stored id. Knows
// nothing of who may see them; whoever uses a record asks can().
#pragma once

#include "activitypub/vocabulary/addressing.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "node/listeners/listener_services.hpp"
#include "storage/store.hpp"

#include <optional>

namespace folkmoot::node {

/// An actor of this node by id: member, group or service.
std::optional<storage::ActorRecord> find_own_actor(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Iri const& id
);

/// An actor that is known here, of this node or another.
std::optional<storage::ActorRecord> find_actor(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Iri const& id
);

/// A post that is known here, of this node or another.
std::optional<storage::PostRecord> find_post(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Iri const& id
);

/// Whether a member of this node follows an actor and was accepted.
bool is_followed_here(
    storage::Txn const& txn, ListenerServices const& services, storage::ActorId actor
);

/// The first group of this node that an audience names.
std::optional<storage::ActorRecord> addressed_own_group(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Audience const& audience
);

/// A snapshot; nothing when the store cannot be read.
std::optional<storage::ReadTxn> snapshot(ListenerServices const& services);

}  // namespace folkmoot::node
