#include "federation/resolve/remote_actor.hpp"

#include "storage/tables/actor_keys.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::federation {

activitypub::PublicKey const* RemoteActor::key(std::string_view id) const noexcept {
    auto const found = std::ranges::find(keys, id, &RemoteKey::id);
    return found == keys.end() ? nullptr : &found->key;
}

std::vector<RemoteKey> usable_keys(activitypub::Actor const& document) {
    std::vector<RemoteKey> keys;
    for (auto const& listed : document.keys) {
        auto key = listed.format == activitypub::KeyFormat::pem
                       ? activitypub::PublicKey::from_pem(listed.material)
                       : activitypub::PublicKey::from_multibase(listed.material);
        bool const twice = std::ranges::any_of(keys, [&listed](RemoteKey const& other) {
            return other.id == listed.id.text();
        });
        if (key && !twice && keys.size() < storage::ActorKeyTable::max_per_actor) {
            keys.push_back({listed.id.text(), std::move(*key)});
        }
    }
    return keys;
}

}  // namespace folkmoot::federation
