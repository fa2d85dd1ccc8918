#include "federation/peers/host_buckets.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr HostBuckets::Time start{milliseconds(1'795'000'000'000)};

TEST(HostBuckets, GivesTheBurstAndThenTheRate) {
    HostBuckets buckets({.per_minute = 60, .burst = 3});
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(buckets.take("a", start));
    }
    EXPECT_EQ(buckets.take("a", start), seconds(1));
    EXPECT_FALSE(buckets.take("a", start + seconds(1)));
    EXPECT_TRUE(buckets.take("a", start + seconds(1)));
}

TEST(HostBuckets, AreApart) {
    HostBuckets buckets({.per_minute = 1, .burst = 1});
    EXPECT_FALSE(buckets.take("a", start));
    EXPECT_TRUE(buckets.take("a", start));
    EXPECT_FALSE(buckets.take("b", start));
}

TEST(HostBuckets, FillUpToTheBurstOnly) {
    HostBuckets buckets({.per_minute = 60, .burst = 2});
    buckets.take("a", start);
    auto const later = start + std::chrono::hours(5);
    EXPECT_FALSE(buckets.take("a", later));
    EXPECT_FALSE(buckets.take("a", later));
    EXPECT_TRUE(buckets.take("a", later));
}

TEST(HostBuckets, WaitingTakesNothing) {
    HostBuckets buckets({.per_minute = 60, .burst = 1});
    EXPECT_FALSE(buckets.wait("a", start));
    EXPECT_FALSE(buckets.wait("a", start));
    EXPECT_FALSE(buckets.take("a", start));
    EXPECT_EQ(buckets.wait("a", start), seconds(1));
}

TEST(HostBuckets, AClockThatGoesBackGivesNothing) {
    HostBuckets buckets({.per_minute = 60, .burst = 1});
    EXPECT_FALSE(buckets.take("a", start));
    EXPECT_TRUE(buckets.take("a", start - seconds(100)));
}

}  // namespace
}  // namespace folkmoot::federation
