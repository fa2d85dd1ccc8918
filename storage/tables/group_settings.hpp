// Settings of local groups. One row per group.
#pragma once

#include "storage/schema/groups.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class GroupSettingsTable {
public:
    explicit GroupSettingsTable(Catalog& catalog);

    /// Writes the settings of a group. Error: invalid without group, or with a moderator named
    /// twice.
    Result<void> put(WriteTxn& txn, GroupSettingsRecord const& settings);

    /// Settings of a group; not_found for a remote one.
    Result<GroupSettingsRecord> load(Txn const& txn, ActorId group) const;

    /// Local groups of a visibility, newest first: the directory.
    Result<Page<GroupSettingsRecord>> with_visibility(
        Txn const& txn, Visibility visibility, PageRequest const& request
    ) const;

    /// Removes the settings of a deleted group; not_found.
    Result<void> erase(WriteTxn& txn, ActorId group);

private:
    Table<ActorId, GroupSettings> settings_;
    MultiIndex<Visibility, Table<ActorId, GroupSettings>> by_visibility_;
};

}  // namespace folkmoot::storage
