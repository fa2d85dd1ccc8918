// The node's name, before anybody else knows it: ids on the wire begin with it and hold for ever
// (decision 20).
#pragma once

#include "node/community/services.hpp"

#include <boost/asio/awaitable.hpp>

namespace folkmoot::node {

/// Makes the store that of `services.site`'s domain: identity and instance actor.
/// @return Error{conflict} when the node has federated or knows other servers already, {not_found}
/// for a store that holds no node
boost::asio::awaitable<Result<void>> change_domain(Services& services);

}  // namespace folkmoot::node
