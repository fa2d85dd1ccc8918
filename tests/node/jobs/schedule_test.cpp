#include "node/jobs/schedule.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace folkmoot::node {
namespace {

using namespace std::chrono_literals;

constexpr Schedule::Time start{};

TEST(Schedule, SpreadsFirstRunsOverAMinuteOrThePeriod) {
    Schedule const schedule({1h, 1h, 10s, 1h}, start);
    EXPECT_EQ(schedule.next(), start + 7500ms);
    EXPECT_TRUE(schedule.due(start).empty());
    EXPECT_EQ(schedule.due(start + 1min).size(), 4U);
}

TEST(Schedule, GivesTheLongestDueFirst) {
    Schedule const schedule({1h, 10s}, start);
    EXPECT_EQ(schedule.due(start + 1h), (std::vector<std::size_t>{1, 0}));
}

TEST(Schedule, WaitsAPeriodAfterARun) {
    Schedule schedule({30s}, start);
    schedule.ran(0, start + 100s, false);
    EXPECT_EQ(schedule.next(), start + 130s);
    EXPECT_TRUE(schedule.due(start + 129s).empty());
}

TEST(Schedule, GoesOnSoonWhenThereIsMoreToDo) {
    Schedule schedule({1h}, start);
    schedule.ran(0, start + 100s, true);
    EXPECT_EQ(schedule.next(), start + 101s);
}

TEST(Schedule, R10_ALongSleepCausesOneRunNotMany) {
    Schedule schedule({30s}, start);
    auto const morning = start + 8h;
    EXPECT_EQ(schedule.due(morning).size(), 1U);
    schedule.ran(0, morning, false);
    EXPECT_TRUE(schedule.due(morning).empty());
}

}  // namespace
}  // namespace folkmoot::node
