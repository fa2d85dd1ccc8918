// Whom members do not want to see, for a while or for ever.
#pragma once

#include "storage/schema/relations.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table. A pair has one row at most.
class MuteTable {
public:
    explicit MuteTable(Catalog& catalog);

    /// Adds a mute, or changes the terms of the one there is (which keeps its id). Error: invalid
    /// without id or actors.
    Result<void> put(WriteTxn& txn, MuteRecord const& mute);

    /// Removes a mute; false when there was none.
    Result<bool> erase(WriteTxn& txn, ActorId actor, ActorId target);

    /// The mute of a pair that has not expired at `now`; not_found.
    Result<MuteRecord> between(Txn const& txn, ActorId actor, ActorId target, std::int64_t now)
        const;

    /// Whom an actor mutes at `now`, newest relation first.
    Result<Page<MuteRecord>> of_actor(
        Txn const& txn, ActorId actor, std::int64_t now, PageRequest const& request
    ) const;

    /// Removes up to `limit` mutes that have expired at `now`; how many.
    Result<std::size_t> erase_expired(WriteTxn& txn, std::int64_t now, std::size_t limit);

private:
    Table<MuteId, Mute> mutes_;
    UniqueIndex<std::pair<ActorId, ActorId>, Table<MuteId, Mute>> by_pair_;
    MultiIndex<ActorId, Table<MuteId, Mute>> by_actor_;
    MultiIndex<std::int64_t, Table<MuteId, Mute>> by_expiry_;
};

}  // namespace folkmoot::storage
