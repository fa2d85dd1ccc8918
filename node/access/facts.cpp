#include "node/access/facts.hpp"

#include "node/access/can.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>

namespace folkmoot::node {

using storage::ActorId;
using storage::HostId;

void AccessFacts::note(storage::Error const& error) {
    if (!failure_) {
        failure_ = fold(error);
    }
}

bool AccessFacts::yes(storage::Result<bool> const& result) {
    if (!result) {
        note(result.error());
    }
    return result && *result;
}

storage::ActorRecord const* AccessFacts::actor(std::uint64_t id) {
    if (id == 0) {
        return nullptr;
    }
    auto it = actors_.find(id);
    if (it == actors_.end()) {
        it = actors_.emplace(id, found(tables_.actors.load(txn_, ActorId(id)))).first;
    }
    return it->second ? &*it->second : nullptr;
}

std::optional<storage::PostRecord> AccessFacts::post(std::uint64_t id) {
    return id == 0 ? std::nullopt : found(tables_.posts.load(txn_, storage::PostId(id)));
}

bool AccessFacts::is_self(std::uint64_t actor) const {
    return viewer_.actor && viewer_.actor.value() == actor;
}

bool AccessFacts::blocks_viewer(std::uint64_t actor) {
    return viewer_.actor && yes(tables_.blocks.exists(txn_, ActorId(actor), viewer_.actor));
}

bool AccessFacts::blocked_by_viewer(std::uint64_t actor) {
    return viewer_.actor && yes(tables_.blocks.exists(txn_, viewer_.actor, ActorId(actor)));
}

bool AccessFacts::follows(std::uint64_t actor) {
    if (viewer_.kind == Viewer::Kind::remote_host) {
        // Hosts are listed in the order of their ids: the next one after its predecessor is the one
        // that is asked for, when it stays in the channel.
        auto const hosts = found(tables_.outgoing.hosts_of(
            txn_, storage::Channel(actor), HostId(viewer_.host.value() - 1), 1
        ));
        return hosts && !hosts->empty() && hosts->front() == viewer_.host;
    }
    return viewer_.actor && yes(tables_.follows.is_accepted(txn_, viewer_.actor, ActorId(actor)));
}

bool AccessFacts::belongs_to(storage::ActorRecord const& group) {
    if (viewer_.kind == Viewer::Kind::remote_host || group.host != 0) {
        return follows(group.id);
    }
    auto const row = membership(group.id);
    return row && (row->state == storage::MembershipState::accepted ||
                   row->state == storage::MembershipState::muted);
}

bool AccessFacts::host_named(std::uint64_t id) {
    auto const* const named = actor(id);
    return named && HostId(named->host) == viewer_.host;
}

bool AccessFacts::is_named_in(storage::PostRecord const& post) {
    auto const is_viewer = [&](auto const& named) {
        return viewer_.kind == Viewer::Kind::remote_host ? host_named(named.actor)
                                                         : is_self(named.actor);
    };
    return viewer_.kind != Viewer::Kind::anonymous &&
           (std::ranges::any_of(post.mentions, is_viewer) ||
            std::ranges::any_of(post.to, is_viewer) || std::ranges::any_of(post.cc, is_viewer));
}

std::optional<storage::MembershipRecord> AccessFacts::membership(std::uint64_t group) {
    return viewer_.actor ? found(tables_.memberships.between(txn_, ActorId(group), viewer_.actor))
                         : std::nullopt;
}

bool AccessFacts::from_suspended_host() {
    if (!viewer_.remote() || !viewer_.host) {
        return false;
    }
    auto const host = found(tables_.hosts.load(txn_, viewer_.host));
    if (!host) {
        return false;
    }
    auto const policy = found(tables_.host_policies.match(txn_, host->name));
    return policy && *policy && (*policy)->policy.severity == storage::Severity::suspend;
}

bool AccessFacts::may_act() {
    auto const* const self = actor(viewer_.actor.value());
    return self && !self->suspended && self->deleted_at == 0 && !from_suspended_host();
}

bool AccessFacts::moderates(std::uint64_t group) {
    if (!viewer_.actor || group == 0) {
        return false;
    }
    auto const answer = is_group_moderator(txn_, tables_, ActorId(group), viewer_.actor);
    if (!answer && !failure_) {
        failure_ = answer.error();
    }
    return answer && *answer;
}

bool AccessFacts::has_role(storage::NodeRole at_least) {
    if (viewer_.kind != Viewer::Kind::member) {
        return false;
    }
    auto const credentials = found(tables_.credentials.load(txn_, viewer_.actor));
    return credentials && credentials->state == storage::AccountState::active &&
           credentials->role >= at_least;
}

std::optional<storage::GroupSettingsRecord> AccessFacts::settings(std::uint64_t group) {
    return found(tables_.group_settings.load(txn_, ActorId(group)));
}

}  // namespace folkmoot::node
