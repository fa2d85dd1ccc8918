// Logs of entries and their merge.
#include "storage/tables/merge.hpp"
#include "tests/storage/tables/temp_store.hpp"

#include <map>
#include <random>

namespace folkmoot::storage::testing_support {
namespace {

class Entries : public StoreTest {
protected:
    static LogEntryRecord entry(std::uint64_t id, std::uint64_t actor, std::uint64_t object) {
        LogEntryRecord entry;
        entry.id = id;
        entry.kind = id == object ? EntryKind::post : EntryKind::boost;
        entry.actor = actor;
        entry.object = object;
        entry.logs = {LogRefRecord{}};
        entry.logs.front().kind = LogKind::local;
        return entry;
    }

    Result<void> append(LogEntryRecord const& row) {
        return write([&](WriteTxn& txn) { return store->entries.append(txn, row); });
    }

    /// A post with its entry.
    void publish(std::uint64_t id, std::uint64_t actor) {
        must_write([&](WriteTxn& txn) -> Result<void> {
            auto const stored = store->posts.insert(txn, post_of(id, actor), {});
            return stored ? store->entries.append(txn, entry(id, actor, id))
                          : std::unexpected(stored.error());
        });
    }

    void open_log(std::uint64_t actor) {
        must_write([&](WriteTxn& txn) {
            return store->entries.open_author_log(txn, ActorId(actor));
        });
    }

    Ids log(Log const& name, PageRequest const& request = {}) {
        return row_ids(store->entries.range(snapshot(), name, request));
    }

    static Ids row_ids(Result<Page<EntryRow>> const& page) {
        Ids ids;
        for (auto const& row : page->items) {
            ids.push_back(row.id.value());
        }
        return ids;
    }
};

TEST_F(Entries, Decision22_RowsCarryWhatMergingNeeds) {
    auto row = entry(9, 5, 7);
    row.group = 50;
    row.visibility = Visibility::unlisted;
    ASSERT_TRUE(append(row));
    auto const page = store->entries.range(snapshot(), Log::local(), {});
    ASSERT_EQ(page->items.size(), 1U);
    EXPECT_EQ(
        page->items.front(),
        (EntryRow{
            EntryId(9), EntryKind::boost, ActorId(5), PostId(7), ActorId(50), Visibility::unlisted
        })
    );
}

TEST_F(Entries, Decision22_ABoostHasAnIdOfItsOwnAndAPostsEntryThePosts) {
    auto wrong = entry(9, 5, 9);
    wrong.kind = EntryKind::boost;
    EXPECT_EQ(code_of(append(wrong)), ErrorCode::invalid);
    ASSERT_TRUE(append(entry(9, 5, 9)));
    ASSERT_TRUE(append(entry(10, 6, 9)));
    EXPECT_EQ(store->entries.boost_of(snapshot(), ActorId(6), PostId(9)).value(), EntryId(10));
    EXPECT_EQ(store->post_counters.load(snapshot(), PostId(9))->boosts, 1U);
}

TEST_F(Entries, AnActorBoostsAPostOnce) {
    ASSERT_TRUE(append(entry(10, 6, 9)));
    EXPECT_EQ(code_of(append(entry(11, 6, 9))), ErrorCode::already_exists);
}

TEST_F(Entries, Decision22_AuthorLogsAreKeptForFollowedActorsOnly) {
    publish(1, 5);
    EXPECT_TRUE(log(Log::author(ActorId(5))).empty());
    open_log(5);
    ASSERT_TRUE(append(entry(2, 5, 2)));
    ASSERT_TRUE(append(entry(3, 6, 3)));
    EXPECT_EQ(log(Log::author(ActorId(5))), (Ids{2, 1}));
    EXPECT_TRUE(log(Log::author(ActorId(6))).empty());
    must_write([&](WriteTxn& txn) { return store->entries.close_author_log(txn, ActorId(5)); });
    EXPECT_TRUE(log(Log::author(ActorId(5))).empty());
    expect_clean();
}

TEST_F(Entries, AnOpenedLogHasEarlierBoostsToo) {
    publish(1, 5);
    publish(3, 6);
    ASSERT_TRUE(append(entry(4, 5, 3)));
    open_log(5);
    EXPECT_EQ(log(Log::author(ActorId(5))), (Ids{4, 1}));
}

TEST_F(Entries, AnOpenedLogBeginsWhereTheHistoryWasCutOff) {
    auto const count = EntryTable::opening_depth + 10;
    must_write([&](WriteTxn& txn) -> Result<void> {
        for (std::uint64_t id = 1; id <= count; ++id) {
            auto const stored = store->posts.insert(txn, post_of(id, 5), {});
            auto const done = stored ? store->entries.append(txn, entry(id, 5, id))
                                     : std::unexpected(stored.error());
            if (!done) {
                return done;
            }
        }
        return store->entries.open_author_log(txn, ActorId(5));
    });
    EXPECT_EQ(log(Log::author(ActorId(5)), {.min_id = 1, .limit = 1}), (Ids{11}));
    expect_clean();
    ASSERT_TRUE(store->rebuild());
    EXPECT_EQ(log(Log::author(ActorId(5)), {.min_id = 1, .limit = 1}), (Ids{11}));
}

TEST_F(Entries, DeletingAPostTakesItsBoostsAlong) {
    ASSERT_TRUE(append(entry(1, 5, 1)));
    ASSERT_TRUE(append(entry(2, 6, 1)));
    ASSERT_TRUE(append(entry(3, 7, 1)));
    auto const erased =
        write([&](WriteTxn& txn) { return store->entries.erase_of_object(txn, PostId(1)); });
    EXPECT_EQ(erased->size(), 3U);
    EXPECT_TRUE(log(Log::local()).empty());
    EXPECT_EQ(store->post_counters.load(snapshot(), PostId(1))->boosts, 0U);
    expect_clean();
}

TEST_F(Entries, TheNewestIdOfALogIsCheap) {
    EXPECT_FALSE(store->entries.newest(snapshot(), Log::local()).value());
    ASSERT_TRUE(append(entry(1, 5, 1)));
    ASSERT_TRUE(append(entry(2, 5, 2)));
    EXPECT_EQ(store->entries.newest(snapshot(), Log::local()).value(), EntryId(2));
    EXPECT_EQ(store->newest_entries.bound(Log::local()), EntryId(2));
}

TEST_F(Entries, RemoteAnnouncesAreFoundByIri) {
    auto row = entry(2, 5, 1);
    row.iri = "https://a.example/announce/1";
    ASSERT_TRUE(append(row));
    EXPECT_EQ(store->entries.by_iri(snapshot(), row.iri)->id, 2U);
    EXPECT_FALSE(store->entries.by_iri(snapshot(), "https://a.example/announce"));
}

/// Twelve actors with logs, and what a merge must give.
class Merging : public Entries, public testing::WithParamInterface<unsigned> {
protected:
    static constexpr std::uint64_t actors = 12;

