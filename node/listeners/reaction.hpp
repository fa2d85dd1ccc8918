// The post that an activity reacts to: shared by Like, Dislike and their Undo.
#pragma once

#include "node/community/reactions.hpp"
#include "node/listeners/incoming.hpp"
#include "node/listeners/listener_services.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace folkmoot::node {

/// The reaction that an activity is, when its post is known here. A vote on a post that is not
/// known is nothing to fetch for.
std::optional<React> reaction_of(
    ListenerServices const& services,
    activitypub::Activity const& activity,
    storage::ActorId actor,
    storage::ActorId via_group
);

/// Adds the reaction that an activity is.
boost::asio::awaitable<Outcome> react(ListenerServices services, Incoming incoming);

}  // namespace folkmoot::node
