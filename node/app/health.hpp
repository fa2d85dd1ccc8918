// What GET /healthz answers: whether this node can do its work now, in a form for load balancers
// and for people.
#pragma once

#include "node/http/response.hpp"

#include <span>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// One thing that must work, e.g. {"store", true, ""}.
struct HealthCheck {
    std::string_view name;
    bool ok{false};
    std::string note;  ///< why not, safe for strangers
};

/// 200 {"status":"ok"} when all checks are well, else 503 with Retry-After and the failed ones by
/// name. Never cached. While the node stops, pass one failed check: balancers then send nothing
/// more.
Response health_response(std::span<HealthCheck const> checks);

}  // namespace folkmoot::node
