#include "storage/tables/newest_entries.hpp"

#include <algorithm>

namespace folkmoot::storage {

void NewestEntries::raise(Log const& log, EntryId id) {
    std::scoped_lock const lock(mutex_);
    auto& bound = bounds_[log];
    bound = std::max(bound, id);
}

std::optional<EntryId> NewestEntries::bound(Log const& log) const {
    std::scoped_lock const lock(mutex_);
    auto const found = bounds_.find(log);
    return found == bounds_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace folkmoot::storage
