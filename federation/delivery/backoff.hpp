// When a host that could not be reached is tried again, and when it counts as dead (reference:
// federation, section 6.2). Pure functions of numbers: no clock, no state.
#pragma once

#include <chrono>
#include <cstdint>

namespace folkmoot::federation {

/// First wait after a failure; doubled with each further one.
inline constexpr std::chrono::seconds first_wait{10};

/// Longest wait between two tries of a failing host, and between probes of a dead one.
inline constexpr std::chrono::seconds longest_wait = std::chrono::hours(24);

/// Without success for so long, a host is dead: its cursor stays, nothing but a daily probe is
/// sent.
inline constexpr std::chrono::milliseconds dead_after = std::chrono::days(7);

/// A host that comes back from the dead is told what happened in this time before.
inline constexpr std::chrono::milliseconds replayed_after_death = std::chrono::days(3);

/// How long to wait after the n-th failure in a row: min(24 h, 10 s * 2^(n-1)), 20 % more or less.
/// @param failures  1 or more
/// @param chance    uniformly random; spreads hosts that failed together
std::chrono::milliseconds wait_after(std::uint32_t failures, std::uint64_t chance) noexcept;

}  // namespace folkmoot::federation
