// Ids rise, whatever the clock does.
#include "storage/engine/id_generator.hpp"

#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

namespace folkmoot::storage::tests {
namespace {

using std::chrono::milliseconds;

constexpr Timestamp start{milliseconds(1'700'000'000'000)};

class IdGeneratorTest : public testing::Test {
protected:
    IdGenerator make() {
        return IdGenerator([this] { return now_; });
    }

    Timestamp now_ = start;
    TemporaryDirectory directory_;
};

TEST_F(IdGeneratorTest, HoldsTimeAndCounter) {
    auto ids = make();
    auto const first = ids.next();
    EXPECT_EQ(first, std::uint64_t{1'700'000'000'000} << 16);
    EXPECT_EQ(ids.next(), first + 1);
    now_ += milliseconds(1);
    EXPECT_EQ(ids.next(), first + 65'536);
    EXPECT_EQ(id_time(first), start);
    EXPECT_EQ(first_id_at(Timestamp(milliseconds(-5))), 0U);
}

struct JumpCase {
    char const* name;
    milliseconds jump;
};

class ClockJumps : public IdGeneratorTest, public testing::WithParamInterface<JumpCase> {};

TEST_P(ClockJumps, R10_LeaveIdsRisingAlsoOverARestart) {
    std::uint64_t last = 0;
    for (int run = 0; run < 3; ++run) {
        auto ids = make();
        SampleStore store(directory_.path(), {.before_commit = [&ids](WriteTxn& txn) {
                              return ids.persist(txn);
                          }});
        ASSERT_TRUE(ids.recover(store.read()));
        for (int i = 0; i < 3; ++i) {
            auto const id = store.write([&](WriteTxn& txn) -> Result<std::uint64_t> {
                auto const next = ids.next();
                auto done = store.tables.samples.insert(txn, next, make_sample(1, ""));
                return done ? Result<std::uint64_t>(next) : std::unexpected(done.error());
            });
            ASSERT_TRUE(id);
            EXPECT_GT(*id, last);
            last = *id;
            now_ += GetParam().jump;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Jumps,
    ClockJumps,
    testing::Values(
        JumpCase{"None", milliseconds(0)},
        JumpCase{"BackADay", -std::chrono::hours(24)},
        JumpCase{"BackToTheEpoch", -start.time_since_epoch()},
        JumpCase{"TenYearsOn", std::chrono::hours(24 * 3650)},
        JumpCase{"AMillisecondBack", milliseconds(-1)}
    ),
    [](auto const& parameter) { return std::string(parameter.param.name); }
);

TEST_F(IdGeneratorTest, WritesItsMarkSeldom) {
    auto ids = make();
    std::uint64_t marks = 0;
    SampleStore store(directory_.path(), {.before_commit = [&](WriteTxn& txn) {
                          auto const before = txn.changes();
                          auto done = ids.persist(txn);
                          marks += txn.changes() - before;
                          return done;
                      }});
    for (int i = 0; i < 20; ++i) {
        ids.next();
        ASSERT_TRUE(store.write([i](WriteTxn& txn) {
            return txn.put(DbHandle{0}, std::to_string(i), "v");
        }));
        now_ += milliseconds(100);
    }
    EXPECT_EQ(marks, 2U);
}

TEST_F(IdGeneratorTest, AnAbortedBatchTakesItsMarkWithIt) {
    auto ids = make();
    bool refuse = true;
    SampleStore store(directory_.path(), {.before_commit = [&](WriteTxn& txn) -> Result<void> {
                          auto done = ids.persist(txn);
                          return refuse ? std::unexpected(Error{ErrorCode::invalid, ""}) : done;
                      }});
    auto const put = [](WriteTxn& txn) { return txn.put(DbHandle{0}, "k", "v"); };
    auto const last = ids.next();
    EXPECT_FALSE(store.write(put));
    refuse = false;
    EXPECT_TRUE(store.write(put));
    auto later = IdGenerator([] { return Timestamp{}; });
    ASSERT_TRUE(later.recover(store.read()));
    EXPECT_GT(later.next(), last);
}

TEST_F(IdGeneratorTest, GivesEachIdOnceToManyThreads) {
    auto ids = make();
    std::vector<std::vector<std::uint64_t>> given(4);
    {
        std::vector<std::jthread> threads;
        for (auto& mine : given) {
            threads.emplace_back([&ids, &mine] {
                for (int i = 0; i < 5000; ++i) {
                    mine.push_back(ids.next());
                }
            });
        }
    }
    std::set<std::uint64_t> all;
    for (auto const& mine : given) {
        EXPECT_TRUE(std::ranges::is_sorted(mine));
        all.insert(mine.begin(), mine.end());
    }
    EXPECT_EQ(all.size(), 20'000U);
}

TEST_F(IdGeneratorTest, BackfillTakesAFreeIdOfItsTime) {
    auto const ids = make();
    auto const published = start - std::chrono::hours(48);
    auto const first = first_id_at(published);
    std::set<std::uint64_t> const taken{first, first + 1, first + 65'535};
    auto const probe = [&taken](std::uint64_t id) -> Result<bool> { return taken.contains(id); };
    EXPECT_EQ(ids.backfill_id(published, probe), first + 2);
    EXPECT_EQ(ids.backfill_id(published, probe, 500), first + 500);
    EXPECT_EQ(ids.backfill_id(published, probe, 65'535), first + 2);
}

TEST_F(IdGeneratorTest, BackfillGoesOnToTheNextMillisecondWhenManyIdsAreTaken) {
    auto const ids = make();
    int probes = 0;
    auto const taken = [&probes](std::uint64_t id) -> Result<bool> {
        ++probes;
        return id < first_id_at(start);
    };
    EXPECT_EQ(ids.backfill_id(start - milliseconds(1), taken), first_id_at(start));
    EXPECT_LE(probes, 65);
}

TEST_F(IdGeneratorTest, BackfillKeepsOutOfTheFutureAndAwayFromZero) {
    auto const ids = make();
    auto const free = [](std::uint64_t) -> Result<bool> { return false; };
    EXPECT_EQ(ids.backfill_id(start + std::chrono::hours(1), free), first_id_at(start));
    EXPECT_EQ(ids.backfill_id(Timestamp(milliseconds(-1)), free), 1U);
    auto const broken = [](std::uint64_t) -> Result<bool> {
        return std::unexpected(Error{ErrorCode::corrupt, ""});
    };
    EXPECT_EQ(code_of(ids.backfill_id(start, broken)), ErrorCode::corrupt);
}

}  // namespace
}  // namespace folkmoot::storage::tests
