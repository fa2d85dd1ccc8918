// Tables keep their indices; verification tells when they do not agree.
#include "storage/engine/table.hpp"

#include "storage/engine/plain_table.hpp"
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

namespace folkmoot::storage::tests {
namespace {

class Tables : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(store_.failure(), ""); }

    Result<void> insert(std::uint64_t id, sample::SampleT const& record) {
        return store_.write([&](WriteTxn& txn) { return tables_.samples.insert(txn, id, record); });
    }

    Result<void> update(std::uint64_t id, sample::SampleT const& record) {
        return store_.write([&](WriteTxn& txn) { return tables_.samples.update(txn, id, record); });
    }

    Result<void> erase(std::uint64_t id) {
        return store_.write([&](WriteTxn& txn) { return tables_.samples.erase(txn, id); });
    }

    /// Overwrites raw bytes behind the table's back.
    void damage(DbHandle database, std::string const& key, std::string const& value) {
        ASSERT_TRUE(store_.write([&](WriteTxn& txn) { return txn.put(database, key, value); }));
    }

    TemporaryDirectory directory_;
    SampleStore store_{directory_.path()};
    SampleTables& tables_ = store_.tables;
};

TEST_F(Tables, GiveBackWhatWasInserted) {
    ASSERT_TRUE(insert(1, make_sample(7, "hello", "first")));
    auto const txn = store_.read();
    auto const record = tables_.samples.get(txn, 1);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->body, "hello");
    EXPECT_EQ((*tables_.samples.view(txn, 1))->group(), 7U);
    EXPECT_TRUE(tables_.samples.exists(txn, 1).value());
    EXPECT_EQ(tables_.samples.entries(txn), 1U);
    EXPECT_EQ(code_of(tables_.samples.get(txn, 2)), ErrorCode::not_found);
    EXPECT_FALSE(tables_.samples.find(txn, 2)->has_value());
}

TEST_F(Tables, AViewOutlivesItsTransaction) {
    ASSERT_TRUE(insert(1, make_sample(7, "hello")));
    auto const view = tables_.samples.view(store_.read(), 1);
    ASSERT_TRUE(erase(1));
    EXPECT_EQ((*view)->body()->str(), "hello");
}

TEST_F(Tables, RejectBeforeTheFirstPut) {
    ASSERT_TRUE(insert(1, make_sample(7, "", "taken")));
    EXPECT_EQ(code_of(insert(1, make_sample(7, ""))), ErrorCode::already_exists);
    EXPECT_EQ(code_of(insert(2, make_sample(7, "", "taken"))), ErrorCode::already_exists);
    EXPECT_EQ(code_of(insert(3, make_sample(7, "", std::string(600, 's')))), ErrorCode::invalid);
    EXPECT_EQ(code_of(update(9, make_sample(7, ""))), ErrorCode::not_found);
    EXPECT_EQ(code_of(erase(9)), ErrorCode::not_found);
    EXPECT_EQ(store_.writer().metrics().batches_rerun, 0U);
    EXPECT_EQ(store_.problems(), "");
}

TEST_F(Tables, FindByUniqueIndex) {
    ASSERT_TRUE(insert(1, make_sample(7, "one", "first")));
    ASSERT_TRUE(insert(2, make_sample(7, "two", "second")));
    auto const txn = store_.read();
    EXPECT_EQ(tables_.by_slug.find(txn, "second"), 2U);
    EXPECT_EQ(tables_.by_slug.get(txn, "second")->body, "two");
    EXPECT_EQ((*tables_.by_slug.view(txn, "first"))->body()->str(), "one");
    EXPECT_TRUE(tables_.by_slug.exists(txn, "first").value());
    EXPECT_EQ(code_of(tables_.by_slug.find(txn, "third")), ErrorCode::not_found);
    std::vector<std::uint64_t> keys;
    EXPECT_TRUE(tables_.by_slug
                    .scan(txn, {}, Direction::reverse, [&](std::string const&, std::uint64_t key) {
                        keys.push_back(key);
                        return true;
                    }));
    EXPECT_EQ(keys, (std::vector<std::uint64_t>{2, 1}));
}

