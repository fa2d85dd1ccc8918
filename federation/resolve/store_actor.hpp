// The write of ActorDirectory::keep: an actor's record, its host, its handle and its keys, in one
// transaction (law 1; threats F24, F26).
#pragma once

#include "activitypub/vocabulary/actor.hpp"
#include "federation/resolve/actor_record.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <vector>

namespace folkmoot::federation {

/// All that a write closure needs: it parses nothing and makes no ids.
struct PreparedActor {
    activitypub::Actor document;
    ChosenHandle handle;
    std::vector<storage::ActorKeyRecord> keys;
    storage::ActorId fresh_id;
    storage::HostId fresh_host;
    std::vector<storage::KeyRecordId> fresh_keys;
    std::int64_t now = 0;
};

/// Stores an actor. For use inside a write closure; may be run again with the same value.
/// @return the record. Error: invalid when a stored actor would become another kind; already_exists
/// for a deleted actor; those of the store
storage::Result<storage::ActorRecord> store_actor(
    storage::Tables& tables, storage::WriteTxn& txn, PreparedActor const& prepared
);

}  // namespace folkmoot::federation
