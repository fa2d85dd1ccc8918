#include "federation/delivery/host_health.hpp"

#include "federation/delivery/backoff.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace folkmoot::federation {
namespace {

constexpr std::size_t longest_error = 200;  ///< bytes kept of an error's text

}  // namespace

void note_success(storage::HostDeliveryRecord& progress, std::int64_t now) {
    progress.failures = 0;
    progress.failing_since = 0;
    progress.next_try = 0;
    progress.state = storage::HostState::alive;
    progress.last_success = now;
    progress.last_error.clear();
}

void note_failure(
    storage::HostDeliveryRecord& progress,
    SendOutcome const& outcome,
    std::int64_t now,
    std::uint64_t chance
) {
    ++progress.failures;
    progress.last_failure = now;
    progress.last_error = outcome.status != 0 ? "HTTP " + std::to_string(outcome.status)
                                              : outcome.detail.substr(0, longest_error);
    if (progress.failing_since == 0) {
        progress.failing_since = now;
    }
    bool const dead = now - progress.failing_since > dead_after.count();
    progress.state = dead ? storage::HostState::dead : storage::HostState::failing;
    auto const wait =
        dead ? std::chrono::milliseconds(longest_wait) : wait_after(progress.failures, chance);
    progress.next_try = now + std::max(wait, outcome.asked_wait).count();
}

}  // namespace folkmoot::federation
