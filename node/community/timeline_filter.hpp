// What every timeline leaves out: what the viewer may not see, and whom the viewer does not want
// to. Remembers its answers for one request. Inside this folder only.
#pragma once

#include "node/access/can.hpp"
#include "node/access/viewer.hpp"
#include "node/community/timelines.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>

namespace folkmoot::node {

/// A filter for one request.
class TimelineFilter {
public:
    TimelineFilter(
        storage::Txn const& txn,
        storage::Tables const& tables,
        Viewer const& viewer,
        std::int64_t now
    )
        : txn_(txn), tables_(tables), viewer_(viewer), judge_(txn, tables, viewer), now_(now) {}

    /// The post of an entry when it is to be shown; nothing otherwise.
    /// @param wanted_actor  whose posts are shown although the viewer muted them: the account whose
    ///                      page this is
    Result<std::optional<storage::PostRecord>> shown(
        storage::EntryRow const& row, storage::ActorId wanted_actor = {}
    );

    /// Whether the viewer blocks or mutes an actor.
    Result<bool> is_unwanted(storage::ActorId actor);

private:
    storage::Txn const& txn_;
    storage::Tables const& tables_;
    Viewer viewer_;
    ListJudge judge_;
    std::int64_t now_;
    std::unordered_map<std::uint64_t, bool> unwanted_;
};

/// A post as an entry.
storage::EntryRow row_of(storage::PostRecord const& post);

/// Reads a page of a list through a filter: fetches chunk after chunk until the page is full, the
/// list ends or enough was looked at.
/// @param fetch  `storage::Result<storage::Page<Item>>(PageRequest)`
/// @param id_of  id of an item
/// @param keep   `Result<std::optional<storage::EntryRow>>(Item const&)`
template <class Fetch, class IdOf, class Keep>
Result<Timeline> filtered_page(
    storage::PageRequest const& request, Fetch fetch, IdOf id_of, Keep keep
) {
    // More than a page: a few items that are left out need no second read.
    constexpr std::size_t spare = 10;
    Timeline page;
    auto next = request;
    next.limit = request.size() + spare;
    std::size_t looked_at = 0;
    bool more = true;
    while (more && page.items.size() < request.size() && looked_at < storage::max_page_scan) {
        auto chunk = fetch(next);
        if (!chunk) {
            return failed(chunk.error());
        }
        if (request.ascending()) {
            std::ranges::reverse(chunk->items);
        }
        more = chunk->more;
        for (auto const& item : chunk->items) {
            if (page.items.size() == request.size()) {
                more = true;
                break;
            }
            ++looked_at;
            page.resume = id_of(item);
            auto row = keep(item);
            if (!row) {
                return std::unexpected(row.error());
            }
            if (*row) {
                page.items.push_back(**row);
            }
        }
        (request.ascending() ? next.min_id : next.max_id) = page.resume;
        more = more && !chunk->items.empty();
    }
    page.more = more;
    if (request.ascending()) {
        std::ranges::reverse(page.items);
    }
    return page;
}

}  // namespace folkmoot::node
