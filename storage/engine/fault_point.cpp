#include "storage/engine/fault_point.hpp"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace folkmoot::storage {

namespace {

long crash_at_from_environment() {
    auto const* text = std::getenv("FOLKMOOT_TEST_CRASH_AT");
    return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

}  // namespace

std::atomic<long> detail::fault_points_left{crash_at_from_environment()};

void arm_fault_points(long nth) noexcept {
    detail::fault_points_left.store(nth);
}

void detail::reach_armed_fault_point(char const* name) noexcept {
    if (fault_points_left.fetch_sub(1) == 1) {
        std::fprintf(stderr, "folkmoot: ended at fault point %s\n", name);
        _exit(fault_point_exit_code);
    }
}

}  // namespace folkmoot::storage
