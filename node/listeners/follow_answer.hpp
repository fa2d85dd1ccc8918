// Which follow an answer is about: shared by Accept, Reject and the Undo of an Accept.
#pragma once

#include "activitypub/vocabulary/activity.hpp"
#include "node/listeners/incoming.hpp"
#include "node/listeners/listener_services.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <expected>

namespace folkmoot::node {

/// The follow, made here, that the actor was asked for: by the id of our Follow, or by its two
/// actors when the answer embeds it (peers change or drop ids).
/// @return ignored() for a follow that was never asked for, rejected() for one that was asked of
/// somebody else (F22)
std::expected<storage::FollowRecord, Outcome> follow_answered(
    storage::Txn const& txn,
    ListenerServices const& services,
    activitypub::Reference const& request,
    storage::ActorId actor
);

/// Answers the follow that an activity's object names.
boost::asio::awaitable<Outcome> answer_follow_of(
    ListenerServices services, Incoming incoming, activitypub::Reference request, bool accept
);

}  // namespace folkmoot::node
