// Counted facts about actors. Changed by the tables that hold what is counted (posts, follows,
// memberships), in the same transaction.
#pragma once

#include "storage/schema/actors.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// What to add to an actor's counters; negative to take away.
struct ActorCounterChange {
    std::int64_t followers = 0;
    std::int64_t following = 0;
    std::int64_t posts = 0;
    std::int64_t topics = 0;
    std::int64_t members = 0;
    std::int64_t last_status_at =
        0;  ///< not a difference: milliseconds since 1970; the later one is kept
};

/// The table. An actor without a row counts zero everywhere.
class ActorCounterTable {
public:
    explicit ActorCounterTable(Catalog& catalog);

    /// Adds to the counters; none falls below zero.
    Result<void> add(WriteTxn& txn, ActorId actor, ActorCounterChange const& change);

    /// The counters of an actor; zeros when nothing was counted.
    Result<ActorCountersRecord> load(Txn const& txn, ActorId actor) const;

    /// Replaces the counters: for `rebuild`.
    Result<void> put(WriteTxn& txn, ActorId actor, ActorCountersRecord const& counters);

    /// Calls `visit` for every row: for `verify`.
    Result<void> for_each(
        Txn const& txn, std::function<void(ActorId, ActorCountersRecord const&)> const& visit
    ) const;

private:
    Table<ActorId, ActorCounters> counters_;
};

}  // namespace folkmoot::storage
