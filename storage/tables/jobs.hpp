// Work with a due time, in the order in which it is due.
#pragma once

#include "storage/schema/work.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class JobTable {
public:
    explicit JobTable(Catalog& catalog);

    /// Adds a job. Errors: already_exists for the id, or for a job of the same kind and (not empty)
    /// key; invalid without id or kind, or with kind and key longer than 200 bytes.
    Result<void> insert(WriteTxn& txn, JobRecord const& job);

    /// Puts a job off after a failure: counts the attempt. Error: not_found.
    Result<void> postpone(WriteTxn& txn, JobId id, std::int64_t due, std::string_view error);

    /// Removes a job that is done or given up. Error: not_found.
    Result<void> erase(WriteTxn& txn, JobId id);

    /// A job; not_found.
    Result<JobRecord> load(Txn const& txn, JobId id) const;

    /// The job of a kind with this key; not_found.
    Result<JobRecord> by_key(Txn const& txn, std::string_view kind, std::string_view key) const;

    /// Jobs that are due at `now`, longest due first.
    Result<std::vector<JobRecord>> due(Txn const& txn, std::int64_t now, std::size_t limit) const;

    /// When the next job is due; nullopt when there is none.
    Result<std::optional<std::int64_t>> next_due(Txn const& txn) const;

private:
    Table<JobId, Job> jobs_;
    UniqueIndex<std::pair<std::string, std::string>, Table<JobId, Job>> by_key_;
    MultiIndex<std::int64_t, Table<JobId, Job>> by_due_;
};

}  // namespace folkmoot::storage
