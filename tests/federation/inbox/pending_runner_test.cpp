#include "federation/inbox/pending_runner.hpp"

#include "tests/federation/inbox/remote_world.hpp"
#include "tests/federation/inbox/spy_listener.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

constexpr char const* carol = "https://good.test/users/carol";

class PendingRunnerTest : public testing::Test {
protected:
    PendingRunnerTest() { world.add_actor(carol); }

    /// An activity that waits.
    void add(std::string const& name) {
        spy.wants_fetch = true;
        Inbox inbox(world.inbox_parts(spy));
        nlohmann::json const like = {
            {"id", "https://good.test/activities/" + name},
            {"type", "Like"},
            {"actor", carol},
            {"object", "https://good.test/notes/1"},
        };
        ASSERT_EQ(world.run(inbox.receive(world.request(carol, like.dump()))).status, 202);
        spy.heard.clear();
        spy.had_budget.clear();
    }

    PendingRunner& runner() {
        if (!runner_) {
            auto parts = world.pending_parts(spy);
            parts.observe = [this](PendingEvent const& event) { events.push_back(event); };
            runner_ = std::make_unique<PendingRunner>(world.io.get_executor(), parts, settings);
        }
        return *runner_;
    }

    std::size_t waiting() {
        auto const txn = world.snapshot();
        auto const far = world.now.time_since_epoch().count() + 1'000'000'000;
        return world.store->pending_activities.due(txn, far, 100)->size();
    }

    tests::RemoteWorld world;
    tests::SpyListener spy;
    PendingSettings settings;
    std::vector<PendingEvent> events;

private:
    std::unique_ptr<PendingRunner> runner_;
};

TEST_F(PendingRunnerTest, RunsWhatWaitsWithABudget) {
    add("1");
    add("2");
    world.run(runner().drain());
    ASSERT_EQ(spy.heard.size(), 2U);
    EXPECT_TRUE(spy.had_budget[0]);
    EXPECT_TRUE(spy.heard[0].pending());
    EXPECT_EQ(spy.heard[0].actor().iri, carol);
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(PendingRunnerTest, TriesAgainLaterAndGivesUp) {
    settings.attempts = 3;
    add("1");
    spy.answer = {Disposition::needs_fetch, 202, "spy.unreachable"};
    for (int i = 0; i < 3; ++i) {
        world.run(runner().drain());
        world.run(runner().drain());  // not due yet
        world.now += std::chrono::hours(1);
    }
    EXPECT_EQ(spy.heard.size(), 3U);
    EXPECT_EQ(waiting(), 0U);
    EXPECT_TRUE(events.back().given_up);
}

TEST_F(PendingRunnerTest, J10_APoisonItemHoldsUpNobody) {
    add("1");
    spy.poison = true;
    world.run(runner().drain());
    EXPECT_EQ(waiting(), 0U);
    EXPECT_EQ(events.back().outcome.reason, "pending.poison");
    spy.poison = false;
    add("2");
    world.run(runner().drain());
    EXPECT_EQ(events.back().outcome.disposition, Disposition::applied);
}

TEST_F(PendingRunnerTest, F21_WhoWasSuspendedMeanwhileIsNotHeard) {
    add("1");
    world.suspend_host("good.test");
    world.run(runner().drain());
    EXPECT_TRUE(spy.heard.empty());
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(PendingRunnerTest, StartedItRunsWhatIsAddedAndStops) {
    runner().start();
    add("1");
    runner().wake();
    world.io.restart();
    while (events.empty() && world.io.run_one() > 0) {
    }
    ASSERT_EQ(events.size(), 1U);
    world.run(runner().stop(std::chrono::seconds(1)));
    EXPECT_EQ(waiting(), 0U);
}

}  // namespace
}  // namespace folkmoot::federation
