// Activities that were accepted but wait for something to be fetched (decision 15). Bodies are kept
// compressed.
#pragma once

#include "storage/schema/federation.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// A waiting activity, its body as received.
struct PendingActivityWithBody {
    PendingActivityRecord facts;  ///< `body` is empty
    std::string body;
};

/// The table.
class PendingActivityTable {
public:
    /// Most waiting activities of one host, and of all.
    static constexpr std::size_t max_per_host = 1000;
    static constexpr std::uint64_t max_total = 100'000;

    explicit PendingActivityTable(Catalog& catalog);

    /// Keeps an activity. Errors: already_exists; invalid without id; queue_full when the host or
    /// the table has too many.
    /// @param body  bytes as received; compress outside of the writer with `compress`
    Result<void> insert(
        WriteTxn& txn, PendingActivityRecord const& facts, std::string_view compressed_body
    );

    /// Moves the due time and counts an attempt. Error: not_found.
    Result<void> postpone(WriteTxn& txn, PendingId id, std::int64_t due);

    /// Removes an activity that was applied or given up. Error: not_found.
    Result<void> erase(WriteTxn& txn, PendingId id);

    /// A waiting activity with its body; not_found; corrupt when the body does not unpack.
    Result<PendingActivityWithBody> load(Txn const& txn, PendingId id) const;

    /// Activities that are due at `now`, longest due first.
    Result<std::vector<PendingId>> due(Txn const& txn, std::int64_t now, std::size_t limit) const;

    /// When the next activity is due; nullopt when none waits.
    Result<std::optional<std::int64_t>> next_due(Txn const& txn) const;

private:
    Table<PendingId, PendingActivity> pending_;
    MultiIndex<std::int64_t, Table<PendingId, PendingActivity>> by_due_;
    MultiIndex<HostId, Table<PendingId, PendingActivity>> by_host_;
};

}  // namespace folkmoot::storage
