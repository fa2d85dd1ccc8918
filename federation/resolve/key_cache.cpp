#include "federation/resolve/key_cache.hpp"

namespace folkmoot::federation {

KeyCache::KeyCache(std::size_t capacity) : capacity_(capacity) {}

std::optional<CachedKey> KeyCache::find(std::string const& key_id) {
    std::lock_guard const lock(mutex_);
    auto const found = by_id_.find(key_id);
    if (found == by_id_.end()) {
        return std::nullopt;
    }
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return found->second->second;
}

void KeyCache::put(std::string const& key_id, CachedKey key) {
    std::lock_guard const lock(mutex_);
    if (auto const found = by_id_.find(key_id); found != by_id_.end()) {
        by_use_.erase(found->second);
        by_id_.erase(found);
    } else if (by_id_.size() >= capacity_) {
        by_id_.erase(by_use_.back().first);
        by_use_.pop_back();
    }
    by_use_.emplace_front(key_id, std::move(key));
    by_id_[key_id] = by_use_.begin();
}

void KeyCache::forget(std::string const& key_id) {
    std::lock_guard const lock(mutex_);
    if (auto const found = by_id_.find(key_id); found != by_id_.end()) {
        by_use_.erase(found->second);
        by_id_.erase(found);
    }
}

std::size_t KeyCache::size() const {
    std::lock_guard const lock(mutex_);
    return by_id_.size();
}

Result<activitypub::PublicKey> parse_key(storage::ActorKeyRecord const& record) {
    activitypub::ByteView const bytes(record.public_key);
    auto key = record.algorithm == storage::KeyAlgorithm::ed25519
                   ? activitypub::PublicKey::from_raw_ed25519(bytes)
                   : activitypub::PublicKey::from_der(bytes);
    if (!key) {
        return std::unexpected(Error{ErrorCode::internal, "stored key: " + key.error().detail});
    }
    return std::move(*key);
}

}  // namespace folkmoot::federation
