#include "federation/delivery/backoff.hpp"

#include <algorithm>

namespace folkmoot::federation {

std::chrono::milliseconds wait_after(std::uint32_t failures, std::uint64_t chance) noexcept {
    // 2^14 times ten seconds is already beyond a day.
    auto const doublings = std::min<std::uint32_t>(failures == 0 ? 0 : failures - 1, 14);
    std::chrono::milliseconds const plain =
        std::min<std::chrono::seconds>(first_wait * (std::int64_t{1} << doublings), longest_wait);
    auto const permille = 800 + static_cast<std::int64_t>(chance % 401);
    return plain * permille / 1000;
}

}  // namespace folkmoot::federation
