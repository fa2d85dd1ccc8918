#include "node/app/health.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace folkmoot::node {

Response health_response(std::span<HealthCheck const> checks) {
    bool const well =
        std::all_of(checks.begin(), checks.end(), [](auto const& check) { return check.ok; });
    nlohmann::json body{{"status", well ? "ok" : "failing"}};
    for (auto const& check : checks) {
        body["checks"][std::string{check.name}] = check.ok ? "ok" : check.note;
    }
    auto response = json_response(body, well ? 200 : 503);
    response.set("Cache-Control", "no-store");
    if (!well) {
        response.set("Retry-After", "5");
    }
    return response;
}

}  // namespace folkmoot::node
