#include "federation/client/host_slots.hpp"

#include "tests/support/awaitable_test.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace folkmoot::federation {
namespace {

using Clock = std::chrono::steady_clock;

class HostSlotsTest : public testing::Test {
protected:
    /// Asks for a slot; when it comes, `name` is written to `order` and the slot is kept in `held`.
    void ask(
        std::string const& name,
        std::string const& host,
        std::size_t limit,
        Clock::duration patience = std::chrono::hours(1)
    ) {
        boost::asio::co_spawn(
            io,
            slots->acquire(host, limit, patience),
            [this, name](std::exception_ptr, Result<HostSlots::Slot> slot) {
                if (slot) {
                    order.push_back(name);
                    held.emplace(name, std::move(*slot));
                } else {
                    refused.push_back(name);
                }
            }
        );
        io.poll();
        io.restart();
    }

    void give_back(std::string const& name) {
        held.erase(name);
        io.poll();
        io.restart();
    }

    boost::asio::io_context io;
    std::shared_ptr<HostSlots> slots = std::make_shared<HostSlots>(3, 10);
    std::vector<std::string> order;
    std::vector<std::string> refused;
    std::map<std::string, HostSlots::Slot> held;
};

using Names = std::vector<std::string>;

TEST_F(HostSlotsTest, S06_BoundsOneHost) {
    ask("a1", "a", 2);
    ask("a2", "a", 2);
    ask("a3", "a", 2);
    EXPECT_EQ(order, (Names{"a1", "a2"}));
    EXPECT_EQ(slots->waiting(), 1U);
    give_back("a1");
    EXPECT_EQ(order, (Names{"a1", "a2", "a3"}));
    EXPECT_EQ(slots->running(), 2U);
}

TEST_F(HostSlotsTest, S06_BoundsAllHosts) {
    for (auto const* host : {"a", "b", "c", "d"}) {
        ask(host, host, 2);
    }
    EXPECT_EQ(order, (Names{"a", "b", "c"}));
    give_back("b");
    EXPECT_EQ(order.back(), "d");
}

TEST_F(HostSlotsTest, S06_WhoKeepsASlotForLongStandsAside) {
    slots = std::make_shared<HostSlots>(2, 10, std::chrono::milliseconds(1));
    for (auto const* host : {"silent1", "silent2", "well"}) {
        ask(host, host, 2);
    }
    while (order.size() < 3 && io.run_one() > 0) {
    }
    EXPECT_EQ(order, (Names{"silent1", "silent2", "well"}));
    give_back("silent1");
    give_back("well");
    EXPECT_EQ(slots->running(), 1U);
}

TEST_F(HostSlotsTest, S06_OnlySoManyStandAside) {
    slots = std::make_shared<HostSlots>(1, 10, std::chrono::milliseconds(0));
    Names const silent{"a", "b", "c", "d", "e"};
    for (auto const& host : silent) {
        ask(host, host, 1);
    }
    ask("f", "f", 1);
    while (order.size() < silent.size() && io.run_one() > 0) {
    }
    io.poll();
    EXPECT_EQ(order, silent);
    EXPECT_EQ(slots->waiting(), 1U);
    give_back("a");
    while (order.size() < 6 && io.run_one() > 0) {
    }
    EXPECT_EQ(order.back(), "f");
}

TEST_F(HostSlotsTest, R23_OneBusyHostDoesNotHoldUpOthers) {
    ask("a1", "a", 1);
    for (auto const* name : {"a2", "a3", "a4"}) {
        ask(name, "a", 1);
    }
    ask("b1", "b", 1);
    EXPECT_EQ(order, (Names{"a1", "b1"}));
}

TEST_F(HostSlotsTest, HostsTakeTurns) {
    slots = std::make_shared<HostSlots>(1, 10);
    for (auto const* name : {"a1", "a2", "a3"}) {
        ask(name, "a", 4);
    }
    for (auto const* name : {"b1", "b2"}) {
        ask(name, "b", 4);
    }
    for (auto const* name : {"a1", "a2", "b1", "a3"}) {
        give_back(name);
    }
    EXPECT_EQ(order, (Names{"a1", "a2", "b1", "a3", "b2"}));
}

TEST_F(HostSlotsTest, ACallerMayAcceptMoreCompany) {
    ask("fetch1", "a", 1);
    ask("delivery", "a", 2);
    EXPECT_EQ(order, (Names{"fetch1", "delivery"}));
}

TEST_F(HostSlotsTest, R30_QueueIsBounded) {
    slots = std::make_shared<HostSlots>(1, 2);
    for (auto const* name : {"1", "2", "3", "4"}) {
        ask(name, "a", 1);
    }
    EXPECT_EQ(refused, (Names{"4"}));
    EXPECT_EQ(slots->waiting(), 2U);
}

TEST_F(HostSlotsTest, R30_PatienceEnds) {
    ask("a1", "a", 1);
    ask("a2", "a", 1, std::chrono::milliseconds(1));
    while (refused.empty() && io.run_one() > 0) {
    }
    EXPECT_EQ(refused, (Names{"a2"}));
    EXPECT_EQ(slots->waiting(), 0U);
}

TEST_F(HostSlotsTest, R44_StopRefusesWaitersAndNewcomers) {
    ask("a1", "a", 1);
    ask("a2", "a", 1);
    slots->stop();
    io.poll();
    io.restart();
    ask("b1", "b", 1);
    EXPECT_EQ(refused, (Names{"a2", "b1"}));
    give_back("a1");
    EXPECT_EQ(slots->running(), 0U);
}

}  // namespace
}  // namespace folkmoot::federation
