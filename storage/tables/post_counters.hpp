// Counted facts about posts, and the order of a group's topics by their last activity. Changed by
// the tables that hold what is counted (posts, reactions, entries), in the same transaction.
#pragma once

#include "storage/schema/posts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// What to add to a post's counters; negative to take away.
struct PostCounterChange {
    std::int64_t replies = 0;
    std::int64_t thread_replies = 0;
    std::int64_t boosts = 0;
    std::int64_t likes = 0;
    std::int64_t dislikes = 0;
};

/// A topic in the order of activity.
struct ActiveTopic {
    PostId topic;
    std::int64_t last_activity = 0;  ///< milliseconds since 1970

    friend bool operator==(ActiveTopic const&, ActiveTopic const&) = default;
};

/// The table. A post without a row counts zero everywhere.
class PostCounterTable {
public:
    explicit PostCounterTable(Catalog& catalog);

    /// Adds to the counters; none falls below zero.
    Result<void> add(WriteTxn& txn, PostId post, PostCounterChange const& change);

    /// Gives out the next ordinal of a thread, from 1.
    Result<std::uint32_t> next_ordinal(WriteTxn& txn, PostId root);

    /// Lists a topic among those of a group (none: takes it out of the list).
    Result<void> set_group(WriteTxn& txn, PostId topic, ActorId group);

    /// Notes activity in a thread; an earlier time than the noted one changes nothing.
    Result<void> touch(WriteTxn& txn, PostId root, std::int64_t at);

    /// The counters of a post; zeros when nothing was counted.
    Result<PostCountersRecord> load(Txn const& txn, PostId post) const;

    /// Topics of a group, last active first. `before` is the last item of the page before.
    Result<std::vector<ActiveTopic>> by_activity(
        Txn const& txn, ActorId group, std::optional<ActiveTopic> before, std::size_t limit
    ) const;

    /// Replaces the counters: for `rebuild`.
    Result<void> put(WriteTxn& txn, PostId post, PostCountersRecord const& counters);

    /// Removes the counters of an evicted post; no error when there are none.
    Result<void> erase(WriteTxn& txn, PostId post);

    /// Calls `visit` for every row: for `rebuild` and `verify`.
    Result<void> for_each(
        Txn const& txn, std::function<void(PostId, PostCountersRecord const&)> const& visit
    ) const;

private:
    Table<PostId, PostCounters> counters_;
    MultiIndex<std::pair<ActorId, std::int64_t>, Table<PostId, PostCounters>> by_activity_;
};

}  // namespace folkmoot::storage
