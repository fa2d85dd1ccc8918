// What a remote group passes on (FEP-1b12, RULE 3.4 of the federation notes): the group vouches for
// what belongs to it and for its own server's actors; of all others the content is fetched from its
// origin, and votes are taken on its word (F19).
#pragma once

#include "node/listeners/incoming.hpp"
#include "node/listeners/listener_services.hpp"

#include <boost/asio/awaitable.hpp>

namespace folkmoot::node {

/// Applies an activity that a group has announced.
/// @param announce  the Announce; its actor is a group
/// @param inner     the announced activity, nothing of it verified yet
boost::asio::awaitable<Outcome> announced_activity(
    ListenerServices services, Incoming announce, activitypub::Activity inner
);

}  // namespace folkmoot::node
