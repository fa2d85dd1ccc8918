// Paging by id: bounds, order, and that pages cover every row once.
#include "storage/tables/page.hpp"

#include "tests/storage/tables/temp_store.hpp"

#include <random>
#include <set>

namespace folkmoot::storage::testing_support {
namespace {

struct PageCase {
    char const* name;
    PageRequest request;
    Ids expected;
    bool more;
};

void PrintTo(PageCase const& page, std::ostream* stream) {
    *stream << page.name;
}

/// Bookmarks with the ids 10, 20 .. 90.
class Paging : public StoreTest, public testing::WithParamInterface<PageCase> {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        must_write([&](WriteTxn& txn) -> Result<void> {
            for (std::uint64_t id = 10; id <= 90; id += 10) {
                for (std::uint64_t member : {1UL, 2UL, 3UL}) {
                    BookmarkRecord row;
                    row.id = member == 2 ? id : member * 1000 + id;
                    row.member = member;
                    row.post = id;
                    if (auto done = store->bookmarks.insert(txn, row); !done) {
                        return done;
                    }
                }
            }
            return {};
        });
    }
};

TEST_P(Paging, GivesTheRowsWithinTheBoundsNewestFirst) {
    auto const page = store->bookmarks.of_member(snapshot(), ActorId(2), GetParam().request);
    EXPECT_EQ(ids_of(page), GetParam().expected);
    EXPECT_EQ(page->more, GetParam().more);
}

INSTANTIATE_TEST_SUITE_P(
    Bounds,
    Paging,
    testing::Values(
        PageCase{"newest", {.limit = 3}, {90, 80, 70}, true},
        PageCase{"max_is_exclusive", {.max_id = 70, .limit = 2}, {60, 50}, true},
        PageCase{"max_may_be_absent", {.max_id = 65, .limit = 2}, {60, 50}, true},
        PageCase{"since_starts_at_the_top", {.since_id = 30, .limit = 2}, {90, 80}, true},
        PageCase{"since_is_exclusive", {.since_id = 70, .limit = 9}, {90, 80}, false},
        PageCase{"min_gives_the_next_page", {.min_id = 30, .limit = 2}, {50, 40}, true},
        PageCase{"min_may_be_absent", {.min_id = 35, .limit = 2}, {50, 40}, true},
        PageCase{"min_wins_over_since", {.since_id = 80, .min_id = 30, .limit = 2}, {50, 40}, true},
        PageCase{"min_and_max", {.max_id = 60, .min_id = 30, .limit = 9}, {50, 40}, false},
        PageCase{"max_and_since", {.max_id = 60, .since_id = 30, .limit = 9}, {50, 40}, false},
        PageCase{"last_page", {.max_id = 30, .limit = 5}, {20, 10}, false},
        PageCase{"exactly_full", {.max_id = 30, .limit = 2}, {20, 10}, false},
        PageCase{"beyond_the_end", {.max_id = 10, .limit = 5}, {}, false},
        PageCase{"above_the_top", {.min_id = 90, .limit = 5}, {}, false},
        PageCase{"crossed_bounds", {.max_id = 30, .min_id = 60, .limit = 5}, {}, false},
        PageCase{"no_rows_wanted", {.limit = 0}, {}, true}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

class PagingProperty : public StoreTest, public testing::WithParamInterface<unsigned> {
protected:
    void fill() {
        std::mt19937_64 random(GetParam());
        while (all.size() < 137) {
            all.insert(random() % 100'000 + 1);
        }
        must_write([&](WriteTxn& txn) -> Result<void> {
            for (auto const id : all) {
                BookmarkRecord row;
                row.id = id;
                row.member = 2;
                row.post = id;
                if (auto done = store->bookmarks.insert(txn, row); !done) {
                    return done;
                }
            }
            return {};
        });
    }

    std::set<std::uint64_t> all;
};

TEST_P(PagingProperty, CoversEachRowOnceDownwards) {
    fill();
    Ids walked;
    PageRequest request{.limit = GetParam() % 7 + 1};
    for (bool more = true; more;) {
        auto const page = store->bookmarks.of_member(snapshot(), ActorId(2), request);
        auto const ids = ids_of(page);
        walked.insert(walked.end(), ids.begin(), ids.end());
        more = page->more;
        request.max_id = page->resume;
    }
    EXPECT_EQ(walked, Ids(all.rbegin(), all.rend())) << "seed " << GetParam();
}

TEST_P(PagingProperty, CoversEachRowOnceUpwards) {
    fill();
    Ids walked;
    PageRequest request{.min_id = *all.begin() - 1 == 0 ? 1 : *all.begin() - 1};
    request.limit = GetParam() % 7 + 1;
    for (bool more = true; more;) {
        auto const page = store->bookmarks.of_member(snapshot(), ActorId(2), request);
        auto ids = ids_of(page);
        walked.insert(walked.end(), ids.rbegin(), ids.rend());
        more = page->more;
        request.min_id = page->resume;
    }
    auto const first = all.upper_bound(*all.begin() - 1 == 0 ? 1 : *all.begin() - 1);
    EXPECT_EQ(walked, Ids(first, all.end())) << "seed " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Seeds, PagingProperty, testing::Range(1U, 9U));

TEST(PageRequestTest, CapsTheLimit) {
    EXPECT_EQ(PageRequest{.limit = 1'000'000}.size(), max_page_size);
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
