#include "node/community/relationships.hpp"

#include "node/access/facts.hpp"

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::FollowState;

Relationship relationship(
    storage::Txn const& txn,
    storage::Tables const& tables,
    AccessFacts& facts,
    ActorId member,
    ActorId actor,
    std::int64_t now
) {
    Relationship result;
    result.actor = actor;
    if (auto const follow = facts.found(tables.follows.between(txn, member, actor))) {
        result.following = follow->state == FollowState::accepted;
        result.requested = follow->state == FollowState::pending;
        result.showing_reblogs = follow->show_reblogs;
        result.notifying = follow->notify;
        result.languages = follow->languages;
    }
    if (auto const back = facts.found(tables.follows.between(txn, actor, member))) {
        result.followed_by = back->state == FollowState::accepted;
        result.requested_by = back->state == FollowState::pending;
    }
    result.blocking = facts.blocked_by_viewer(actor.value());
    if (auto const mute = facts.found(tables.mutes.between(txn, member, actor, now))) {
        result.muting = true;
        result.muting_notifications = mute->notifications;
        if (mute->expires != 0) {
            result.muting_expires = mute->expires;
        }
    }
    if (auto const membership = facts.membership(actor.value())) {
        result.membership = membership->state;
        result.group_role = membership->role;
    }
    return result;
}

}  // namespace

Result<std::vector<Relationship>> relationships(
    storage::Txn const& txn,
    storage::Tables const& tables,
    ActorId member,
    std::span<ActorId const> actors,
    std::int64_t now
) {
    auto const viewer = Viewer::member(member);
    AccessFacts facts(txn, tables, viewer);
    std::vector<Relationship> all;
    for (auto const actor : actors) {
        if (facts.actor(actor.value())) {
            all.push_back(relationship(txn, tables, facts, member, actor, now));
        }
    }
    return facts.answer(std::move(all));
}

}  // namespace folkmoot::node
