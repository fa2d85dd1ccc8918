// A fetched actor document with those of its keys that this node can verify with. Pure.
#pragma once

#include "activitypub/signature/key.hpp"
#include "activitypub/vocabulary/actor.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::federation {

/// A key of a fetched actor, parsed. Keys that are too small, too large or of no known kind are
/// left out.
struct RemoteKey {
    std::string id;
    activitypub::PublicKey key;
};

/// An actor document that came from its own id, not stored yet.
struct RemoteActor {
    activitypub::Actor document;
    std::vector<RemoteKey> keys;

    /// The key of this id; nullptr when the actor lists none.
    activitypub::PublicKey const* key(std::string_view id) const noexcept;
};

/// The keys of a document that can be used, each id once, at most as many as the store keeps of an
/// actor. A key that cannot be used is no reason to refuse the actor: it only never verifies
/// anything.
std::vector<RemoteKey> usable_keys(activitypub::Actor const& document);

}  // namespace folkmoot::federation
