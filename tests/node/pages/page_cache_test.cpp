// The cache of visitors' pages by itself: budget, age and what makes a page stale.
#include "node/pages/page_cache.hpp"

#include "tests/storage/tables/temp_store.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::node {
namespace {

using storage::ChangeKind;

class PageCacheTest : public storage::testing_support::StoreTest {
protected:
    static CachedPage page(std::size_t bytes) {
        return {std::make_shared<std::string const>(bytes, 'x'), nullptr, "W/\"1\"", {}};
    }

    static Time at(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

    void change(ChangeKind kind) {
        must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
            storage::ChangeRecord record;
            record.kind = kind;
            record.at = now;
            auto const appended = store->change_log.append(txn, record);
            return appended ? storage::Result<void>{} : std::unexpected(appended.error());
        });
    }

    std::uint64_t generation(PageCache& cache) {
        auto const txn = snapshot();
        return cache.generation(txn).value();
    }
};

TEST_F(PageCacheTest, GivesAPageBackWhileNothingChanges) {
    PageCache cache(*store);
    auto const before = generation(cache);
    cache.put("a", page(100), before, at(0));
    EXPECT_TRUE(cache.find("a", generation(cache), at(30)));
    EXPECT_FALSE(cache.find("b", generation(cache), at(30)));
    change(ChangeKind::post_created);
    EXPECT_FALSE(cache.find("a", generation(cache), at(30)));
    EXPECT_EQ(cache.bytes(), 0U);
}

TEST_F(PageCacheTest, IgnoresWhatNoPageShows) {
    PageCache cache(*store);
    change(ChangeKind::post_created);
    auto const before = generation(cache);
    cache.put("a", page(100), before, at(0));
    change(ChangeKind::notification_created);
    change(ChangeKind::outgoing_appended);
    EXPECT_TRUE(cache.find("a", generation(cache), at(1)));
    change(ChangeKind::actor_changed);
    EXPECT_FALSE(cache.find("a", generation(cache), at(1)));
}

TEST_F(PageCacheTest, ForgetsPagesThatAreTooOld) {
    PageCache cache(*store);
    cache.put("a", page(100), generation(cache), at(0));
    EXPECT_FALSE(cache.find("a", generation(cache), at(31)));
}

TEST_F(PageCacheTest, StaysWithinItsBudget) {
    PageCache cache(*store, 10'000);
    auto const now_generation = generation(cache);
    for (int i = 0; i < 50; ++i) {
        cache.put("page" + std::to_string(i), page(1'000), now_generation, at(0));
        EXPECT_TRUE(cache.find("page0", now_generation, at(0)) || i > 0);
        EXPECT_LE(cache.bytes(), 10'000U);
    }
    EXPECT_TRUE(cache.find("page49", now_generation, at(0)));
    EXPECT_FALSE(cache.find("page1", now_generation, at(0)));
    cache.put("large", page(2'000), now_generation, at(0));
    EXPECT_FALSE(cache.find("large", now_generation, at(0)));
}

TEST_F(PageCacheTest, ManyChangesAtOnceCountAsOneThatMatters) {
    PageCache cache(*store);
    change(ChangeKind::post_created);
    cache.put("a", page(100), generation(cache), at(0));
    for (int i = 0; i < 300; ++i) {
        change(ChangeKind::notification_created);
    }
    EXPECT_FALSE(cache.find("a", generation(cache), at(0)));
}

}  // namespace
}  // namespace folkmoot::node