    void SetUp() override {
        Entries::SetUp();
        for (std::uint64_t actor = 1; actor <= actors; ++actor) {
            open_log(actor);
            logs.push_back(Log::author(ActorId(actor)));
        }
        must_write([&](WriteTxn& txn) -> Result<void> {
            std::mt19937_64 random(GetParam());
            for (std::uint64_t id = 1; id <= 200; ++id) {
                auto const actor = random() % (actors - 1) + 1;  // the last one is silent
                if (auto done = store->entries.append(txn, entry(id, actor, id)); !done) {
                    return done;
                }
                author[id] = actor;
            }
            return {};
        });
    }

    Result<Page<EntryRow>> merge(
        PageRequest const& request, std::function<Result<bool>(EntryRow const&)> const& keep
    ) {
        return merge_logs(snapshot(), store->entries, store->newest_entries, logs, request, keep);
    }

    std::vector<Log> logs;
    std::map<std::uint64_t, std::uint64_t> author;
};

auto const everything = [](EntryRow const&) -> Result<bool> { return true; };

TEST_P(Merging, ReadsSeveralLogsAsOneDownwards) {
    Ids walked;
    PageRequest request{.limit = GetParam() + 3};
    for (bool more = true; more;) {
        auto const page = merge(request, everything);
        auto const ids = row_ids(page);
        walked.insert(walked.end(), ids.begin(), ids.end());
        more = page->more;
        request.max_id = page->resume;
    }
    Ids expected;
    for (std::uint64_t id = 200; id >= 1; --id) {
        expected.push_back(id);
    }
    EXPECT_EQ(walked, expected);
}

TEST_P(Merging, ReadsThePageAboveABound) {
    auto const page = merge({.min_id = 100, .limit = 5}, everything);
    EXPECT_EQ(row_ids(page), (Ids{105, 104, 103, 102, 101}));
}

TEST_P(Merging, ReadsNothingOlderThanABound) {
    EXPECT_EQ(row_ids(merge({.since_id = 197, .limit = 20}, everything)), (Ids{200, 199, 198}));
}

TEST_P(Merging, FiltersWhileMerging) {
    auto const page = merge({.limit = 10}, [](EntryRow const& row) -> Result<bool> {
        return row.actor == ActorId(3);
    });
    for (auto const& row : page->items) {
        EXPECT_EQ(author[row.id.value()], 3U);
    }
    EXPECT_FALSE(page->items.empty());
}

TEST_P(Merging, AnEntryOfTwoLogsCountsOnce) {
    logs.push_back(Log::local());
    EXPECT_EQ(row_ids(merge({.limit = 3}, everything)), (Ids{200, 199, 198}));
}

TEST_P(Merging, SeesWhatWasAppendedAfterABoundWasRead) {
    ASSERT_TRUE(merge({}, everything));
    ASSERT_TRUE(append(entry(500, actors, 500)));
    EXPECT_EQ(row_ids(merge({.limit = 1}, everything)), (Ids{500}));
}

INSTANTIATE_TEST_SUITE_P(Seeds, Merging, testing::Range(1U, 4U));

TEST_F(Entries, Decision22_AMergeLooksAtNoMoreThan800AndSaysWhereToGoOn) {
    must_write([&](WriteTxn& txn) -> Result<void> {
        for (std::uint64_t id = 1; id <= 1000; ++id) {
            if (auto done = store->entries.append(txn, entry(id, 5, id)); !done) {
                return done;
            }
        }
        return {};
    });
    std::vector<Log> const logs{Log::local()};
    auto const nothing = [](EntryRow const&) -> Result<bool> { return false; };
    auto const page =
        merge_logs(snapshot(), store->entries, store->newest_entries, logs, {.limit = 20}, nothing);
    EXPECT_TRUE(page->items.empty());
    EXPECT_TRUE(page->more);
    EXPECT_EQ(page->resume, 201U);
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
