#include "federation/resolve/fetch_budget.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace folkmoot::federation {
namespace {

TEST(ThreatD, D01_CopiesSpendFromOnePurse) {
    FetchBudget budget(3);
    FetchBudget copy = budget;
    EXPECT_TRUE(budget.take_fetch());
    EXPECT_TRUE(copy.take_fetch());
    EXPECT_TRUE(budget.take_fetch());
    auto const refused = copy.take_fetch();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::budget_exhausted);
    EXPECT_EQ(budget.fetches_left(), 0);
}

TEST(ThreatD, D01_DefaultsAreTheDecidedLimits) {
    FetchBudget budget;
    int fetches = 0;
    while (budget.take_fetch()) {
        ++fetches;
    }
    int ancestors = 0;
    while (budget.take_ancestor()) {
        ++ancestors;
    }
    EXPECT_EQ(fetches, 20);
    EXPECT_EQ(ancestors, 40);
}

TEST(ThreatD, D01_DepthIsGivenBack) {
    FetchBudget budget(20, 40, 2);
    {
        auto const first = budget.descend();
        auto const second = budget.descend();
        ASSERT_TRUE(first);
        ASSERT_TRUE(second);
        EXPECT_FALSE(budget.descend());
    }
    EXPECT_TRUE(budget.descend());
}

}  // namespace
}  // namespace folkmoot::federation
