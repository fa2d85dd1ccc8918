// Keys of actors: several per actor. Public halves as DER or raw bytes; private halves of local
// actors encrypted by the room above (decision 29), which this table never sees in clear.
#pragma once

#include "storage/schema/actors.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class ActorKeyTable {
public:
    /// Most keys of one remote actor.
    static constexpr std::size_t max_per_actor = 8;

    explicit ActorKeyTable(Catalog& catalog);

    /// Adds a key. Errors: already_exists for the id or the remote key id; invalid without id,
    /// owner or public key, for a remote key with a private half, or beyond `max_per_actor`.
    Result<void> insert(WriteTxn& txn, ActorKeyRecord const& key);

    /// Replaces a key: refetched, retired. The id, the owner and the key id never change. Errors:
    /// not_found, invalid.
    Result<void> update(WriteTxn& txn, ActorKeyRecord const& key);

    /// Removes a key. Error: not_found.
    Result<void> erase(WriteTxn& txn, KeyRecordId id);

    /// A key; not_found.
    Result<ActorKeyRecord> load(Txn const& txn, KeyRecordId id) const;

    /// The remote key with exactly this id; not_found.
    Result<ActorKeyRecord> by_iri(Txn const& txn, std::string_view key_iri) const;

    /// Keys of an actor, oldest first, retired ones included.
    Result<std::vector<ActorKeyRecord>> of_actor(Txn const& txn, ActorId owner) const;

private:
    Table<KeyRecordId, ActorKey> keys_;
    UniqueIndex<Hash128, Table<KeyRecordId, ActorKey>> by_iri_;
    MultiIndex<ActorId, Table<KeyRecordId, ActorKey>> by_owner_;
};

}  // namespace folkmoot::storage
