#include "storage/tables/actor_counters.hpp"

#include <algorithm>

namespace folkmoot::storage {

ActorCounterTable::ActorCounterTable(Catalog& catalog)
    : counters_(catalog, table_spec("actor_counters", TableTag::actor_counters)) {}

Result<void> ActorCounterTable::add(
    WriteTxn& txn, ActorId actor, ActorCounterChange const& change
) {
    auto counters = load(txn, actor);
    if (!counters) {
        return std::unexpected(counters.error());
    }
    counters->followers = apply_difference(counters->followers, change.followers);
    counters->following = apply_difference(counters->following, change.following);
    counters->posts = apply_difference(counters->posts, change.posts);
    counters->topics = apply_difference(counters->topics, change.topics);
    counters->members = apply_difference(counters->members, change.members);
    counters->last_status_at = std::max(counters->last_status_at, change.last_status_at);
    return counters_.put(txn, actor, *counters);
}

Result<ActorCountersRecord> ActorCounterTable::load(Txn const& txn, ActorId actor) const {
    auto counters = counters_.get(txn, actor);
    return is_absent(counters) ? ActorCountersRecord{} : counters;
}

Result<void> ActorCounterTable::put(
    WriteTxn& txn, ActorId actor, ActorCountersRecord const& counters
) {
    return counters_.put(txn, actor, counters);
}

Result<void> ActorCounterTable::for_each(
    Txn const& txn, std::function<void(ActorId, ActorCountersRecord const&)> const& visit
) const {
    return counters_.scan(txn, {}, Direction::forward, [&](ActorId actor, auto const& counters) {
        visit(actor, counters.unpack());
        return true;
    });
}

}  // namespace folkmoot::storage
