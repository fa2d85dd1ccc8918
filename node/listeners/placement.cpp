#include "node/listeners/placement.hpp"

#include "node/access/can.hpp"
#include "node/listeners/find.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

Viewer viewer_of(Incoming const& incoming) {
    return Viewer::remote_actor(incoming.actor_id(), incoming.host());
}

void place_reply(
    storage::Txn const& txn,
    ListenerServices const& services,
    Incoming const& incoming,
    activitypub::Iri const& parent,
    Placement& placement
) {
    auto const known = find_post(txn, services, parent);
    if (parent.origin() == services.local) {
        bool const readable =
            known && judge(txn, services.store(), viewer_of(incoming), Action::read, *known)
                             .value_or(Verdict::hide) == Verdict::allow;
        placement.unavailable = !readable;
        if (readable) {
            placement.parent = storage::PostId(known->id);
        }
        return;
    }
    if (known) {
        placement.parent = storage::PostId(known->id);
    } else if (!services.policies.standing(txn, parent.host())
                    .value_or(federation::HostStanding{.refused = true})
                    .refused) {
        placement.missing_parent = parent;
    }
}

/// The group of a topic: one of ours that is addressed; the remote one that vouches; or the remote
/// one that the author's own node names.
storage::ActorId group_of(
    storage::Txn const& txn,
    ListenerServices const& services,
    Incoming const& incoming,
    activitypub::Object const& object,
    Placement& placement
) {
    if (auto const own = addressed_own_group(txn, services, object.audience)) {
        bool const visible = judge(txn, services.store(), viewer_of(incoming), Action::read, *own)
                                 .value_or(Verdict::hide) == Verdict::allow;
        placement.unavailable = placement.unavailable || !visible;
        return storage::ActorId(own->id);
    }
    if (incoming.via_group) {
        return incoming.via_group;
    }
    for (auto const& claimed : object.audience.groups) {
        auto const group = find_actor(txn, services, claimed);
        if (group && group->kind == storage::ActorKind::group &&
            group->host == incoming.actor.host) {
            return storage::ActorId(group->id);
        }
    }
    return {};
}

bool addresses_somebody_here(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Object const& object
) {
    auto const ours = [&](activitypub::Iri const& id) {
        return id.origin() == services.local && find_own_actor(txn, services, id).has_value();
    };
    return std::ranges::any_of(activitypub::addressed(object.audience), ours);
}

}  // namespace

Placement place(
    storage::Txn const& txn,
    ListenerServices const& services,
    Incoming const& incoming,
    activitypub::Object const& object
) {
    Placement placement;
    if (object.in_reply_to) {
        place_reply(txn, services, incoming, *object.in_reply_to, placement);
    }
    if (!placement.parent) {
        placement.group = group_of(txn, services, incoming, object, placement);
    }
    placement.wanted = placement.parent || incoming.via_group ||
                       addresses_somebody_here(txn, services, object) ||
                       is_followed_here(txn, services, incoming.actor_id());
    return placement;
}

}  // namespace folkmoot::node
