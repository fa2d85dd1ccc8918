// Who follows whom, both directions, local and remote. Lists run by relation id, which is their
// paging cursor.
#pragma once

#include "storage/schema/relations.hpp"
#include "storage/tables/actor_counters.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table. A pair has one row at most.
class FollowTable {
public:
    FollowTable(Catalog& catalog, ActorCounterTable& counters);

    /// Adds a follow. Errors: already_exists for the id, the pair or the remote activity; invalid
    /// without id or actors, or of oneself.
    Result<void> insert(WriteTxn& txn, FollowRecord const& follow);

    /// Replaces a follow: a new state, a new activity id of a repeated Follow, other options. The
    /// id and the pair never change. Errors: not_found, already_exists, invalid.
    Result<void> update(WriteTxn& txn, FollowRecord const& follow);

    /// Removes a follow. Error: not_found.
    Result<void> erase(WriteTxn& txn, FollowId id);

    /// A follow; not_found.
    Result<FollowRecord> load(Txn const& txn, FollowId id) const;

    /// The follow between two actors, in whatever state; not_found.
    Result<FollowRecord> between(Txn const& txn, ActorId follower, ActorId followed) const;

    /// True when `follower` follows `followed` and was accepted.
    Result<bool> is_accepted(Txn const& txn, ActorId follower, ActorId followed) const;

    /// The follow that was made by exactly this remote activity; not_found.
    Result<FollowRecord> by_activity(Txn const& txn, std::string_view iri) const;

    /// Followers of an actor in one state, newest relation first.
    Result<Page<FollowRecord>> followers_of(
        Txn const& txn, ActorId followed, FollowState state, PageRequest const& request
    ) const;

    /// Whom an actor follows in one state, newest relation first.
    Result<Page<FollowRecord>> followed_by(
        Txn const& txn, ActorId follower, FollowState state, PageRequest const& request
    ) const;

    /// All actors that `follower` follows, accepted ones: the sources of a home timeline.
    Result<std::vector<FollowRecord>> sources_of(
        Txn const& txn, ActorId follower, std::size_t limit
    ) const;

    /// Calls `visit` for every row: for `rebuild` and `verify`.
    Result<void> for_each(
        Txn const& txn, std::function<void(RecordView<Follow> const&)> const& visit
    ) const;

private:
    Result<void> count(WriteTxn& txn, FollowRecord const& follow, int sign);

    ActorCounterTable& counters_;
    Table<FollowId, Follow> follows_;
    UniqueIndex<std::pair<ActorId, ActorId>, Table<FollowId, Follow>> by_pair_;
    UniqueIndex<Hash128, Table<FollowId, Follow>> by_activity_;
    MultiIndex<std::pair<ActorId, FollowState>, Table<FollowId, Follow>> by_follower_;
    MultiIndex<std::pair<ActorId, FollowState>, Table<FollowId, Follow>> by_followed_;
};

}  // namespace folkmoot::storage
