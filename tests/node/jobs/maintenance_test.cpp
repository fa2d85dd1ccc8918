#include "node/jobs/maintenance.hpp"

#include "tests/support/awaitable_test.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace folkmoot::node {
namespace {

using namespace std::chrono_literals;

class MaintenanceRun : public testing::Test {
protected:
    MaintenanceTask task(std::string_view name, std::chrono::seconds period, TaskRun outcome) {
        return {name, period, [this, name, outcome] { return note(name, outcome); }};
    }

    boost::asio::awaitable<Result<TaskRun>> note(std::string_view name, TaskRun outcome) {
        ran.emplace_back(name);
        co_return outcome;
    }

    static boost::asio::awaitable<Result<TaskRun>> fail() {
        co_return std::unexpected(Error{ErrorCode::unavailable, "no", "disk"});
    }

    static boost::asio::awaitable<Result<TaskRun>> explode() {
        throw std::runtime_error("bang");
        co_return TaskRun{};
    }

    Maintenance make(std::vector<MaintenanceTask> tasks) {
        return Maintenance(
            io.get_executor(),
            std::move(tasks),
            Log([this](LogLevel, std::string_view line) { log.emplace_back(line); },
                [] { return Time{}; }),
            [this] { return now; }
        );
    }

    void run_due(Maintenance& maintenance) { tests::run_awaitable(io, maintenance.run_due()); }

    boost::asio::io_context io;
    SteadyTime now{};
    std::vector<std::string> ran;
    std::vector<std::string> log;
};

TEST_F(MaintenanceRun, RunsWhatIsDueAndOnlyThat) {
    auto maintenance = make({task("often", 10s, {}), task("seldom", 3600s, {})});
    run_due(maintenance);
    EXPECT_TRUE(ran.empty());
    now += 60s;
    run_due(maintenance);
    EXPECT_EQ(ran, (std::vector<std::string>{"often", "seldom"}));
    now += 10s;
    run_due(maintenance);
    EXPECT_EQ(ran.back(), "often");
    EXPECT_EQ(ran.size(), 3U);
}

TEST_F(MaintenanceRun, AFullBatchIsFollowedByAnother) {
    auto maintenance = make({task("sweep", 3600s, {500, true})});
    now += 60s;
    run_due(maintenance);
    EXPECT_EQ(maintenance.next(), now + 1s);
}

TEST_F(MaintenanceRun, SaysWhatWasDoneAndNothingElse) {
    auto maintenance = make({task("idle", 60s, {}), task("busy", 60s, {7, false})});
    now += 60s;
    run_due(maintenance);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_NE(log.front().find("\"task\":\"busy\",\"count\":7"), std::string::npos) << log.front();
}

TEST_F(MaintenanceRun, AFailureStopsNeitherItselfNorOthers) {
    auto maintenance =
        make({{"failing", 30s, fail}, {"exploding", 30s, explode}, task("well", 30s, {})});
    for (int i = 0; i < 2; ++i) {
        now += 60s;
        run_due(maintenance);
    }
    EXPECT_EQ(ran.size(), 2U);
    ASSERT_EQ(log.size(), 4U);
    EXPECT_NE(log[0].find("disk"), std::string::npos);
    EXPECT_NE(log[1].find("bang"), std::string::npos);
}

TEST_F(MaintenanceRun, StopsWhileItWaits) {
    auto maintenance = make({task("seldom", 3600s, {})});
    maintenance.start();
    maintenance.stop();
    io.run();
    EXPECT_TRUE(ran.empty());
}

}  // namespace
}  // namespace folkmoot::node
