// Parsed public keys in memory, the least recently used go first: parsing a key costs ten times
// what verifying with it does.
#pragma once

#include "activitypub/signature/key.hpp"
#include "federation/error.hpp"
#include "storage/store.hpp"

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace folkmoot::federation {

/// A parsed key and whose it is.
struct CachedKey {
    storage::ActorId owner;
    activitypub::PublicKey key;
};

/// The cache. Thread-safe.
class KeyCache {
public:
    static constexpr std::size_t default_capacity = 10'000;

    explicit KeyCache(std::size_t capacity = default_capacity);

    /// The key of this id; nothing when it is not held.
    std::optional<CachedKey> find(std::string const& key_id);

    void put(std::string const& key_id, CachedKey key);

    /// Forgets one key: it was replaced, or its owner is gone.
    void forget(std::string const& key_id);

    std::size_t size() const;

private:
    using Entry = std::pair<std::string, CachedKey>;

    std::size_t const capacity_;
    mutable std::mutex mutex_;
    std::list<Entry> by_use_;  ///< most recently used first
    std::unordered_map<std::string, std::list<Entry>::iterator> by_id_;
};

/// A stored key, parsed. Error{internal} when the record does not hold one.
Result<activitypub::PublicKey> parse_key(storage::ActorKeyRecord const& record);

}  // namespace folkmoot::federation
