// Snapshots, write transactions and cursors over real LMDB.
#include "storage/engine/transaction.hpp"

#include "storage/engine/cursor.hpp"
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace folkmoot::storage::tests {
namespace {

class Transactions : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(store_.failure(), ""); }

    Result<void> put(std::vector<std::string> const& keys) {
        return store_.write([this, keys](WriteTxn& txn) -> Result<void> {
            for (auto const& key : keys) {
                if (auto done = txn.put(database_, key, "value of " + key); !done) {
                    return done;
                }
            }
            return {};
        });
    }

    std::vector<std::string> walk(KeyRange const& range, Direction direction) {
        auto const txn = store_.read();
        std::vector<std::string> keys;
        auto const done =
            for_each(txn, database_, range, direction, [&](std::string_view key, std::string_view) {
                keys.emplace_back(key);
                return true;
            });
        EXPECT_TRUE(done);
        return keys;
    }

    TemporaryDirectory directory_;
    SampleStore store_{directory_.path()};
    DbHandle database_{0};
};

TEST_F(Transactions, ASnapshotSeesNothingThatCameAfterIt) {
    ASSERT_TRUE(put({"a"}));
    auto const before = store_.read();
    ASSERT_TRUE(put({"b"}));
    EXPECT_TRUE(before.exists(database_, "a").value());
    EXPECT_FALSE(before.exists(database_, "b").value());
    EXPECT_TRUE(store_.read().exists(database_, "b").value());
}

TEST_F(Transactions, AMovedSnapshotGoesOnAndTheOldOneIsEmpty) {
    ASSERT_TRUE(put({"a"}));
    auto first = store_.read();
    auto second = store_.read();
    second = std::move(first);
    EXPECT_EQ(second.view(database_, "a").value(), "value of a");
    EXPECT_EQ(store_.environment().stats()->active_readers, 1U);
}

TEST_F(Transactions, AWriteTransactionSeesItsOwnChanges) {
    auto const seen = store_.write([this](WriteTxn& txn) -> Result<std::string> {
        if (auto done = txn.put(database_, "a", "1"); !done) {
            return std::unexpected(done.error());
        }
        EXPECT_EQ(txn.changes(), 1U);
        EXPECT_EQ(txn.written_bytes(), 2U);
        return std::string(txn.view(database_, "a").value().value());
    });
    EXPECT_EQ(seen, "1");
}

TEST_F(Transactions, RefuseKeysOfWrongLength) {
    auto const txn = store_.read();
    EXPECT_EQ(code_of(txn.view(database_, "")), ErrorCode::invalid);
    EXPECT_EQ(code_of(txn.view(database_, std::string(512, 'k'))), ErrorCode::invalid);
    EXPECT_EQ(code_of(put({std::string(512, 'k')})), ErrorCode::invalid);
    EXPECT_TRUE(put({std::string(511, 'k')}));
}

TEST_F(Transactions, EraseTellsWhetherThereWasAnything) {
    ASSERT_TRUE(put({"a"}));
    auto const erase = [this](WriteTxn& txn) { return txn.erase(database_, "a"); };
    EXPECT_EQ(store_.write(erase), true);
    EXPECT_EQ(store_.write(erase), false);
}

TEST_F(Transactions, AppendTakesSmallerAndRepeatedKeysToo) {
    ASSERT_TRUE(store_.write([this](WriteTxn& txn) -> Result<void> {
        for (auto const* key : {"b", "c", "a", "c"}) {
            if (auto done = txn.append(database_, key, key); !done) {
                return done;
            }
        }
        return {};
    }));
    EXPECT_EQ(walk({}, Direction::forward), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(Transactions, ClearEmptiesOneDatabaseOnly) {
    ASSERT_TRUE(put({"a", "b"}));
    ASSERT_TRUE(store_.write([](WriteTxn& txn) { return txn.put(DbHandle{1}, "x", "y"); }));
    ASSERT_TRUE(store_.write([this](WriteTxn& txn) { return txn.clear(database_); }));
    auto const txn = store_.read();
    EXPECT_EQ(txn.entries(database_), 0U);
    EXPECT_EQ(txn.entries(DbHandle{1}), 1U);
}

TEST_F(Transactions, StoppingAWalkEndsIt) {
    ASSERT_TRUE(put({"a", "b", "c"}));
    auto const txn = store_.read();
    int visits = 0;
    EXPECT_TRUE(for_each(txn, database_, {}, Direction::forward, [&](auto, auto) {
        return ++visits < 2;
    }));
    EXPECT_EQ(visits, 2);
    EXPECT_EQ(
        code_of(for_each(
            txn,
            database_,
            {},
            Direction::forward,
            [](auto, auto) -> Result<bool> {
                return std::unexpected(Error{ErrorCode::invalid, ""});
            }
        )),
        ErrorCode::invalid
    );
}

TEST_F(Transactions, ACursorStaysAtItsEnd) {
    ASSERT_TRUE(put({"a"}));
    auto const txn = store_.read();
    Cursor cursor(txn, database_, {});
    EXPECT_TRUE(cursor.next().value());
    EXPECT_EQ(cursor.value_view(), "value of a");
    EXPECT_FALSE(cursor.next().value());
    EXPECT_FALSE(cursor.next().value());
}

struct WalkCase {
    char const* name;
    KeyRange range;
    std::vector<std::string> forward;
};

class Walks : public Transactions, public testing::WithParamInterface<WalkCase> {};

TEST_P(Walks, GiveTheRangeInBothDirections) {
    ASSERT_TRUE(put({"a", "b", "ba", "bb", "c", "d"}));
    auto expected = GetParam().forward;
    EXPECT_EQ(walk(GetParam().range, Direction::forward), expected);
    std::ranges::reverse(expected);
    EXPECT_EQ(walk(GetParam().range, Direction::reverse), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Ranges,
    Walks,
    testing::Values(
        WalkCase{"All", {}, {"a", "b", "ba", "bb", "c", "d"}},
        WalkCase{"Prefix", KeyRange::starting_with("b"), {"b", "ba", "bb"}},
        WalkCase{"LastPrefix", KeyRange::starting_with("d"), {"d"}},
        WalkCase{"AbsentPrefix", KeyRange::starting_with("bz"), {}},
        WalkCase{"AfterAndBefore", KeyRange().after("b").before("c"), {"ba", "bb"}},
        WalkCase{"FromAndUntil", KeyRange().from("bb").until("d"), {"bb", "c", "d"}},
        WalkCase{"BeyondTheEnd", KeyRange().after("d"), {}},
        WalkCase{"BeforeTheStart", KeyRange().before("a"), {}},
        WalkCase{"Crossed", KeyRange().after("c").before("b"), {}}
    ),
    [](auto const& parameter) { return std::string(parameter.param.name); }
);

}  // namespace
}  // namespace folkmoot::storage::tests
