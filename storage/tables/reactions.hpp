// Likes, dislikes and emoji on posts. Votes that a group vouched for carry its id until the actor's
// own word arrives.
#pragma once

#include "storage/schema/relations.hpp"
#include "storage/tables/post_counters.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table. An actor has one like or dislike per post, and each emoji once.
class ReactionTable {
public:
    ReactionTable(Catalog& catalog, PostCounterTable& counters);

    /// Adds a reaction. Errors: already_exists for the id, the remote activity, or the same actor,
    /// post and kind (and emoji); invalid without id, post or actor, or for an emoji reaction
    /// without one (64 bytes at most).
    Result<void> insert(WriteTxn& txn, ReactionRecord const& reaction);

    /// Replaces `via_group` and `activity_iri`; nothing else may change. Errors: not_found,
    /// already_exists, invalid.
    Result<void> update(WriteTxn& txn, ReactionRecord const& reaction);

    /// Removes a reaction. Error: not_found.
    Result<void> erase(WriteTxn& txn, ReactionId id);

    /// Removes up to `limit` reactions to a post; those removed.
    Result<std::vector<ReactionRecord>> erase_of_post(
        WriteTxn& txn, PostId post, std::size_t limit
    );

    /// A reaction; not_found.
    Result<ReactionRecord> load(Txn const& txn, ReactionId id) const;

    /// What an actor did to a post; not_found.
    Result<ReactionRecord> of(
        Txn const& txn, ActorId actor, PostId post, ReactionKind kind, std::string_view emoji = {}
    ) const;

    /// The reaction made by exactly this remote activity; not_found.
    Result<ReactionRecord> by_activity(Txn const& txn, std::string_view iri) const;

    /// Reactions of a kind to a post, newest relation first.
    Result<Page<ReactionRecord>> of_post(
        Txn const& txn, PostId post, ReactionKind kind, PageRequest const& request
    ) const;

    /// Reactions of a kind by an actor, newest relation first: the favourites.
    Result<Page<ReactionRecord>> of_actor(
        Txn const& txn, ActorId actor, ReactionKind kind, PageRequest const& request
    ) const;

    /// Calls `visit` for every row: for `rebuild` and `verify`.
    Result<void> for_each(
        Txn const& txn, std::function<void(RecordView<Reaction> const&)> const& visit
    ) const;

private:
    using Pair = std::tuple<ActorId, PostId, ReactionKind, std::string>;

    Result<void> count(WriteTxn& txn, ReactionRecord const& reaction, int sign);

    PostCounterTable& counters_;
    Table<ReactionId, Reaction> reactions_;
    UniqueIndex<Pair, Table<ReactionId, Reaction>> by_pair_;
    UniqueIndex<Hash128, Table<ReactionId, Reaction>> by_activity_;
    MultiIndex<std::pair<PostId, ReactionKind>, Table<ReactionId, Reaction>> by_post_;
    MultiIndex<std::pair<ActorId, ReactionKind>, Table<ReactionId, Reaction>> by_actor_;
};

}  // namespace folkmoot::storage
