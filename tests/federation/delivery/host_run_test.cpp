#include "federation/delivery/host_run.hpp"

#include <gtest/gtest.h>

namespace folkmoot::federation {
namespace {

using storage::Sequence;

PlannedDelivery row(std::uint64_t seq, std::uint64_t object) {
    return {{.seq = Sequence(seq), .channel = {}, .inbox = {}}, object};
}

std::optional<std::uint64_t> pick(HostRun& run) {
    auto const planned = run.next();
    return planned ? std::optional(planned->owed.seq.value()) : std::nullopt;
}

HostRun run_with(std::vector<PlannedDelivery> window) {
    HostRun run{storage::HostDeliveryRecord{}};
    run.refill(std::move(window));
    return run;
}

TEST(HostRun, R22_NeverSendsTwoDeliveriesAboutOneObjectAtATime) {
    auto run = run_with({row(1, 7), row(2, 7), row(3, 8)});
    EXPECT_EQ(pick(run), 1U);
    EXPECT_EQ(pick(run), 3U);
    EXPECT_EQ(pick(run), std::nullopt);
    run.done(Sequence(1));
    EXPECT_EQ(pick(run), 2U);
}

TEST(HostRun, R22_HoldsLaterDeliveriesAboutAnObjectWhoseEarlierOneFailed) {
    auto run = run_with({row(1, 7), row(2, 7)});
    EXPECT_EQ(pick(run), 1U);
    run.failed(Sequence(1));
    EXPECT_EQ(pick(run), 1U);
    EXPECT_EQ(pick(run), std::nullopt);
}

TEST(HostRun, SendsEventsWithoutObjectInAnyOrder) {
    auto run = run_with({row(1, 0), row(2, 0)});
    EXPECT_EQ(pick(run), 1U);
    EXPECT_EQ(pick(run), 2U);
}

TEST(HostRun, Decision18_KeepsWhatIsDoneBeyondTheCursorAsHoles) {
    auto run = run_with({row(10, 1), row(20, 2), row(30, 3)});
    pick(run);
    pick(run);
    pick(run);
    run.done(Sequence(20));
    EXPECT_LT(run.progress().cursor, 10U);
    EXPECT_EQ(run.progress().holes, (std::vector<std::uint64_t>{20}));
    run.done(Sequence(10));
    EXPECT_EQ(run.progress().cursor, 20U);
    EXPECT_TRUE(run.progress().holes.empty());
}

TEST(HostRun, Decision18_StopsBeforeThereAreMoreHolesThanMayBe) {
    std::vector<PlannedDelivery> window;
    for (std::uint64_t seq = 1; seq <= HostRun::window_size; ++seq) {
        window.push_back(row(seq, seq));
    }
    auto run = run_with(std::move(window));
    ASSERT_EQ(pick(run), 1U);
    std::size_t beyond = 0;
    while (auto const seq = pick(run)) {
        run.done(Sequence(*seq));
        ++beyond;
    }
    EXPECT_EQ(beyond, storage::HostTable::max_holes - 1);
    run.done(Sequence(1));
    EXPECT_EQ(run.progress().cursor, beyond + 1);
    EXPECT_TRUE(pick(run).has_value());
}

TEST(HostRun, IsExhaustedWhenEverythingIsDoneOrInFlight) {
    auto run = run_with({row(1, 1), row(2, 2)});
    EXPECT_FALSE(run.exhausted());
    pick(run);
    EXPECT_FALSE(run.exhausted());
    pick(run);
    EXPECT_TRUE(run.exhausted());
    run.failed(Sequence(2));
    EXPECT_FALSE(run.exhausted());
}

}  // namespace
}  // namespace folkmoot::federation