TEST_F(Tables, MoveIndexEntriesOnUpdate) {
    auto record = make_sample(7, "", "old");
    record.tags = {"a", "b", "b"};
    ASSERT_TRUE(insert(1, record));
    record = make_sample(8, "", "new");
    record.tags = {"b", "c"};
    ASSERT_TRUE(update(1, record));
    auto const txn = store_.read();
    EXPECT_EQ(code_of(tables_.by_slug.find(txn, "old")), ErrorCode::not_found);
    EXPECT_EQ(tables_.by_slug.find(txn, "new"), 1U);
    EXPECT_FALSE(tables_.by_group.contains(txn, 7, 1).value());
    EXPECT_TRUE(tables_.by_group.contains(txn, 8, 1).value());
    EXPECT_EQ(tables_.by_tag.entries(txn), 2U);
    EXPECT_EQ(store_.problems(), "");
}

TEST_F(Tables, ARecordMayKeepItsUniqueValue) {
    ASSERT_TRUE(insert(1, make_sample(7, "", "mine")));
    EXPECT_TRUE(update(1, make_sample(8, "", "mine")));
    ASSERT_TRUE(insert(2, make_sample(7, "")));
    EXPECT_EQ(code_of(update(2, make_sample(7, "", "mine"))), ErrorCode::already_exists);
}

TEST_F(Tables, PageThroughAnIndexNewestFirst) {
    for (std::uint64_t id = 1; id <= 7; ++id) {
        ASSERT_TRUE(insert(id, make_sample(id % 2, "")));
    }
    auto const txn = store_.read();
    auto const group = KeyRange::with_prefix(std::uint64_t{1});
    EXPECT_EQ(
        tables_.by_group.keys(txn, group, Direction::reverse, 2), (std::vector<std::uint64_t>{7, 5})
    );
    auto const older = group.before(encode_key(std::uint64_t{1}, std::uint64_t{5}));
    EXPECT_EQ(
        tables_.by_group.keys(txn, older, Direction::reverse, 9), (std::vector<std::uint64_t>{3, 1})
    );
    EXPECT_EQ(
        tables_.by_group.keys(txn, group, Direction::reverse, 0), std::vector<std::uint64_t>{}
    );
}

TEST_F(Tables, ListARangeWithALimit) {
    for (std::uint64_t id = 1; id <= 5; ++id) {
        ASSERT_TRUE(insert(id, make_sample(id, "body " + std::to_string(id))));
    }
    auto const txn = store_.read();
    auto const rows = tables_.samples.list(
        txn, KeyRange().after(encode_key(std::uint64_t{2})), Direction::forward, 2
    );
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ(rows->at(0).key, 3U);
    EXPECT_EQ(rows->at(1).record->body()->str(), "body 4");
    EXPECT_TRUE(tables_.samples.list(txn, {}, Direction::forward, 0)->empty());
}

class RandomChanges : public Tables, public testing::WithParamInterface<unsigned> {};

TEST_P(RandomChanges, LeaveIndicesEqualToARebuild) {
    std::mt19937 random(GetParam());
    auto const changed = store_.write([&](WriteTxn& txn) -> Result<void> {
        for (int i = 0; i < 500; ++i) {
            auto record = make_sample(random() % 5, std::string(random() % 2000, 'b'));
            record.slug = random() % 2 == 0 ? "s" + std::to_string(random() % 20) : "";
            record.tags.assign(random() % 3, "t" + std::to_string(random() % 4));
            auto const id = random() % 40;
            auto const done = random() % 3 == 0 ? tables_.samples.erase(txn, id)
                                                : tables_.samples.put(txn, id, record);
            auto const expected = done || done.error().code == ErrorCode::already_exists ||
                                  done.error().code == ErrorCode::not_found;
            EXPECT_TRUE(expected) << done.error().detail;
        }
        return {};
    });
    ASSERT_TRUE(changed);
    EXPECT_EQ(store_.problems(), "");
    auto const entries = store_.read().entries(DbHandle{2});
    ASSERT_TRUE(store_.write([&](WriteTxn& txn) { return tables_.catalog.rebuild_indices(txn); }));
    EXPECT_EQ(store_.problems(), "");
    EXPECT_EQ(store_.read().entries(DbHandle{2}), entries);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomChanges, testing::Range(1U, 5U));

