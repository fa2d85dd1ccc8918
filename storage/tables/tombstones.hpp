// Ids of remote objects that were deleted, so that a late Create does not bring them back
// (threats.md F29). Kept 30 days, and no more per host than its share.
#pragma once

#include "storage/schema/federation.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class TombstoneTable {
public:
    /// Most tombstones of one host; the oldest makes room.
    static constexpr std::size_t max_per_host = 10'000;

    /// How long one is kept, in milliseconds.
    static constexpr std::int64_t kept_ms = std::int64_t{30} * 24 * 3600 * 1000;

    /// @param per_host  max_per_host, or fewer in tests
    explicit TombstoneTable(Catalog& catalog, std::size_t per_host = max_per_host);

    /// Notes that an object is gone. Noting it twice keeps the first. Error: invalid without IRI or
    /// host.
    Result<void> insert(WriteTxn& txn, TombstoneRecord const& tombstone);

    /// The tombstone of exactly this id; not_found.
    Result<TombstoneRecord> find(Txn const& txn, std::string_view iri) const;

    /// Removes up to `limit` that are older than `kept_ms` at `now`; how many.
    Result<std::size_t> erase_expired(WriteTxn& txn, std::int64_t now, std::size_t limit);

    /// Counts the tombstones of each host anew: for `rebuild`.
    Result<void> rebuild_counts(WriteTxn& txn);

    /// Compares the counts with the records: for `verify`.
    Result<void> verify_counts(Txn const& txn, VerifyReport& report) const;

private:
    Result<void> erase_row(WriteTxn& txn, Hash128 const& key);
    std::size_t per_host_;
    Table<Hash128, Tombstone> tombstones_;
    MultiIndex<std::int64_t, Table<Hash128, Tombstone>> by_age_;
    MultiIndex<std::pair<HostId, std::int64_t>, Table<Hash128, Tombstone>> by_host_;
    CounterTable<HostId> counts_;  ///< tombstones held, by host
};

}  // namespace folkmoot::storage
