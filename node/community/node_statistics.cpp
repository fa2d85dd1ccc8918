#include "node/community/node_statistics.hpp"

#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::ActorKind;
using storage::ActorRecord;

constexpr storage::HostId here;

/// Calls `visit` for every local actor of a kind, page by page.
template <class Visit>
Result<void> for_each_local(
    storage::Txn const& txn, storage::Tables const& tables, ActorKind kind, Visit visit
) {
    storage::PageRequest request{.limit = storage::max_page_size};
    for (bool more = true; more;) {
        auto const page = tables.actors.of_host(txn, here, kind, request);
        if (!page) {
            return failed(page.error());
        }
        for (auto const& actor : page->items) {
            if (auto const visited = visit(actor); !visited) {
                return visited;
            }
        }
        more = page->more;
        request.max_id = page->resume;
    }
    return {};
}

Result<void> count_member(
    storage::Txn const& txn,
    storage::Tables const& tables,
    ActorRecord const& actor,
    Time now,
    NodeStatistics& figures
) {
    auto const credentials = tables.credentials.load(txn, ActorId(actor.id));
    auto const counters = tables.actor_counters.load(txn, ActorId(actor.id));
    if (!counters) {
        return failed(counters.error());
    }
    figures.local_posts += counters->posts;
    bool const active = credentials && credentials->state == storage::AccountState::active &&
                        !actor.suspended && actor.deleted_at == 0;
    if (!active) {
        return {};
    }
    auto const wrote_within = [&](std::chrono::days days) {
        return counters->last_status_at >= (now - days).time_since_epoch().count();
    };
    ++figures.members;
    figures.active_month += wrote_within(std::chrono::days(30)) ? 1U : 0U;
    figures.active_half_year += wrote_within(std::chrono::days(180)) ? 1U : 0U;
    return {};
}

Result<std::uint64_t> count_hosts(storage::Txn const& txn, storage::Tables const& tables) {
    std::uint64_t counted = 0;
    storage::HostId after;
    while (true) {
        auto const hosts = tables.hosts.list(txn, after, storage::max_page_size);
        if (!hosts) {
            return failed(hosts.error());
        }
        counted += hosts->size();
        if (hosts->size() < storage::max_page_size) {
            return counted;
        }
        after = storage::HostId(hosts->back().id);
    }
}

}  // namespace

Result<NodeStatistics> count_statistics(
    storage::Txn const& txn, storage::Tables const& tables, Time now
) {
    NodeStatistics figures;
    auto counted = for_each_local(txn, tables, ActorKind::person, [&](ActorRecord const& actor) {
        return count_member(txn, tables, actor, now, figures);
    });
    if (counted) {
        counted = for_each_local(
            txn,
            tables,
            ActorKind::group,
            [&](ActorRecord const& group) -> Result<void> {
                figures.groups += !group.suspended && group.deleted_at == 0 ? 1U : 0U;
                return {};
            }
        );
    }
    auto const hosts = counted ? count_hosts(txn, tables) : std::unexpected(counted.error());
    if (!hosts) {
        return std::unexpected(hosts.error());
    }
    figures.known_hosts = *hosts;
    return figures;
}

StatisticsCache::StatisticsCache(storage::Store& store, Clock now, std::chrono::minutes kept)
    : store_(store), now_(std::move(now)), kept_(kept) {}

Result<NodeStatistics> StatisticsCache::get() {
    auto const now = now_();
    {
        std::lock_guard const lock(mutex_);
        if (figures_ && (counting_ || now - counted_at_ < kept_)) {
            return *figures_;
        }
        counting_ = true;
    }
    auto const txn = store_.read();
    auto const figures = txn ? count_statistics(*txn, store_, now) : failed(txn.error());
    std::lock_guard const lock(mutex_);
    counting_ = false;
    if (!figures) {
        return figures;
    }
    counted_at_ = now;
    figures_ = std::make_shared<NodeStatistics const>(*figures);
    return figures;
}

}  // namespace folkmoot::node
