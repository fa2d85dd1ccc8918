#include "federation/resolve/host_breaker.hpp"

#include "federation/resolve/expiring_cache.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace folkmoot::federation {
namespace {

using std::chrono::minutes;

class HostBreakerTest : public testing::Test {
protected:
    void fail(int times) {
        for (int i = 0; i < times; ++i) {
            breaker.failed("a", now);
        }
    }

    HostBreaker breaker;
    HostBreaker::Time now{std::chrono::hours(1'000)};
};

TEST_F(HostBreakerTest, R23_OpensAfterFiveFailures) {
    fail(4);
    EXPECT_TRUE(breaker.allows("a", now));
    fail(1);
    EXPECT_FALSE(breaker.allows("a", now));
    EXPECT_TRUE(breaker.allows("b", now));
}

TEST_F(HostBreakerTest, R23_OldFailuresDoNotCount) {
    fail(4);
    now += minutes(11);
    fail(4);
    EXPECT_TRUE(breaker.allows("a", now));
}

TEST_F(HostBreakerTest, R23_OneProbeEachHalfHour) {
    fail(5);
    now += minutes(29);
    EXPECT_FALSE(breaker.allows("a", now));
    now += minutes(1);
    EXPECT_TRUE(breaker.allows("a", now));
    EXPECT_FALSE(breaker.allows("a", now)) << "one probe, not a flood";
    breaker.failed("a", now);
    now += minutes(29);
    EXPECT_FALSE(breaker.allows("a", now));
}

TEST_F(HostBreakerTest, R23_SuccessCloses) {
    fail(5);
    breaker.succeeded("a");
    EXPECT_TRUE(breaker.allows("a", now));
    fail(4);
    EXPECT_TRUE(breaker.allows("a", now));
}

TEST(ExpiringCache, ForgetsInTimeAndByNumber) {
    ExpiringCache<int> cache(2);
    ExpiringCache<int>::Time const start{};
    cache.put("a", 1, start + minutes(1));
    cache.put("b", 2, start + minutes(5));
    EXPECT_EQ(*cache.find("a", start), 1);
    EXPECT_EQ(cache.find("a", start + minutes(1)), nullptr);
    cache.put("c", 3, start + minutes(5));
    cache.put("d", 4, start + minutes(5));
    EXPECT_EQ(cache.find("b", start), nullptr);
    EXPECT_EQ(*cache.find("d", start), 4);
    EXPECT_EQ(cache.size(), 2U);
}

TEST(ExpiringCache, ReplacingMakesYoung) {
    ExpiringCache<int> cache(2);
    ExpiringCache<int>::Time const later{minutes(1)};
    cache.put("a", 1, later);
    cache.put("b", 2, later);
    cache.put("a", 3, later);
    cache.put("c", 4, later);
    EXPECT_EQ(*cache.find("a", {}), 3);
    EXPECT_EQ(cache.find("b", {}), nullptr);
}

}  // namespace
}  // namespace folkmoot::federation
