// The key with which the node signs for itself: the first that shows whether the key file is the
// one that the store was written with.
#pragma once

#include "node/publish/key_vault.hpp"

#include <string>

namespace folkmoot::node {

/// The current RSA key of the instance actor.
/// @param key_file  where the vault's master key was read, for the sentence of the failure
/// @return Error{conflict} that names the key file and the remedy when the stored key cannot be
///         opened with it: for the operator, never for a stranger
Result<activitypub::SigningKey> instance_key(
    KeyVault& vault,
    storage::Txn const& txn,
    storage::ActorId instance_actor,
    std::string const& key_file
);

}  // namespace folkmoot::node
