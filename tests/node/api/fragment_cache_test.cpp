#include "node/api/mastodon/fragment_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::node {
namespace {

Fragment fragment_of(std::size_t bytes) {
    return {std::string(bytes, 'x'), {}, {}};
}

TEST(FragmentCache, FindsOnlyWhatHasTheSameStamp) {
    FragmentCache cache;
    cache.put(7, 1, fragment_of(10));
    EXPECT_NE(cache.find(7, 1), nullptr);
    EXPECT_EQ(cache.find(7, 2), nullptr);
    EXPECT_EQ(cache.find(8, 1), nullptr);
}

TEST(FragmentCache, ReplacesAStaleFragment) {
    FragmentCache cache;
    cache.put(7, 1, fragment_of(10));
    auto const bytes = cache.bytes();
    cache.put(7, 2, fragment_of(10));
    EXPECT_EQ(cache.find(7, 1), nullptr);
    EXPECT_NE(cache.find(7, 2), nullptr);
    EXPECT_EQ(cache.bytes(), bytes);
}

TEST(FragmentCache, StaysWithinItsBudgetAndKeepsWhatIsUsed) {
    constexpr std::size_t budget = 16 * 10'000;
    FragmentCache cache(budget);
    cache.put(0, 1, fragment_of(1'000));
    for (std::uint64_t i = 1; i < 1'000; ++i) {
        ASSERT_NE(cache.find(0, 1), nullptr) << i;
        // Records of the same shard as 0.
        cache.put(i * 16, 1, fragment_of(1'000));
    }
    EXPECT_LE(cache.bytes(), budget);
    EXPECT_EQ(cache.find(16, 1), nullptr);
}

TEST(FragmentCache, GivesBackWhatIsTooLargeToKeep) {
    FragmentCache cache(16 * 100);
    auto const fragment = cache.put(7, 1, fragment_of(1'000));
    EXPECT_EQ(fragment->identity.size(), 1'000U);
    EXPECT_EQ(cache.bytes(), 0U);
}

}  // namespace
}  // namespace folkmoot::node
