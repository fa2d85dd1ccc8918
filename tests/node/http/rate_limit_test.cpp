#include "node/http/rate_limit.hpp"

#include <boost/asio/ip/address.hpp>
#include <gtest/gtest.h>

namespace folkmoot::node {
namespace {

using namespace std::chrono_literals;

AddressPrefix address(char const* text) {
    return address_prefix(boost::asio::ip::make_address(text));
}

RateTable three_a_minute() {
    RateTable table;
    table.of(Rate::normal) = {{3, 60s}, {5, 60s}, {3, 60s}};
    return table;
}

class RateLimit : public testing::Test {
protected:
    std::optional<RateState> call(Caller const& caller = {}, char const* from = "192.0.2.1") {
        return limiter.count(Rate::normal, caller, address(from), now);
    }

    Time now{std::chrono::hours{1'000'000}};
    RateLimiter limiter{three_a_minute(), system_random(), 10};
};

TEST_F(RateLimit, RefusesAfterTheBucketIsEmpty) {
    EXPECT_EQ(call()->remaining, 2u);
    EXPECT_EQ(call()->remaining, 1u);
    EXPECT_TRUE(call()->allowed);
    auto const refused = call();
    EXPECT_FALSE(refused->allowed);
    EXPECT_EQ(refused->remaining, 0u);
    EXPECT_EQ(refused->reset, now + 20s);
}

TEST_F(RateLimit, RefillsEvenly) {
    for (int i = 0; i < 3; ++i) {
        call();
    }
    now += 19s;
    EXPECT_FALSE(call()->allowed);
    now += 1s;
    EXPECT_TRUE(call()->allowed);
    EXPECT_FALSE(call()->allowed);
}

TEST_F(RateLimit, ClockSetBackGivesNothing) {
    for (int i = 0; i < 3; ++i) {
        call();
    }
    now -= 1h;
    EXPECT_FALSE(call()->allowed);
}

TEST_F(RateLimit, AddressesCountByPrefix) {
    for (int i = 0; i < 3; ++i) {
        call({}, "2001:db8::1");
    }
    EXPECT_FALSE(call({}, "2001:db8::2")->allowed);
    EXPECT_TRUE(call({}, "2001:db8:0:1::1")->allowed);
}

TEST_F(RateLimit, NearestLimitIsReported) {
    Caller first{.member = 1, .token = 10};
    Caller second{.member = 1, .token = 11};
    call(first);
    call(first);
    auto const state = call(second);  // 2 of 3 left of its token, 2 of 5 of the member
    EXPECT_EQ(state->limit, 3u);
    call(second);
    auto const last = call(second);
    EXPECT_TRUE(last->allowed);
    EXPECT_EQ(last->remaining, 0u);
    Caller third{.member = 1, .token = 12};
    auto const refused = call(third);
    EXPECT_FALSE(refused->allowed);
    EXPECT_EQ(refused->limit, 5u);
}

TEST_F(RateLimit, SignedInCallersDoNotUseUpTheirAddress) {
    Caller const caller{.member = 1, .token = 10};
    for (int i = 0; i < 3; ++i) {
        call(caller);
    }
    EXPECT_TRUE(call()->allowed);
}

TEST_F(RateLimit, BucketsAreCapped) {
    for (int i = 0; i < 100; ++i) {
        call({}, ("192.0.2." + std::to_string(i)).c_str());
    }
    EXPECT_EQ(limiter.size(), 10u);
}

TEST_F(RateLimit, ClassesWithoutRuleAreFree) {
    EXPECT_EQ(limiter.count(Rate::none, {}, address("192.0.2.1"), now), std::nullopt);
}

TEST(RateTable, ScalesAllClassesTogether) {
    auto const table = RateTable::defaults(600);
    EXPECT_EQ(table.of(Rate::normal).token.calls, 600u);
    EXPECT_EQ(table.of(Rate::normal).member.calls, 3000u);
    EXPECT_EQ(table.of(Rate::sign_up).address.calls, 10u);
    EXPECT_EQ(table.of(Rate::none).address.calls, 0u);
    EXPECT_EQ(RateTable::defaults(30).of(Rate::sign_up).address.calls, 1u);
}

TEST(RateHeaders, AreThreeAndRetryAfterOnRefusal) {
    Response response{429};
    Time const now{std::chrono::milliseconds{0}};
    add_rate_headers(response, {false, 300, 0, now + 1500ms}, now);
    EXPECT_EQ(response.header("X-RateLimit-Limit"), "300");
    EXPECT_EQ(response.header("X-RateLimit-Remaining"), "0");
    EXPECT_EQ(response.header("X-RateLimit-Reset"), "1970-01-01T00:00:01.500Z");
    EXPECT_EQ(response.header("Retry-After"), "2");
}

}  // namespace
}  // namespace folkmoot::node
