// Merges logs newest first, which is how a home timeline is read (decision 22): nothing is written
// when somebody posts.
#pragma once

#include "storage/tables/entries.hpp"
#include "storage/tables/table_parts.hpp"

#include <functional>
#include <span>

namespace folkmoot::storage {

/// Reads a page over several logs as if they were one; an entry that stands in several counts once.
/// Costs a look at the bound in memory for a silent log, and a short range read for one that has
/// something to give; looks at no more than max_page_scan entries.
/// @param keep  which entries to show: mutes, filters, a group's boost of a followed author; may
/// read with `txn`
/// @return the page; `resume` and `more` let the next one go on where the scan stopped
Result<Page<EntryRow>> merge_logs(
    Txn const& txn,
    EntryTable const& entries,
    NewestEntries& newest,
    std::span<Log const> logs,
    PageRequest const& request,
    std::function<Result<bool>(EntryRow const&)> const& keep
);

}  // namespace folkmoot::storage
