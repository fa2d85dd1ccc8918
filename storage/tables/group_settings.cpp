#include "storage/tables/group_settings.hpp"

#include <algorithm>

namespace folkmoot::storage {

GroupSettingsTable::GroupSettingsTable(Catalog& catalog)
    : settings_(catalog, table_spec("group_settings", TableTag::group_settings)),
      by_visibility_(
          settings_,
          "by_visibility",
          [](auto const&, GroupSettings const& row, auto& keys) {
              keys.push_back(row.visibility());
          }
      ) {}

Result<void> GroupSettingsTable::put(WriteTxn& txn, GroupSettingsRecord const& settings) {
    if (settings.group == 0) {
        return refuse("settings belong to a group");
    }
    auto moderators = settings.moderators;
    std::ranges::sort(moderators);
    if (std::ranges::adjacent_find(moderators) != moderators.end()) {
        return refuse("a moderator is named twice");
    }
    return settings_.put(txn, ActorId(settings.group), settings);
}

Result<GroupSettingsRecord> GroupSettingsTable::load(Txn const& txn, ActorId group) const {
    return settings_.get(txn, group);
}

Result<Page<GroupSettingsRecord>> GroupSettingsTable::with_visibility(
    Txn const& txn, Visibility visibility, PageRequest const& request
) const {
    return page_of_records(txn, settings_, by_visibility_, encode_key(visibility), request);
}

Result<void> GroupSettingsTable::erase(WriteTxn& txn, ActorId group) {
    return settings_.erase(txn, group);
}

}  // namespace folkmoot::storage
