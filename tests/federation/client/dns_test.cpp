#include "federation/client/dns.hpp"

#include "tests/support/awaitable_test.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace folkmoot::federation {
namespace {

TEST(ThreatR, R33_LocalhostIsLoopbackWithoutALookup) {
    boost::asio::io_context io;
    SystemResolver resolver;
    for (auto const* host : {"localhost", "node1.localhost"}) {
        auto const addresses = tests::run_awaitable(io, resolver.resolve(host));
        ASSERT_TRUE(addresses);
        for (auto const& address : *addresses) {
            EXPECT_TRUE(address.is_loopback());
        }
    }
}

TEST(ThreatR, R33_LookupsRunOnThePoolAndComeBack) {
    boost::asio::io_context io;
    SystemResolver resolver;
    // A literal needs no name server; it takes the same way through the pool.
    auto const addresses = tests::run_awaitable(io, resolver.resolve("127.0.0.1"));
    ASSERT_TRUE(addresses) << addresses.error().detail;
    ASSERT_EQ(addresses->size(), 1U);
    EXPECT_EQ(addresses->front().to_string(), "127.0.0.1");
}

TEST(ThreatR, R33_TimeOutEndsTheWait) {
    boost::asio::io_context io;
    // A pool without threads answers as late as a dead name server.
    SystemResolver resolver({.threads = 0, .timeout = std::chrono::milliseconds(1)});
    auto const addresses = tests::run_awaitable(io, resolver.resolve("127.0.0.1"));
    ASSERT_FALSE(addresses);
    EXPECT_EQ(addresses.error().code, ErrorCode::unreachable);
    EXPECT_TRUE(addresses.error().detail.contains("time-out"));
}

TEST(ThreatR, R33_PendingLookupsAreBounded) {
    boost::asio::io_context io;
    SystemResolver resolver({.pending = 0});
    auto const addresses = tests::run_awaitable(io, resolver.resolve("127.0.0.1"));
    ASSERT_FALSE(addresses);
    EXPECT_EQ(addresses.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace folkmoot::federation
