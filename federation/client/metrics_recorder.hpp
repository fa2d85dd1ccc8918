// The outbound client's counters, written on its strand and read from anywhere.
#pragma once

#include "federation/client/client_metrics.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>

namespace folkmoot::federation {

/// Atomic counters behind ClientMetrics.
class MetricsRecorder {
public:
    using Counter = std::atomic<std::uint64_t>;

    void add(Counter& counter) noexcept { counter.fetch_add(1, std::memory_order_relaxed); }

    /// Counts one finished fetch.
    void record(FetchOutcome outcome, std::chrono::milliseconds took) noexcept {
        add(outcomes_[static_cast<std::size_t>(outcome)]);
        auto const bound = std::ranges::lower_bound(duration_bounds_ms, took.count());
        add(durations_[static_cast<std::size_t>(bound - duration_bounds_ms.begin())]);
        duration_sum_ms_.fetch_add(
            static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed
        );
    }

    ClientMetrics snapshot() const noexcept {
        ClientMetrics metrics;
        std::ranges::transform(outcomes_, metrics.outcomes.begin(), load);
        std::ranges::transform(durations_, metrics.durations.begin(), load);
        metrics.duration_sum_ms = load(duration_sum_ms_);
        metrics.connections_opened = load(connections_opened);
        metrics.connections_reused = load(connections_reused);
        metrics.stale_retries = load(stale_retries);
        metrics.redirects_followed = load(redirects_followed);
        metrics.in_flight = load(in_flight);
        metrics.waiting = load(waiting);
        metrics.idle = load(idle);
        return metrics;
    }

    Counter connections_opened{0};
    Counter connections_reused{0};
    Counter stale_retries{0};
    Counter redirects_followed{0};
    Counter in_flight{0};
    Counter waiting{0};
    Counter idle{0};

private:
    static std::uint64_t load(Counter const& counter) noexcept {
        return counter.load(std::memory_order_relaxed);
    }

    std::array<Counter, fetch_outcome_count> outcomes_{};
    std::array<Counter, duration_bounds_ms.size() + 1> durations_{};
    Counter duration_sum_ms_{0};
};

}  // namespace folkmoot::federation
