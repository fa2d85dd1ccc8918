#include "federation/delivery/backoff.hpp"

#include <gtest/gtest.h>

namespace folkmoot::federation {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t middle = 200;  // neither more nor less

TEST(Backoff, R23_DoublesFromTenSecondsToADay) {
    EXPECT_EQ(wait_after(1, middle), std::chrono::seconds(10));
    EXPECT_EQ(wait_after(2, middle), std::chrono::seconds(20));
    EXPECT_EQ(wait_after(7, middle), std::chrono::seconds(640));
    EXPECT_EQ(wait_after(14, middle), std::chrono::seconds(81'920));
    EXPECT_EQ(wait_after(15, middle), std::chrono::hours(24));
    EXPECT_EQ(wait_after(4'000'000'000U, middle), std::chrono::hours(24));
}

TEST(Backoff, R23_SpreadsByAFifth) {
    for (std::uint64_t chance : {0ULL, 1ULL, 400ULL, 401ULL, ~0ULL}) {
        auto const wait = wait_after(1, chance);
        EXPECT_GE(wait, milliseconds(8'000));
        EXPECT_LE(wait, milliseconds(12'000));
    }
    EXPECT_EQ(wait_after(1, 0), milliseconds(8'000));
    EXPECT_EQ(wait_after(1, 400), milliseconds(12'000));
}

}  // namespace
}  // namespace folkmoot::federation