TEST_F(Tables, R01_VerificationTellsAMissingAndAStrayIndexEntryAndRebuildMendsThem) {
    ASSERT_TRUE(insert(1, make_sample(7, "", "first")));
    ASSERT_TRUE(store_.write([](WriteTxn& txn) {
        return txn.erase(DbHandle{1}, encode_key(std::string("first")));
    }));
    EXPECT_EQ(store_.problems(), "samples.by_slug: an entry is missing");
    damage(DbHandle{1}, encode_key(std::string("stray")), encode_key(std::uint64_t{1}));
    damage(DbHandle{1}, encode_key(std::string("first")), encode_key(std::uint64_t{9}));
    EXPECT_EQ(store_.problems(), "samples.by_slug: the entry belongs to another record");
    ASSERT_TRUE(store_.write([&](WriteTxn& txn) { return tables_.catalog.rebuild_indices(txn); }));
    EXPECT_EQ(store_.problems(), "");
}

TEST_F(Tables, R07_ADamagedRecordIsToldAndNeverServed) {
    ASSERT_TRUE(insert(1, make_sample(7, "hello")));
    damage(DbHandle{0}, encode_key(std::uint64_t{1}), "no record at all");
    EXPECT_EQ(code_of(tables_.samples.get(store_.read(), 1)), ErrorCode::corrupt);
    EXPECT_EQ(code_of(erase(1)), ErrorCode::corrupt);
    EXPECT_EQ(store_.problems(), "samples: the checksum does not match");
    auto const report = tables_.catalog.verify(store_.read());
    EXPECT_EQ(report->problems.front().key, "0000000000000001");
}

TEST_F(Tables, SetsKeepKeysInOrder) {
    using Pair = SampleTables::Pair;
    auto const insert_pair = [&](Pair pair) {
        return store_.write([&, pair](WriteTxn& txn) { return tables_.followers.insert(txn, pair); }
        );
    };
    EXPECT_EQ(insert_pair({1, 5}), true);
    EXPECT_EQ(insert_pair({1, 3}), true);
    EXPECT_EQ(insert_pair({2, 4}), true);
    EXPECT_EQ(insert_pair({1, 5}), false);
    auto const txn = store_.read();
    EXPECT_EQ(
        tables_.followers.keys(txn, KeyRange::with_prefix(std::uint64_t{1}), Direction::forward, 9),
        (std::vector<Pair>{{1, 3}, {1, 5}})
    );
    EXPECT_TRUE(tables_.followers.contains(txn, {2, 4}).value());
    EXPECT_EQ(
        store_.write([&](WriteTxn& write) { return tables_.followers.erase(write, {2, 4}); }), true
    );
    EXPECT_EQ(tables_.followers.entries(store_.read()), 2U);
    EXPECT_EQ(store_.problems(), "");
}

TEST_F(Tables, CountersAddAndForget) {
    auto const add = [&](std::int64_t delta) {
        return store_.write([&, delta](WriteTxn& txn) { return tables_.replies.add(txn, 4, delta); }
        );
    };
    EXPECT_EQ(tables_.replies.get(store_.read(), 4), 0);
    EXPECT_EQ(add(3), 3);
    EXPECT_EQ(add(-5), -2);
    std::map<std::uint64_t, std::int64_t> all;
    EXPECT_TRUE(tables_.replies.scan(
        store_.read(),
        {},
        Direction::forward,
        [&](std::uint64_t key, std::int64_t value) {
            all[key] = value;
            return true;
        }
    ));
    EXPECT_EQ(all, (std::map<std::uint64_t, std::int64_t>{{4, -2}}));
    EXPECT_EQ(store_.problems(), "");
}

TEST_F(Tables, BlobsGiveBytesBackAndTellDamage) {
    auto const bytes = std::string("\0raw\xFF", 5);
    ASSERT_TRUE(store_.write([&](WriteTxn& txn) { return tables_.raws.put(txn, "id", bytes); }));
    EXPECT_EQ(tables_.raws.get(store_.read(), "id"), bytes);
    EXPECT_EQ(code_of(tables_.raws.get(store_.read(), "other")), ErrorCode::not_found);
    auto const raws = static_cast<std::uint16_t>(tables_.catalog.database_names().size() - 1);
    damage(DbHandle{raws}, encode_key(std::string("id")), "too short?");
    EXPECT_EQ(code_of(tables_.raws.get(store_.read(), "id")), ErrorCode::corrupt);
    EXPECT_EQ(store_.problems(), "raws: the checksum does not match");
}

TEST(CatalogDeathTest, ANameIsTakenOnce) {
    Catalog catalog;
    catalog.add_database("one");
    EXPECT_DEATH(catalog.add_database("one"), "two tables are called one");
}

}  // namespace
}  // namespace folkmoot::storage::tests
