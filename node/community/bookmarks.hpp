// Posts that members keep for themselves. Nobody else learns of it.
#pragma once

#include "node/community/services.hpp"

namespace folkmoot::node {

/// Keeps a post; doing it twice changes nothing.
/// @return Error{not_found} when the member may not see the post
boost::asio::awaitable<Result<void>> add_bookmark(
    Services& services, storage::ActorId member, storage::PostId post
);

/// Lets go of a post; no error when it was not kept.
boost::asio::awaitable<Result<void>> remove_bookmark(
    Services& services, storage::ActorId member, storage::PostId post
);

}  // namespace folkmoot::node
