// One activity on its way to its meaning: delivered by its actor, or vouched for by a remote group
// that announced it. And the answers that a listener gives.
#pragma once

#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/ownership.hpp"
#include "federation/inbox/listener.hpp"
#include "federation/inbox/verified_activity.hpp"
#include "federation/resolve/fetch_budget.hpp"
#include "node/community/origin.hpp"
#include "node/error.hpp"
#include "storage/store.hpp"

#include <memory>
#include <string>

namespace folkmoot::node {

/// An activity whose actor is certain.
struct Incoming {
    storage::ActorRecord actor;  ///< who acts
    activitypub::Activity activity;
    activitypub::Authority authority{};
    Origin origin;               ///< seen id, waiting row, bytes: what the change carries along
    storage::ActorId via_group;  ///< the remote group that vouches for it; none: its actor sent it
    std::string announce_iri;    ///< id of that group's Announce
    federation::FetchBudget* budget = nullptr;  ///< null: nothing may be fetched now
    std::int64_t received = 0;                  ///< milliseconds since 1970

    storage::ActorId actor_id() const noexcept { return storage::ActorId(actor.id); }

    storage::HostId host() const noexcept { return storage::HostId(actor.host); }

    /// The id of the first object; nullptr when it has none.
    activitypub::Iri const* object_id() const noexcept;
};

/// An activity as its actor delivered it.
Incoming incoming_of(federation::VerifiedActivity const& verified, federation::FetchBudget* budget);

/// What is left of the seen id for an activity whose effects are several: only the last change
/// carries it, so that a repetition after a failure does the rest.
Origin without_seen(Origin const& origin);

using federation::Outcome;

/// Its effects are durable.
Outcome applied(std::string reason);

/// Nothing to do; 202.
Outcome ignored(std::string reason);

/// The one answer for what is unknown and for what the actor may not see (threat P04).
Outcome target_unavailable();

/// The actor may not do that; 403.
Outcome rejected(std::string reason);

/// The activity makes no sense; 422.
Outcome unprocessable(std::string reason);

/// Something must be fetched first; with a budget: could not be fetched now.
Outcome needs_fetch(std::string reason);

/// What a failed change means to the sender. What had taken effect before counts as applied; what
/// the actor may not see as unknown.
Outcome from_error(Error const& error);

/// applied() for a result, else from_error().
template <class T>
Outcome outcome_of(Result<T> const& result, std::string reason) {
    return result ? applied(std::move(reason)) : from_error(result.error());
}

}  // namespace folkmoot::node
