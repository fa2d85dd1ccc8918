// Complaints of members and of other hosts (Flag). Capped per host and day (decision 32).
#pragma once

#include "storage/schema/work.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class ReportTable {
public:
    /// Most reports that one host may send on one day (UTC).
    static constexpr std::size_t max_per_host_and_day = 20;

    explicit ReportTable(Catalog& catalog);

    /// Adds a report. Errors: already_exists; invalid without id or target; queue_full when the
    /// host has sent its share of the day of `created`.
    Result<void> insert(WriteTxn& txn, ReportRecord const& report);

    /// Replaces a report: assigned, closed. Error: not_found.
    Result<void> update(WriteTxn& txn, ReportRecord const& report);

    /// A report; not_found.
    Result<ReportRecord> load(Txn const& txn, ReportId id) const;

    /// Reports in one state, newest first.
    Result<Page<ReportRecord>> in_state(
        Txn const& txn, ReportState state, PageRequest const& request
    ) const;

    /// Reports about an actor, newest first.
    Result<Page<ReportRecord>> about(Txn const& txn, ActorId target, PageRequest const& request)
        const;

private:
    Table<ReportId, Report> reports_;
    MultiIndex<ReportState, Table<ReportId, Report>> by_state_;
    MultiIndex<ActorId, Table<ReportId, Report>> by_target_;
    MultiIndex<std::pair<HostId, std::int64_t>, Table<ReportId, Report>> by_host_and_day_;
};

}  // namespace folkmoot::storage
