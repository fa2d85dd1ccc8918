// What operators and their machines ask: is the node well, and what are its numbers.
#include "federation/delivery/delivery.hpp"
#include "node/app/app.hpp"
#include "node/app/endpoints.hpp"
#include "node/app/health.hpp"
#include "node/app/metrics.hpp"
#include "node/http/router.hpp"

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

asio::awaitable<Response> healthz(App& app, RequestContext&) {
    auto const writer = app.store().writer().metrics();
    std::array const checks{
        HealthCheck{"serving", !app.stopping(), "the node is stopping"},
        HealthCheck{"store", app.store().read().has_value(), "the store cannot be read"},
        HealthCheck{
            "writing",
            writer.state == storage::WriterState::running,
            std::string(storage::to_string(writer.state))
        },
    };
    co_return health_response(checks);
}

asio::awaitable<Response> metrics(App& app, RequestContext&) {
    auto response = text_response(app.metrics().exposition());
    response.set("Content-Type", std::string(Metrics::content_type));
    response.set("Cache-Control", "no-store");
    co_return response;
}

constexpr auto table = std::to_array<Endpoint>({
    {.path = "/healthz",
     .run = healthz,
     .rate = Rate::none,
     .summary = "Whether the node can do its work now"},
    {.path = "/metrics",
     .run = metrics,
     .needs = {Access::operator_only, {}},
     .rate = Rate::none,
     .summary = "Numbers in Prometheus' text format",
     .formats = Format::other},
});

static_assert(unique_endpoints(table));

}  // namespace

std::span<Endpoint const> operation_endpoints() noexcept {
    return table;
}

}  // namespace folkmoot::node
