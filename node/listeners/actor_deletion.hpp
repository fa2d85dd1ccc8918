// The end of a remote actor: its record loses its content at once, its posts page by page.
#pragma once

#include "node/community/origin.hpp"
#include "node/listeners/listener_services.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string_view>

namespace folkmoot::node {

/// Kind of the job that erases what a deleted remote actor wrote; its payload is the actor's id in
/// decimal. Run it with purge_deleted_actor() until that says that nothing is left.
inline constexpr std::string_view purge_actor_job = "purge_actor";

/// Marks a remote actor as deleted: profile, keys and follows go, its handle and id stay taken, a
/// job to erase its posts is noted in the same transaction.
boost::asio::awaitable<Result<void>> delete_remote_actor(
    ListenerServices services, storage::ActorId actor, Origin origin
);

/// Erases up to `limit` posts of a deleted remote actor.
/// @return whether some are left
boost::asio::awaitable<Result<bool>> purge_deleted_actor(
    ListenerServices services, storage::ActorId actor, std::size_t limit
);

}  // namespace folkmoot::node
