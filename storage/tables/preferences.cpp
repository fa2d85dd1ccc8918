#include "storage/tables/preferences.hpp"

namespace folkmoot::storage {

PreferenceTable::PreferenceTable(Catalog& catalog)
    : preferences_(catalog, table_spec("preferences", TableTag::preferences)) {}

Result<PreferencesRecord> PreferenceTable::load(Txn const& txn, ActorId member) const {
    auto preferences = preferences_.get(txn, member);
    return is_absent(preferences) ? PreferencesRecord{} : preferences;
}

Result<void> PreferenceTable::put(
    WriteTxn& txn, ActorId member, PreferencesRecord const& preferences
) {
    return preferences_.put(txn, member, preferences);
}

Result<void> PreferenceTable::erase(WriteTxn& txn, ActorId member) {
    auto const erased = preferences_.erase(txn, member);
    return is_absent(erased) ? Result<void>{} : erased;
}

}  // namespace folkmoot::storage
