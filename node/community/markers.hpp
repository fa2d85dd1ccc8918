// How far members have read (Mastodon API: /api/v1/markers).
#pragma once

#include "node/community/services.hpp"

#include <cstdint>

namespace folkmoot::node {

/// Sets how far a member has read a timeline.
/// @return the marker as stored
boost::asio::awaitable<Result<storage::MarkerRecord>> set_marker(
    Services& services,
    storage::ActorId member,
    storage::MarkedTimeline timeline,
    std::uint64_t last_read
);

}  // namespace folkmoot::node
