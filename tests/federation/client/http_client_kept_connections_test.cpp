// Which connections the client keeps, for how long, and what it repeats when a kept one has died.
#include "federation/client/http_client.hpp"
#include "tests/federation/client/client_fixture.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

namespace folkmoot::federation {
namespace {

using tests::stub_reply;
using tests::StubReply;
using tests::StubRequest;
using tests::StubServer;
using tests::Then;

class KeptConnections : public ClientTest {};

StubReply hello(StubRequest const&) {
    return stub_reply(200, "hello");
}

TEST_F(KeptConnections, KeepsConnections) {
    StubServer const server(hello);
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(get(server.url("127.0.0.1")));
    }
    EXPECT_EQ(server.connections(), 1);
    auto const metrics = client().metrics();
    EXPECT_EQ(metrics.connections_opened, 1U);
    EXPECT_EQ(metrics.connections_reused, 4U);
    EXPECT_EQ(metrics.idle, 1U);
}

TEST_F(KeptConnections, KeepsConnectionsByHostAndPort) {
    StubServer const server(hello);
    dns.answer("a.test", {"127.0.0.1"});
    dns.answer("b.test", {"127.0.0.1"});
    ASSERT_TRUE(get(server.url("a.test")));
    ASSERT_TRUE(get(server.url("b.test")));
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(KeptConnections, DoesNotKeepWhatThePeerCloses) {
    StubServer const server([](StubRequest const&) {
        auto reply = stub_reply(200, "x", {{"Connection", "close"}});
        reply.then = Then::close;
        return reply;
    });
    ASSERT_TRUE(get(server.url("127.0.0.1")));
    EXPECT_EQ(client().metrics().idle, 0U);
    ASSERT_TRUE(get(server.url("127.0.0.1")));
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(KeptConnections, DoesNotKeepAConnectionWithSurplusBytes) {
    StubServer const server([](StubRequest const&) {
        return StubReply{
            stub_reply(200, "x").bytes + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
        };
    });
    EXPECT_EQ(get(server.url("127.0.0.1"))->body, "x");
    EXPECT_EQ(get(server.url("127.0.0.1"))->body, "x");
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(KeptConnections, KeepsNoMoreThanTheLimit) {
    config.idle_connections = 2;
    StubServer const server(hello);
    for (auto const* name : {"a.test", "b.test", "c.test"}) {
        dns.answer(name, {"127.0.0.1"});
        ASSERT_TRUE(get(server.url(name)));
    }
    EXPECT_EQ(client().metrics().idle, 2U);
    ASSERT_TRUE(get(server.url("c.test")));
    EXPECT_EQ(server.connections(), 3);
    ASSERT_TRUE(get(server.url("a.test")));
    EXPECT_EQ(server.connections(), 4) << "the oldest one had to go";
}

TEST_F(KeptConnections, ClosesIdleConnectionsInTime) {
    config.idle_time = std::chrono::seconds(0);
    StubServer const server(hello);
    ASSERT_TRUE(get(server.url("127.0.0.1")));
    while (client().metrics().idle > 0 && io.run_one() > 0) {
    }
    EXPECT_EQ(client().metrics().idle, 0U);
}

TEST_F(KeptConnections, R30_RepeatsAPostOnAFreshConnectionWhenTheKeptOneDies) {
    std::set<int> used;
    StubServer const server([&used](StubRequest const& request) {
        return used.insert(request.connection).second ? stub_reply(202)
                                                      : StubReply{"", Then::reset};
    });
    ASSERT_TRUE(post(server.url("127.0.0.1"), "first"));
    auto const second = post(server.url("127.0.0.1"), "second");
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_EQ(second->status, 202U);
    auto const seen = server.requests();
    ASSERT_EQ(seen.size(), 3U);
    EXPECT_EQ(seen[1].body, "second");
    EXPECT_EQ(seen[2].body, "second");
    EXPECT_EQ(seen[2].connection, 2);
    EXPECT_EQ(client().metrics().stale_retries, 1U);
}

TEST_F(KeptConnections, R30_RepeatsNothingOnceAResponseHasBegun) {
    std::set<int> used;
    StubServer const server([&used](StubRequest const& request) {
        return used.insert(request.connection).second ? stub_reply(202)
                                                      : StubReply{"HTTP/1.1 202", Then::reset};
    });
    ASSERT_TRUE(post(server.url("127.0.0.1"), "first"));
    ASSERT_FALSE(post(server.url("127.0.0.1"), "second"));
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(KeptConnections, R30_RepeatsNothingOnAFreshConnection) {
    StubServer const server([](StubRequest const&) { return StubReply{"", Then::reset}; });
    auto const response = get(server.url("127.0.0.1"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::unreachable);
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(KeptConnections, SeesBeforeSendingThatAKeptConnectionWasClosed) {
    StubServer const server([](StubRequest const&) {
        auto reply = stub_reply(200, "x");
        reply.then = Then::close;
        return reply;
    });
    ASSERT_TRUE(get(server.url("127.0.0.1")));
    ASSERT_TRUE(get(server.url("127.0.0.1")));
    EXPECT_EQ(server.requests().size(), 2U);
}

}  // namespace
}  // namespace folkmoot::federation
