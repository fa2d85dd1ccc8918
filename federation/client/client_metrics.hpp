// What the outbound door has done, as numbers for the operator's dashboard.
#pragma once

#include "federation/error.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace folkmoot::federation {

/// How a fetch ended.
enum class FetchOutcome : std::uint8_t {
    success,          ///< 2xx
    redirect_status,  ///< 3xx that was not followed
    client_error,     ///< 4xx
    server_error,     ///< 5xx and other statuses
    refused,          ///< the guard refused the URL, the address or a redirect
    dns_failed,
    connect_failed,
    tls_failed,
    timed_out,         ///< any time limit, or the minimum rate
    transport_failed,  ///< reset or closed amid an exchange
    invalid_response,  ///< malformed, too large, bad compression, redirect loop
    not_sent,          ///< queue full, stopping, or the signer failed
};

inline constexpr std::size_t fetch_outcome_count = 12;

/// Label of an outcome, e.g. "timed_out". Lives for ever.
std::string_view to_string(FetchOutcome outcome) noexcept;

/// How a fetch ended that has a response of this status.
FetchOutcome outcome_of_status(unsigned status) noexcept;

/// How a fetch ended that failed with this error before or besides the exchange itself.
FetchOutcome outcome_of_error(ErrorCode code) noexcept;

/// Upper bounds in milliseconds of the duration buckets; one more bucket holds the rest.
inline constexpr std::array<std::uint32_t, 9> duration_bounds_ms = {
    10, 50, 100, 250, 500, 1'000, 2'500, 5'000, 10'000
};

/// Counters since the client was made, and gauges (marked so) of now.
struct ClientMetrics {
    std::array<std::uint64_t, fetch_outcome_count> outcomes{};
    /// Fetches by duration, waiting included; not cumulative.
    std::array<std::uint64_t, duration_bounds_ms.size() + 1> durations{};
    std::uint64_t duration_sum_ms = 0;
    std::uint64_t connections_opened = 0;
    std::uint64_t connections_reused = 0;
    std::uint64_t stale_retries = 0;
    std::uint64_t redirects_followed = 0;
    std::uint64_t in_flight = 0;  ///< gauge
    std::uint64_t waiting = 0;    ///< gauge
    std::uint64_t idle = 0;       ///< gauge

    std::uint64_t count(FetchOutcome outcome) const noexcept {
        return outcomes[static_cast<std::size_t>(outcome)];
    }
};

}  // namespace folkmoot::federation
