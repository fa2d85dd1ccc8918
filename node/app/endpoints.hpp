// Every endpoint of the node: the tables of all families in one list.
#pragma once

#include "node/http/endpoint.hpp"

#include <span>
#include <vector>

namespace folkmoot::node {

/// The tables, for the router and for the documentation page.
std::vector<std::span<Endpoint const>> all_endpoints();

/// /healthz and /metrics.
std::span<Endpoint const> operation_endpoints() noexcept;

}  // namespace folkmoot::node
