#include "federation/delivery/host_health.hpp"

#include "federation/delivery/backoff.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

using storage::HostState;

constexpr std::int64_t now = 1'767'323'100'000;
constexpr std::uint64_t middle = 200;  // no spread

SendOutcome answered(unsigned status) {
    return {.verdict = Verdict::later, .status = status, .detail = {}};
}

TEST(HostHealth, R23_AFailureSetsWhenToTryAgain) {
    storage::HostDeliveryRecord progress;
    note_failure(progress, answered(503), now, middle);
    EXPECT_EQ(progress.state, HostState::failing);
    EXPECT_EQ(progress.failures, 1U);
    EXPECT_EQ(progress.failing_since, now);
    EXPECT_EQ(progress.next_try, now + wait_after(1, middle).count());
    EXPECT_EQ(progress.last_error, "HTTP 503");
}

TEST(HostHealth, R23_FailuresInARowKeepTheirBeginning) {
    storage::HostDeliveryRecord progress;
    note_failure(progress, answered(503), now, middle);
    note_failure(progress, answered(500), now + 60'000, middle);
    EXPECT_EQ(progress.failing_since, now);
    EXPECT_EQ(progress.last_failure, now + 60'000);
    EXPECT_EQ(progress.next_try, now + 60'000 + wait_after(2, middle).count());
}

TEST(HostHealth, AHostThatAsksForALongerWaitGetsIt) {
    storage::HostDeliveryRecord progress;
    auto outcome = answered(429);
    outcome.asked_wait = std::chrono::hours(2);
    note_failure(progress, outcome, now, middle);
    EXPECT_EQ(progress.next_try, now + 2 * 3'600'000);
}

TEST(HostHealth, ASevenDaysSilenceIsADeath) {
    storage::HostDeliveryRecord progress;
    note_failure(progress, answered(503), now, middle);
    note_failure(progress, answered(503), now + dead_after.count(), middle);
    EXPECT_EQ(progress.state, HostState::failing);
    note_failure(progress, answered(503), now + dead_after.count() + 1, middle);
    EXPECT_EQ(progress.state, HostState::dead);
    EXPECT_EQ(
        progress.next_try,
        now + dead_after.count() + 1 + std::chrono::milliseconds(longest_wait).count()
    );
}

TEST(HostHealth, KeepsALittleOfAnErrorsText) {
    storage::HostDeliveryRecord progress;
    note_failure(
        progress, {.verdict = Verdict::later, .detail = std::string(5'000, 'x')}, now, middle
    );
    EXPECT_EQ(progress.last_error, std::string(200, 'x'));
}

TEST(HostHealth, ASuccessForgetsTheFailures) {
    storage::HostDeliveryRecord progress;
    note_failure(progress, answered(503), now, middle);
    note_success(progress, now + 1);
    EXPECT_EQ(progress.state, HostState::alive);
    EXPECT_EQ(progress.failures, 0U);
    EXPECT_EQ(progress.failing_since, 0);
    EXPECT_EQ(progress.next_try, 0);
    EXPECT_EQ(progress.last_success, now + 1);
    EXPECT_EQ(progress.last_error, "");
}

}  // namespace
}  // namespace folkmoot::federation
