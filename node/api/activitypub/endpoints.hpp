// The doors of other servers: discovery, documents, inboxes (reference: federation, sections 1, 2
// and 3.8). One table a file.
#pragma once

#include "node/http/endpoint.hpp"

#include <span>

namespace folkmoot::node {

/// WebFinger, host-meta, NodeInfo.
std::span<Endpoint const> discovery_endpoints() noexcept;

/// Actors and the collections that hang on them.
std::span<Endpoint const> actor_endpoints() noexcept;

/// Objects, their collections, and activities.
std::span<Endpoint const> object_endpoints() noexcept;

/// POSTs to inboxes.
std::span<Endpoint const> inbox_endpoints() noexcept;

}  // namespace folkmoot::node
