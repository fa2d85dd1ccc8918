// From a request to its answer: preflight, route, credentials, rate limit, rights of the endpoint,
// handler, failure as JSON or page, caching rules. The order is the one of threats H22 to H31.
#pragma once

#include "node/app/clock.hpp"
#include "node/app/log.hpp"
#include "node/app/metrics.hpp"
#include "node/http/endpoint.hpp"
#include "node/http/errors.hpp"
#include "node/http/rate_limit.hpp"
#include "node/http/router.hpp"
#include "node/http/service.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace folkmoot::node {

/// Finds who calls, from the bearer token or the session cookie.
/// @return an anonymous caller when there are no credentials; unauthenticated when there are and
/// they are not valid
using Authenticator = std::function<boost::asio::awaitable<Result<Caller>>(App&, Request const&)>;

/// What the dispatcher uses. All references outlive it.
struct DispatcherParts {
    App& app;
    Router const& router;
    Authenticator authenticate;
    RateLimiter& limiter;
    Log const& log;
    Metrics& metrics;
    Clock clock;
    ErrorPage error_page;

    /// The node's origin, "https://folk.example": state-changing requests by cookie must come from
    /// it.
    std::string origin;

    /// Authority of the media origin when it is another than the node's; only /media/ is served
    /// there, and nowhere else (threat rule 3). Empty when media lies on the node's own origin.
    std::string media_host;

    /// Bearer token that opens operator_only endpoints from other addresses than loopback; empty
    /// for none.
    std::string metrics_token;
};

/// The application behind the server.
class Dispatcher : public Service {
public:
    explicit Dispatcher(DispatcherParts parts);

    std::uint64_t body_limit(Request const& head) override;
    boost::asio::awaitable<Response> serve(Request const& request) override;

    /// Largest body where the endpoint names no limit, and of callers that show no credentials
    /// where some are needed.
    static constexpr std::uint64_t default_body_limit = 256 * 1024;

private:
    struct Series {
        std::array<Counter*, 6> by_status{};  // by the first digit
        Histogram* seconds{nullptr};
    };

    struct Outcome {
        Response response;
        std::optional<RateState> rate;
        Caller caller;
    };

    boost::asio::awaitable<Outcome> run(
        Endpoint const& endpoint, Request const& request, RouteParams params
    );
    std::optional<Error> missing_right(
        Endpoint const& endpoint, Request const& request, Caller const& caller
    ) const;
    bool is_operator(Request const& request) const;
    Response draw_failure(Response response, Request const& request, Formats formats) const;
    void record(
        Endpoint const* endpoint,
        Request const& request,
        Response const& response,
        Caller const& caller
    );

    DispatcherParts parts_;
    std::array<Series, static_cast<std::size_t>(Rate::count)> series_;
};

}  // namespace folkmoot::node
