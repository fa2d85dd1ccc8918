// Private keys of local actors: encrypted in the store with a key file that lies apart from it
// (decision 29), decrypted and parsed once, then kept.
#pragma once

#include "activitypub/signature/key.hpp"
#include "node/error.hpp"
#include "node/publish/site.hpp"
#include "storage/store.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace folkmoot::node {

/// The key that encrypts keys. Wiped when it goes.
class MasterKey {
public:
    static constexpr std::size_t size = 32;

    /// Reads the key file. Error{internal} when it is missing, of another size, or readable by
    /// others (the text says how to mend it).
    static Result<MasterKey> load(std::filesystem::path const& file);

    /// Makes a key and writes it to a new file of mode 0600. Error{conflict} when the file exists.
    static Result<MasterKey> create(std::filesystem::path const& file);

    MasterKey(MasterKey&& other) noexcept;
    MasterKey& operator=(MasterKey&& other) noexcept;
    MasterKey(MasterKey const&) = delete;
    MasterKey& operator=(MasterKey const&) = delete;
    ~MasterKey();

    /// Encrypts and authenticates; every call gives other bytes (XSalsa20-Poly1305, random nonce in
    /// front).
    std::vector<std::uint8_t> seal(activitypub::ByteView secret) const;

    /// The secret of sealed bytes. Error{internal} when they were sealed with another key or
    /// changed.
    Result<activitypub::Secret> open(activitypub::ByteView sealed) const;

private:
    MasterKey() = default;
    std::array<std::uint8_t, size> key_{};
};

/// Gives the keys that local actors sign with. Thread-safe.
class KeyVault {
public:
    /// Parsed keys that are kept.
    static constexpr std::size_t capacity = 1'000;

    KeyVault(storage::Store& store, Site const& site, MasterKey key);

    /// The current key of an actor, of one type. Error{not_found} when it has none.
    /// @param txn  the caller's snapshot: a thread never holds two
    Result<activitypub::SigningKey> signing_key(
        storage::Txn const& txn, storage::ActorId actor, activitypub::KeyType type
    );

    /// The same for a caller without a snapshot.
    Result<activitypub::SigningKey> signing_key(storage::ActorId actor, activitypub::KeyType type);

    /// Records for the two keys of a new local actor, "main-key" (RSA) and "ed25519-key".
    /// @param rsa  from the pool
    Result<std::vector<storage::ActorKeyRecord>> records_for(
        storage::ActorId owner, activitypub::PrivateKey const& rsa, std::int64_t now
    );

    /// Forgets the parsed keys of an actor: after a rotation or a deletion.
    void forget(storage::ActorId actor);

private:
    using Name = std::pair<std::uint64_t, activitypub::KeyType>;
    using Entry = std::pair<Name, activitypub::SigningKey>;

    struct NameHash {
        std::size_t operator()(Name const& name) const noexcept {
            return std::hash<std::uint64_t>{}(name.first * 2 + static_cast<unsigned>(name.second));
        }
    };

    std::optional<activitypub::SigningKey> find(Name const& name);
    Result<activitypub::SigningKey> load(
        storage::Txn const& txn, storage::ActorId actor, activitypub::KeyType type
    );
    Result<storage::ActorKeyRecord> record_for(
        storage::ActorId owner,
        activitypub::PrivateKey const& key,
        std::string fragment,
        std::int64_t now
    );

    storage::Store& store_;
    Site const& site_;
    MasterKey key_;
    std::mutex mutex_;
    std::list<Entry> by_use_;
    std::unordered_map<Name, std::list<Entry>::iterator, NameHash> by_name_;
};

}  // namespace folkmoot::node
