// What the listeners work with. A value of references: the App owns the parts and they outlive
// every coroutine of this folder.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "federation/peers/host_policies.hpp"
#include "federation/peers/peer_facts.hpp"
#include "federation/resolve/actor_directory.hpp"
#include "federation/resolve/document_fetcher.hpp"
#include "node/community/services.hpp"

namespace folkmoot::node {

/// The parts. Cheap to copy.
struct ListenerServices {
    Services& community;
    federation::ActorDirectory& directory;
    federation::DocumentFetcher& fetcher;
    federation::HostPolicies const& policies;
    federation::PeerFacts& peers;
    activitypub::IriPolicy ids;
    activitypub::Origin local;  ///< origin of this node

    storage::Store& store() const noexcept { return community.store; }

    Site const& site() const noexcept { return community.site; }

    /// Milliseconds since 1970.
    std::int64_t now() const { return community.now().time_since_epoch().count(); }
};

}  // namespace folkmoot::node
