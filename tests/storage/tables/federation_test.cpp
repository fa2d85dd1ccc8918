// Hosts, policies, waiting and received activities, seen ids, tombstones, failures.
#include "storage/tables/compression.hpp"
#include "tests/storage/tables/temp_store.hpp"

namespace folkmoot::storage::testing_support {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

class Federation : public StoreTest {
protected:
    void add_host(std::uint64_t id) {
        HostRecord row;
        row.id = id;
        row.name = "host" + std::to_string(id) + ".example";
        must_write([&](WriteTxn& txn) { return store->hosts.insert(txn, row); });
    }
};

TEST_F(Federation, HostsAreFoundByNameAndPaged) {
    for (std::uint64_t id = 1; id <= 5; ++id) {
        add_host(id);
    }
    EXPECT_EQ(store->hosts.by_name(snapshot(), "host3.example")->id, 3U);
    auto const page = store->hosts.list(snapshot(), HostId(2), 2);
    ASSERT_EQ(page->size(), 2U);
    EXPECT_EQ(page->front().id, 3U);
}

TEST_F(Federation, FailingHostsAreDueInOrder) {
    for (std::uint64_t id : {1UL, 2UL, 3UL}) {
        add_host(id);
        HostDeliveryRecord row;
        row.state = id == 2 ? HostState::alive : HostState::failing;
        row.next_try = static_cast<std::int64_t>(100 - id);
        must_write([&](WriteTxn& txn) { return store->hosts.put_delivery(txn, HostId(id), row); });
    }
    EXPECT_EQ(store->hosts.due(snapshot(), 99, 9).value(), (std::vector{HostId(3), HostId(1)}));
    EXPECT_EQ(store->hosts.due(snapshot(), 97, 9).value(), (std::vector{HostId(3)}));
    EXPECT_EQ(store->hosts.next_due(snapshot()).value(), 97);
}

TEST_F(Federation, Decision18_ACursorNeverGoesBackAndKeepsAtMost64Holes) {
    add_host(1);
    HostDeliveryRecord row;
    row.cursor = 10;
    auto const put = [&] {
        return write([&](WriteTxn& txn) { return store->hosts.put_delivery(txn, HostId(1), row); });
    };
    ASSERT_TRUE(put());
    for (std::uint64_t hole = 0; hole < HostTable::max_holes; ++hole) {
        row.holes.push_back(12 + 2 * hole);
    }
    ASSERT_TRUE(put());
    row.holes.push_back(1000);
    EXPECT_EQ(code_of(put()), ErrorCode::invalid);
    row.holes = {9};
    EXPECT_EQ(code_of(put()), ErrorCode::invalid);
    row.holes.clear();
    row.cursor = 9;
    EXPECT_EQ(code_of(put()), ErrorCode::invalid);
}

TEST(NoteDelivered, Decision18_AdvancesOverWhatIsDoneInAnyOrder) {
    HostDeliveryRecord row;
    auto const seqs = [](std::initializer_list<std::uint64_t> values) {
        std::vector<Sequence> list;
        for (auto const value : values) {
            list.emplace_back(value);
        }
        return list;
    };
    EXPECT_TRUE(note_delivered(row, Sequence(7), seqs({3, 5, 9})));
    EXPECT_EQ(row.cursor, 0U);
    EXPECT_EQ(row.holes, (Ids{7}));
    EXPECT_TRUE(note_delivered(row, Sequence(3), seqs({5, 9})));
    EXPECT_EQ(row.cursor, 3U);
    EXPECT_EQ(row.holes, (Ids{7}));
    EXPECT_TRUE(note_delivered(row, Sequence(5), seqs({9})));
    EXPECT_EQ(row.cursor, 7U);
    EXPECT_TRUE(row.holes.empty());
    EXPECT_TRUE(note_delivered(row, Sequence(9), {}));
    EXPECT_EQ(row.cursor, 9U);
}

TEST(NoteDelivered, Decision18_RefusesWhatWouldNeedA65thHole) {
    HostDeliveryRecord row;
    std::vector<Sequence> const oldest{Sequence(1)};
    for (std::uint64_t i = 0; i < HostTable::max_holes; ++i) {
        ASSERT_TRUE(note_delivered(row, Sequence(10 + i), oldest));
    }
    EXPECT_FALSE(note_delivered(row, Sequence(500), oldest));
    EXPECT_TRUE(note_delivered(row, Sequence(1), {}));
    EXPECT_EQ(row.cursor, 10 + HostTable::max_holes - 1);
}

TEST_F(Federation, Decision31_QuotasOfBytesAndObjectsHoldFromTheFirstObject) {
    HostQuota const quota{.bytes = 100, .objects = 2};
    auto const charge = [&](HostUsageChange change) {
        return write([&, change](WriteTxn& txn) {
            return store->hosts.charge(txn, HostId(1), change, quota);
        });
    };
    ASSERT_TRUE(charge({.bytes = 60, .objects = 1}));
    EXPECT_EQ(code_of(charge({.bytes = 41, .objects = 1})), ErrorCode::full);
    ASSERT_TRUE(charge({.bytes = 40, .objects = 1}));
    EXPECT_EQ(code_of(charge({.bytes = 0, .objects = 1})), ErrorCode::full);
    ASSERT_TRUE(charge({.bytes = -60, .objects = -1}));
    EXPECT_EQ(store->hosts.usage(snapshot(), HostId(1))->bytes, 40U);
}

struct PolicyCase {
    char const* name;
    char const* host;
    char const* domain;  ///< of the policy that must hold; empty: none
};

void PrintTo(PolicyCase const& policy, std::ostream* stream) {
    *stream << policy.name;
}

class Policies : public Federation, public testing::WithParamInterface<PolicyCase> {};

TEST_P(Policies, HoldForTheDomainAndEverythingBelow) {
    for (auto const* domain : {"bad.example", "worse.bad.example", "com"}) {
        must_write([&](WriteTxn& txn) { return store->host_policies.put(txn, domain, {}); });
    }
    auto const match = store->host_policies.match(snapshot(), GetParam().host);
    ASSERT_TRUE(match);
    EXPECT_EQ(*match ? (*match)->domain : "", GetParam().domain);
}

INSTANTIATE_TEST_SUITE_P(
    Hosts,
    Policies,
    testing::Values(
        PolicyCase{"itself", "bad.example", "bad.example"},
        PolicyCase{"below", "a.b.bad.example", "bad.example"},
        PolicyCase{"longest_wins", "x.worse.bad.example", "worse.bad.example"},
        PolicyCase{"whole_labels", "notbad.example", ""},
        PolicyCase{"above", "example", ""},
        PolicyCase{"upper_case", "A.BAD.example", "bad.example"},
        PolicyCase{"with_port", "bad.example:8443", "bad.example"},
        PolicyCase{"top_level", "anything.com", "com"},
        PolicyCase{"empty", "", ""}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST_F(Federation, Decision15_WaitingActivitiesKeepTheirBytes) {
    std::string body = R"({"type":"Create"})";
    body.append(3000, ' ');
    PendingActivityRecord facts;
    facts.id = 1;
    facts.host = 2;
    facts.due = 50;
    facts.size = static_cast<std::uint32_t>(body.size());
    must_write([&](WriteTxn& txn) {
        return store->pending_activities.insert(txn, facts, compress(body));
    });
    reopen();
    EXPECT_EQ(store->pending_activities.load(snapshot(), PendingId(1))->body, body);
    EXPECT_TRUE(store->pending_activities.due(snapshot(), 49, 9)->empty());
    EXPECT_EQ(store->pending_activities.due(snapshot(), 50, 9)->size(), 1U);
    must_write([&](WriteTxn& txn) {
        return store->pending_activities.postpone(txn, PendingId(1), 90);
    });
    EXPECT_EQ(store->pending_activities.next_due(snapshot()).value(), 90);
    EXPECT_EQ(store->pending_activities.load(snapshot(), PendingId(1))->facts.attempts, 1U);
}

TEST_F(Federation, D04_AHostHasItsShareOfWaitingActivities) {
    auto const insert = [&](WriteTxn& txn, std::uint64_t id) {
        PendingActivityRecord facts;
        facts.id = id;
        facts.host = 2;
        return store->pending_activities.insert(txn, facts, "x");
    };
    must_write([&](WriteTxn& txn) -> Result<void> {
        for (std::uint64_t id = 1; id <= PendingActivityTable::max_per_host; ++id) {
            if (auto done = insert(txn, id); !done) {
                return done;
            }
        }
        return {};
    });
    EXPECT_EQ(
        code_of(write([&](WriteTxn& txn) { return insert(txn, 5000); })), ErrorCode::queue_full
    );
}

TEST_F(Federation, ReceivedActivitiesComeBackByteForByte) {
    std::string const body("{\"a\" :1.0,\n\"b\":\"\\u00e9\"}");
    ReceivedActivityRecord facts;
    facts.id = 1;
    facts.size = static_cast<std::uint32_t>(body.size());
    facts.received = 10;
    must_write([&](WriteTxn& txn) {
        return store->received_activities.insert(txn, facts, compress(body));
    });
    EXPECT_EQ(store->received_activities.body(snapshot(), ReceivedId(1)).value(), body);
    EXPECT_EQ(
        write([&](WriteTxn& txn) { return store->received_activities.erase_older(txn, 11, 9); }
        ).value(),
        1U
    );
}

TEST(Compression, RefusesADamagedOrOversizedFrame) {
    auto const frame = compress(std::string(1000, 'a'));
    EXPECT_TRUE(decompress(frame, 1000));
    EXPECT_EQ(code_of(decompress(frame, 999)), ErrorCode::corrupt);
    EXPECT_EQ(code_of(decompress(frame.substr(0, frame.size() - 1), 1000)), ErrorCode::corrupt);
    EXPECT_EQ(code_of(decompress("nonsense", 1000)), ErrorCode::corrupt);
}

class Seen : public Federation {
protected:
    bool note(char const* id, std::int64_t at) {
        return write([&](WriteTxn& txn) {
                   return store->seen_activities.insert(txn, hash_128(id), at);
               }
        ).value();
    }

    bool has(char const* id, std::int64_t at) {
        return store->seen_activities.contains(snapshot(), hash_128(id), at).value();
    }
};

TEST_F(Seen, F09_AnIdIsNotedOnce) {
    EXPECT_TRUE(note("a", now));
    EXPECT_FALSE(note("a", now));
    EXPECT_FALSE(note("a", now + 5 * day_ms));
    EXPECT_TRUE(note("b", now));
}

TEST_F(Seen, Decision9_IdsAreKept30Days) {
    note("a", now);
    EXPECT_TRUE(has("a", now + 30 * day_ms));
    EXPECT_FALSE(has("a", now + 31 * day_ms));
}

TEST_F(Seen, Decision27_TheRingRollsOverAndEmptiesDaysThatAreOver) {
    for (int day = 0; day < 70; ++day) {
        ASSERT_TRUE(note(std::to_string(day).c_str(), now + day * day_ms)) << day;
    }
    auto const entries = store->seen_activities.entries(snapshot()).value();
    EXPECT_LE(entries, static_cast<std::uint64_t>(SeenActivities::ring_days));
    EXPECT_TRUE(has("69", now + 69 * day_ms));
    EXPECT_TRUE(has("39", now + 69 * day_ms));
    EXPECT_FALSE(has("38", now + 69 * day_ms));
}

TEST_F(Seen, Decision27_AClockThatGoesBackForgetsNothing) {
    note("new", now + 32 * day_ms);
    EXPECT_TRUE(note("old", now));
    EXPECT_TRUE(has("new", now + 32 * day_ms));
}

class Tombstones : public Federation {
protected:
    static TombstoneRecord tombstone(std::uint64_t number, std::uint64_t host, std::int64_t at) {
        TombstoneRecord row;
        row.iri = "https://h/" + std::to_string(number);
        row.host = host;
        row.deleted_at = at;
        return row;
    }
};

TEST_F(Tombstones, F29_KeepTheFirstDeletionAndExpireAfter30Days) {
    auto const insert = [&](std::int64_t at) {
        must_write([&](WriteTxn& txn) { return store->tombstones.insert(txn, tombstone(1, 2, at)); }
        );
    };
    insert(now);
    insert(now + 5);
    EXPECT_EQ(store->tombstones.find(snapshot(), "https://h/1")->deleted_at, now);
    auto const sweep = [&](std::int64_t at) {
        return write([&](WriteTxn& txn) { return store->tombstones.erase_expired(txn, at, 9); }
        ).value();
    };
    EXPECT_EQ(sweep(now + TombstoneTable::kept_ms - 1), 0U);
    EXPECT_EQ(sweep(now + TombstoneTable::kept_ms), 1U);
    EXPECT_FALSE(store->tombstones.find(snapshot(), "https://h/1"));
    expect_clean();
}

/// A table of its own with a small cap.
TEST(SmallTombstones, F29_AreCappedPerHostAndTheOldestMakesRoom) {
    std::string folder =
        (std::filesystem::temp_directory_path() / "folkmoot-tombs-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    {
        Catalog catalog;
        TombstoneTable table(catalog, 3);
        auto environment = Environment::open(
            {.directory = folder, .databases = catalog.database_names(), .map_size = 16UL << 20}
        );
        ASSERT_TRUE(environment);
        Writer writer(*environment);
        auto const insert = [&](std::uint64_t number, std::uint64_t host) {
            TombstoneRecord row;
            row.iri = "https://h/" + std::to_string(number);
            row.host = host;
            row.deleted_at = static_cast<std::int64_t>(number);
            return write_blocking(writer, WriteClass::inbox, [&](WriteTxn& txn) {
                return table.insert(txn, row);
            });
        };
        ASSERT_TRUE(insert(100, 9));
        for (std::uint64_t number = 1; number <= 5; ++number) {
            ASSERT_TRUE(insert(number, 2));
        }
        auto const txn = environment->read();
        EXPECT_FALSE(table.find(*txn, "https://h/2"));
        EXPECT_TRUE(table.find(*txn, "https://h/3"));
        EXPECT_TRUE(table.find(*txn, "https://h/5"));
        EXPECT_TRUE(table.find(*txn, "https://h/100"));
    }
    std::filesystem::remove_all(folder);
}

TEST_F(Federation, FailuresHoldForAWhileAndCountAttempts) {
    auto const note = [&](std::int64_t until) {
        must_write([&](WriteTxn& txn) {
            return store->remote_failures.note(txn, "https://h/x", 404, until);
        });
    };
    note(100);
    note(200);
    auto const failure = store->remote_failures.find(snapshot(), "https://h/x", 199);
    EXPECT_EQ(failure->attempts, 2U);
    EXPECT_EQ(failure->status, 404);
    EXPECT_FALSE(store->remote_failures.find(snapshot(), "https://h/x", 200));
    must_write([&](WriteTxn& txn) { return store->remote_failures.forget(txn, "https://h/x"); });
    EXPECT_FALSE(store->remote_failures.find(snapshot(), "https://h/x", 1));
}

TEST(SmallFailures, D04_AreABoundedCache) {
    std::string folder =
        (std::filesystem::temp_directory_path() / "folkmoot-fails-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    {
        Catalog catalog;
        RemoteFailureTable table(catalog, 3);
        auto environment = Environment::open(
            {.directory = folder, .databases = catalog.database_names(), .map_size = 16UL << 20}
        );
        ASSERT_TRUE(environment);
        Writer writer(*environment);
        for (std::int64_t i = 1; i <= 5; ++i) {
            ASSERT_TRUE(write_blocking(writer, WriteClass::inbox, [&](WriteTxn& txn) {
                return table.note(txn, "https://h/" + std::to_string(i), 0, 100 + i);
            }));
        }
        auto const txn = environment->read();
        EXPECT_FALSE(table.find(*txn, "https://h/2", 0));
        EXPECT_TRUE(table.find(*txn, "https://h/3", 0));
        EXPECT_TRUE(table.find(*txn, "https://h/5", 0));
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
