// Acts of power: who did what to whom and why. Appended only; nothing here is ever changed or
// removed.
#pragma once

#include "storage/schema/work.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class AuditTable {
public:
    explicit AuditTable(Catalog& catalog);

    /// Appends an act. Errors: already_exists; invalid without id or action.
    Result<void> append(WriteTxn& txn, AuditRecord const& act);

    /// All acts, newest first.
    Result<Page<AuditRecord>> list(Txn const& txn, PageRequest const& request) const;

    /// Acts in a group, newest first; with `modlog_only` those that its moderation log shows.
    Result<Page<AuditRecord>> of_group(
        Txn const& txn, ActorId group, bool modlog_only, PageRequest const& request
    ) const;

    /// Acts upon a member, post or other record, newest first.
    Result<Page<AuditRecord>> about(
        Txn const& txn, std::uint64_t target, PageRequest const& request
    ) const;

private:
    Table<AuditId, Audit> acts_;
    MultiIndex<ActorId, Table<AuditId, Audit>> by_group_;
    MultiIndex<std::uint64_t, Table<AuditId, Audit>> by_target_;
};

}  // namespace folkmoot::storage
