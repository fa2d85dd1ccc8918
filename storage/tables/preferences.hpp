// What members prefer.
#pragma once

#include "storage/schema/actors.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class PreferenceTable {
public:
    explicit PreferenceTable(Catalog& catalog);

    /// A member's preferences; the defaults when none were set.
    Result<PreferencesRecord> load(Txn const& txn, ActorId member) const;

    /// Replaces a member's preferences.
    Result<void> put(WriteTxn& txn, ActorId member, PreferencesRecord const& preferences);

    /// Forgets them; no error when there are none.
    Result<void> erase(WriteTxn& txn, ActorId member);

private:
    Table<ActorId, Preferences> preferences_;
};

}  // namespace folkmoot::storage
