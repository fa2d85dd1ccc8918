#include "storage/tables/post_counters.hpp"

#include <algorithm>

namespace folkmoot::storage {

PostCounterTable::PostCounterTable(Catalog& catalog)
    : counters_(catalog, table_spec("post_counters", TableTag::post_counters, Insertion::appended)),
      by_activity_(counters_, "by_activity", [](auto const&, PostCounters const& post, auto& keys) {
          if (post.group() != 0) {
              keys.emplace_back(ActorId(post.group()), post.last_activity());
          }
      }) {}

Result<void> PostCounterTable::add(WriteTxn& txn, PostId post, PostCounterChange const& change) {
    auto counters = load(txn, post);
    if (!counters) {
        return std::unexpected(counters.error());
    }
    counters->replies = apply_difference(counters->replies, change.replies);
    counters->thread_replies = apply_difference(counters->thread_replies, change.thread_replies);
    counters->boosts = apply_difference(counters->boosts, change.boosts);
    counters->likes = apply_difference(counters->likes, change.likes);
    counters->dislikes = apply_difference(counters->dislikes, change.dislikes);
    return counters_.put(txn, post, *counters);
}

Result<std::uint32_t> PostCounterTable::next_ordinal(WriteTxn& txn, PostId root) {
    auto counters = load(txn, root);
    if (!counters) {
        return std::unexpected(counters.error());
    }
    auto const ordinal = ++counters->last_ordinal;
    auto const stored = counters_.put(txn, root, *counters);
    return stored ? Result<std::uint32_t>(ordinal) : std::unexpected(stored.error());
}

Result<void> PostCounterTable::set_group(WriteTxn& txn, PostId topic, ActorId group) {
    auto counters = load(txn, topic);
    if (!counters) {
        return std::unexpected(counters.error());
    }
    counters->group = group.value();
    return counters_.put(txn, topic, *counters);
}

Result<void> PostCounterTable::touch(WriteTxn& txn, PostId root, std::int64_t at) {
    auto counters = load(txn, root);
    if (!counters) {
        return std::unexpected(counters.error());
    }
    if (at <= counters->last_activity) {
        return {};
    }
    counters->last_activity = at;
    return counters_.put(txn, root, *counters);
}

Result<PostCountersRecord> PostCounterTable::load(Txn const& txn, PostId post) const {
    auto counters = counters_.get(txn, post);
    return is_absent(counters) ? PostCountersRecord{} : counters;
}

Result<std::vector<ActiveTopic>> PostCounterTable::by_activity(
    Txn const& txn, ActorId group, std::optional<ActiveTopic> before, std::size_t limit
) const {
    auto range = KeyRange::with_prefix(group);
    if (before) {
        range = range.before(encode_key(group, before->last_activity, before->topic));
    }
    std::vector<ActiveTopic> topics;
    auto const scanned =
        by_activity_.scan(txn, range, Direction::reverse, [&](auto const& place, PostId topic) {
            if (topics.size() >= limit) {
                return false;
            }
            topics.push_back({.topic = topic, .last_activity = place.second});
            return true;
        });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return topics;
}

Result<void> PostCounterTable::put(WriteTxn& txn, PostId post, PostCountersRecord const& counters) {
    return counters_.put(txn, post, counters);
}

Result<void> PostCounterTable::erase(WriteTxn& txn, PostId post) {
    auto const erased = counters_.erase(txn, post);
    return is_absent(erased) ? Result<void>{} : erased;
}

Result<void> PostCounterTable::for_each(
    Txn const& txn, std::function<void(PostId, PostCountersRecord const&)> const& visit
) const {
    return counters_.scan(txn, {}, Direction::forward, [&](PostId post, auto const& counters) {
        visit(post, counters.unpack());
        return true;
    });
}

}  // namespace folkmoot::storage
