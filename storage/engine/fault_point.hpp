// Named points at which a test can end the process (threats.md R01). Always compiled in; costs one
// branch when unarmed.
#pragma once

#include <atomic>

namespace folkmoot::storage {

/// Exit code of a process that ended at a fault point.
inline constexpr int fault_point_exit_code = 86;

/// Arms the fault points: the n-th one reached calls `_exit(86)`, as a crash would. 0 disarms. The
/// environment variable FOLKMOOT_TEST_CRASH_AT does the same at start.
void arm_fault_points(long nth) noexcept;

namespace detail {
extern std::atomic<long> fault_points_left;
void reach_armed_fault_point(char const* name) noexcept;
}  // namespace detail

/// A place where a crash must do no harm.
/// @param name  printed when the process ends here
inline void fault_point(char const* name) noexcept {
    if (detail::fault_points_left.load(std::memory_order_relaxed) > 0) [[unlikely]] {
        detail::reach_armed_fault_point(name);
    }
}

}  // namespace folkmoot::storage
