// Remote hosts: what they are, how far their deliveries are, and what their content takes here.
// Three databases, because the facts change rarely and the rest with every delivery or object.
#pragma once

#include "storage/schema/federation.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// A change of what a host takes here; negative to take away.
struct HostUsageChange {
    std::int64_t bytes = 0;
    std::int64_t objects = 0;
};

/// What one host may take here (decision 31).
struct HostQuota {
    std::uint64_t bytes = 0;
    std::uint64_t objects = 0;
};

/// The table.
class HostTable {
public:
    /// Most holes that a host's cursor keeps (decision 18).
    static constexpr std::size_t max_holes = 64;

    explicit HostTable(Catalog& catalog);

    /// Adds a host. Errors: already_exists for the id or name; invalid without id or name.
    Result<void> insert(WriteTxn& txn, HostRecord const& host);

    /// Replaces the facts of a host; its name never changes. Errors: not_found, invalid.
    Result<void> update(WriteTxn& txn, HostRecord const& host);

    /// A host; not_found.
    Result<HostRecord> load(Txn const& txn, HostId id) const;

    /// The host of this name, in lower case; not_found.
    Result<HostRecord> by_name(Txn const& txn, std::string_view name) const;

    /// Hosts after `after`, oldest first: to wake senders page by page at the start (decision 43).
    Result<std::vector<HostRecord>> list(Txn const& txn, HostId after, std::size_t limit) const;

    /// How far deliveries to a host are; a fresh row when nothing was sent yet.
    Result<HostDeliveryRecord> delivery(Txn const& txn, HostId id) const;

    /// Writes how far deliveries are. Errors: not_found for an unknown host; invalid when the holes
    /// are more than `max_holes`, not ascending or not above the cursor, or the cursor goes back.
    Result<void> put_delivery(WriteTxn& txn, HostId id, HostDeliveryRecord const& delivery);

    /// Hosts that are failing or dead and due at `now`, longest due first.
    Result<std::vector<HostId>> due(Txn const& txn, std::int64_t now, std::size_t limit) const;

    /// When the next failing or dead host is due; nullopt when there is none.
    Result<std::optional<std::int64_t>> next_due(Txn const& txn) const;

    /// What a host's content takes; zeros when nothing.
    Result<HostUsageRecord> usage(Txn const& txn, HostId id) const;

    /// Adds to what a host takes: its posts, and the bytes that each post's record says. Error:
    /// full, and nothing is changed, when it would grow beyond the quota.
    Result<void> charge(
        WriteTxn& txn, HostId id, HostUsageChange const& change, HostQuota const& quota
    );

    /// Replaces what is counted for a host: for `rebuild`.
    Result<void> put_usage(WriteTxn& txn, HostId id, HostUsageRecord const& usage);

    /// Calls `visit` for every host whose use is counted: for `rebuild` and `verify`.
    Result<void> for_each_usage(
        Txn const& txn, std::function<void(HostId, HostUsageRecord const&)> const& visit
    ) const;

private:
    Table<HostId, Host> hosts_;
    UniqueIndex<std::string, Table<HostId, Host>> by_name_;
    Table<HostId, HostDelivery> deliveries_;
    MultiIndex<std::int64_t, Table<HostId, HostDelivery>> by_next_try_;
    Table<HostId, HostUsage> usage_;
};

/// Notes in a host's row that an event was delivered: the cursor advances over what is done, and
/// what is done beyond an outstanding event becomes a hole in the list still owed (decision 18).
/// @param outstanding  owed and not delivered yet, ascending, without `done`
/// @return false, and nothing is changed, when HostTable::max_holes are taken: deliver older events
/// first
bool note_delivered(
    HostDeliveryRecord& delivery, Sequence done, std::vector<Sequence> const& outstanding
);

}  // namespace folkmoot::storage
