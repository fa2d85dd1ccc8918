#include "node/community/follow_rows.hpp"

#include "node/community/commit.hpp"

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::ActorKind;
using storage::FollowState;
using storage::HostId;

bool is_local_group(storage::ActorRecord const& actor) {
    return actor.host == 0 && actor.kind == ActorKind::group;
}

storage::Result<void> note_follow(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::FollowRecord const& follow,
    std::int64_t now
) {
    return note_change(
        tables,
        txn,
        {.kind = storage::ChangeKind::follow_changed,
         .subject = follow.id,
         .actor = follow.follower,
         .other = follow.followed},
        now
    );
}

storage::Result<void> note_membership(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::MembershipRecord const& membership,
    std::int64_t now
) {
    return note_change(
        tables,
        txn,
        {.kind = storage::ChangeKind::membership_changed,
         .subject = membership.id,
         .actor = membership.member,
         .group = membership.group},
        now
    );
}

/// A remote actor's log is kept no longer than somebody here follows.
storage::Result<void> close_log(
    storage::Store& store, storage::WriteTxn& txn, storage::ActorRecord const& followed
) {
    if (followed.host == 0 || followed.kind == ActorKind::group) {
        return {};
    }
    auto const left =
        store.follows.followers_of(txn, ActorId(followed.id), FollowState::accepted, {.limit = 1});
    if (!left || !left->items.empty()) {
        return left ? storage::Result<void>{} : std::unexpected(left.error());
    }
    return store.entries.close_author_log(txn, ActorId(followed.id));
}

storage::Result<void> leave_group(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::FollowRecord const& follow,
    std::int64_t now
) {
    auto membership =
        store.memberships.between(txn, ActorId(follow.followed), ActorId(follow.follower));
    if (!membership) {
        return membership.error().code == storage::ErrorCode::not_found
                   ? storage::Result<void>{}
                   : std::unexpected(membership.error());
    }
    // A ban outlives the follow, or leaving and coming back would lift it.
    if (membership->state == storage::MembershipState::banned ||
        membership->state == storage::MembershipState::suspended) {
        return {};
    }
    membership->state = storage::MembershipState::left;
    membership->since = now;
    if (auto updated = store.memberships.update(txn, *membership); !updated) {
        return updated;
    }
    return note_membership(store, txn, *membership, now);
}

}  // namespace

storage::Result<void> put_membership(
    storage::Store& store,
    storage::WriteTxn& txn,
    ActorId group,
    ActorId member,
    storage::MembershipState state,
    storage::GroupRole role,
    std::int64_t now
) {
    auto membership = store.memberships.between(txn, group, member);
    bool const known = membership.has_value();
    if (!known && membership.error().code != storage::ErrorCode::not_found) {
        return std::unexpected(membership.error());
    }
    storage::MembershipRecord row = known ? std::move(*membership) : storage::MembershipRecord{};
    if (known && row.state == state) {
        return {};
    }
    row.id = known ? row.id : store.ids().next();
    row.group = group.value();
    row.member = member.value();
    row.state = state;
    row.role = known ? row.role : role;
    row.since = now;
    auto stored = known ? store.memberships.update(txn, row) : store.memberships.insert(txn, row);
    if (!stored) {
        return stored;
    }
    return note_membership(store, txn, row, now);
}

storage::Result<void> follow_begins(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::FollowRecord const& follow,
    storage::ActorRecord const& follower,
    storage::ActorRecord const& followed,
    std::int64_t now
) {
    storage::Result<void> done;
    if (follower.host != 0 && followed.host == 0) {
        done = store.outgoing.enter(txn, HostId(follower.host), storage::Channel(followed.id));
    }
    // Groups have a log of their own; everybody else's is kept once a member follows.
    if (done && follower.host == 0 && followed.kind != ActorKind::group) {
        done = store.entries.open_author_log(txn, ActorId(followed.id));
    }
    if (done && is_local_group(followed)) {
        done = put_membership(
            store,
            txn,
            ActorId(followed.id),
            ActorId(follower.id),
            storage::MembershipState::accepted,
            storage::GroupRole::member,
            now
        );
    }
    return done ? note_follow(store, txn, follow, now) : done;
}

storage::Result<void> end_follow(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::FollowRecord const& follow,
    storage::ActorRecord const& follower,
    storage::ActorRecord const& followed,
    std::int64_t now
) {
    auto done = store.follows.erase(txn, storage::FollowId(follow.id));
    bool const accepted = follow.state == FollowState::accepted;
    if (done && accepted && follower.host != 0 && followed.host == 0) {
        done = store.outgoing.leave(txn, HostId(follower.host), storage::Channel(followed.id));
    }
    if (done && accepted && follower.host == 0) {
        done = close_log(store, txn, followed);
    }
    if (done && is_local_group(followed)) {
        done = leave_group(store, txn, follow, now);
    }
    return done ? note_follow(store, txn, follow, now) : done;
}

}  // namespace folkmoot::node
