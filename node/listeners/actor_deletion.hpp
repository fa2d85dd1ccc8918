// The end of a remote actor: its record loses its content at once, its posts afterwards
// (node/community/deleted_actors.hpp).
#pragma once

#include "node/community/origin.hpp"
#include "node/listeners/listener_services.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>

namespace folkmoot::node {

/// Marks a remote actor as deleted: profile, keys and follows go, its handle and id stay taken, a
/// job to erase its posts is noted in the same transaction.
boost::asio::awaitable<Result<void>> delete_remote_actor(
    ListenerServices services, storage::ActorId actor, Origin origin
);

}  // namespace folkmoot::node
