// The object that an activity names by id only, when its actor is the author.
#pragma once

#include "activitypub/vocabulary/object.hpp"
#include "node/listeners/incoming.hpp"
#include "node/listeners/listener_services.hpp"

#include <boost/asio/awaitable.hpp>

#include <expected>
#include <string>

namespace folkmoot::node {

/// Fetches an object from its origin and checks that the activity's actor wrote it.
/// @param reason  of the rejection when somebody else did
/// @return what to answer instead when it cannot be had
boost::asio::awaitable<std::expected<activitypub::Object, Outcome>> fetch_own_object(
    ListenerServices services, Incoming const& incoming, activitypub::Iri id, std::string reason
);

}  // namespace folkmoot::node
