#include "node/publish/instance_key.hpp"

#include "node/fold_errors.hpp"

namespace folkmoot::node {

Result<activitypub::SigningKey> instance_key(
    KeyVault& vault,
    storage::Txn const& txn,
    storage::ActorId instance_actor,
    std::string const& key_file
) {
    auto key = vault.signing_key(txn, instance_actor, activitypub::KeyType::rsa);
    if (key || key.error().code != ErrorCode::internal) {
        return key;
    }
    return refused(
        ErrorCode::conflict,
        "The key file " + key_file +
            " does not open the keys in the store; restore the one that belongs to this store "
            "from its backup.",
        key.error().detail
    );
}

}  // namespace folkmoot::node
