// What the contents of received posts weigh, and what their hosts are charged (decision 31). Inside
// this folder only.
#pragma once

#include "node/community/services.hpp"

#include <cstdint>

namespace folkmoot::node {

/// Bytes that a post is charged with.
std::uint32_t size_of_contents(
    storage::PostRecord const& post, storage::PostBodyRecord const& body
);

/// Adds to what the host of a post takes here; negative to take away.
/// @return Error{full} when its quota is used up; nothing is written then
storage::Result<void> charge_host(
    Services& services,
    storage::WriteTxn& txn,
    storage::PostRecord const& post,
    std::int64_t bytes,
    std::int64_t objects
);

}  // namespace folkmoot::node
