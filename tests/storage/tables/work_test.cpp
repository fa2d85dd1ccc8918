// Jobs, the change log, reports, the audit trail, tags, media records.
#include "tests/storage/tables/temp_store.hpp"

namespace folkmoot::storage::testing_support {
namespace {

class Work : public StoreTest {
protected:
    template <class Record>
    Result<void> insert(auto& table, Record const& row) {
        return write([&](WriteTxn& txn) { return table.insert(txn, row); });
    }

    static JobRecord job(std::uint64_t id, std::int64_t due, std::string key = {}) {
        JobRecord row;
        row.id = id;
        row.kind = "refetch";
        row.due = due;
        row.key = std::move(key);
        return row;
    }

    std::uint64_t change(std::int64_t at) {
        ChangeRecord row;
        row.subject = static_cast<std::uint64_t>(at);
        row.at = at;
        return write([&](WriteTxn& txn) { return store->change_log.append(txn, row); })->value();
    }

    Result<void> advance(std::string_view consumer, std::uint64_t done) {
        return write([&](WriteTxn& txn) {
            return store->change_log.advance(txn, consumer, ChangeNumber(done));
        });
    }
};

TEST_F(Work, JobsRunInTheOrderInWhichTheyAreDue) {
    ASSERT_TRUE(insert(store->jobs, job(1, 300)));
    ASSERT_TRUE(insert(store->jobs, job(2, 100)));
    ASSERT_TRUE(insert(store->jobs, job(3, 200)));
    EXPECT_EQ(store->jobs.next_due(snapshot()).value(), 100);
    auto const due = store->jobs.due(snapshot(), 200, 9);
    ASSERT_EQ(due->size(), 2U);
    EXPECT_EQ((*due)[0].id, 2U);
    EXPECT_EQ((*due)[1].id, 3U);
    must_write([&](WriteTxn& txn) { return store->jobs.postpone(txn, JobId(2), 500, "timeout"); });
    EXPECT_EQ(store->jobs.load(snapshot(), JobId(2))->attempts, 1U);
    EXPECT_EQ(store->jobs.next_due(snapshot()).value(), 200);
}

TEST_F(Work, AJobWithAKeyExistsOnce) {
    ASSERT_TRUE(insert(store->jobs, job(1, 1, "actor:5")));
    EXPECT_EQ(code_of(insert(store->jobs, job(2, 1, "actor:5"))), ErrorCode::already_exists);
    ASSERT_TRUE(insert(store->jobs, job(3, 1)));
    ASSERT_TRUE(insert(store->jobs, job(4, 1)));
    EXPECT_EQ(store->jobs.by_key(snapshot(), "refetch", "actor:5")->id, 1U);
}

TEST_F(Work, Decision19_ChangesAreNumberedDenselyAndReadInOrder) {
    EXPECT_EQ(change(10), 1U);
    EXPECT_EQ(change(20), 2U);
    reopen();
    EXPECT_EQ(change(30), 3U);
    auto const changes = store->change_log.read(snapshot(), ChangeNumber(1), 9);
    ASSERT_EQ(changes->size(), 2U);
    EXPECT_EQ(changes->front().change.subject, 20U);
}

TEST_F(Work, Decision19_EachConsumerHasACursorThatSurvivesARestart) {
    change(10);
    change(20);
    ASSERT_TRUE(advance("search", 2));
    ASSERT_TRUE(advance("push", 1));
    EXPECT_EQ(code_of(advance("search", 1)), ErrorCode::invalid);
    EXPECT_EQ(code_of(advance("search", 3)), ErrorCode::invalid);
    reopen();
    EXPECT_EQ(store->change_log.cursor(snapshot(), "search").value(), ChangeNumber(2));
    EXPECT_EQ(store->change_log.cursor(snapshot(), "push").value(), ChangeNumber(1));
    EXPECT_EQ(store->change_log.cursor(snapshot(), "mail").value(), ChangeNumber());
}

TEST_F(Work, Decision19_PruningWaitsForTheSlowestConsumer) {
    for (std::int64_t at = 1; at <= 5; ++at) {
        change(at);
    }
    ASSERT_TRUE(advance("search", 5));
    ASSERT_TRUE(advance("push", 2));
    auto const prune = [&] {
        return write([&](WriteTxn& txn) { return store->change_log.prune(txn, 100, 9); }).value();
    };
    EXPECT_EQ(prune(), 2U);
    must_write([&](WriteTxn& txn) { return store->change_log.forget(txn, "push"); });
    EXPECT_EQ(prune(), 2U);
    EXPECT_EQ(prune(), 0U);
    EXPECT_EQ(change(6), 6U);
}

TEST_F(Work, Decision32_AHostSends20ReportsADay) {
    constexpr std::int64_t day = 86'400'000;
    std::uint64_t id = 0;
    auto const send = [&](std::uint64_t host, std::int64_t at) {
        ReportRecord row;
        row.id = ++id;
        row.target = 5;
        row.host = host;
        row.created = at;
        return insert(store->reports, row);
    };
    for (std::size_t i = 0; i < ReportTable::max_per_host_and_day; ++i) {
        ASSERT_TRUE(send(3, day));
    }
    EXPECT_EQ(code_of(send(3, day + 1)), ErrorCode::queue_full);
    EXPECT_TRUE(send(3, 2 * day));
    EXPECT_TRUE(send(4, day));
    EXPECT_TRUE(send(0, day));
}

TEST_F(Work, ReportsMoveBetweenStates) {
    ReportRecord row;
    row.id = 1;
    row.target = 5;
    ASSERT_TRUE(insert(store->reports, row));
    row.state = ReportState::resolved;
    must_write([&](WriteTxn& txn) { return store->reports.update(txn, row); });
    EXPECT_TRUE(ids_of(store->reports.in_state(snapshot(), ReportState::open, {})).empty());
    EXPECT_EQ(ids_of(store->reports.in_state(snapshot(), ReportState::resolved, {})), (Ids{1}));
    EXPECT_EQ(ids_of(store->reports.about(snapshot(), ActorId(5), {})), (Ids{1}));
}

TEST_F(Work, TheModerationLogShowsWhatIsMeantForIt) {
    auto const act = [&](std::uint64_t id, std::uint64_t group, bool shown) {
        AuditRecord row;
        row.id = id;
        row.action = "remove";
        row.group = group;
        row.target = 7;
        row.in_modlog = shown;
        must_write([&](WriteTxn& txn) { return store->audit.append(txn, row); });
    };
    act(1, 50, true);
    act(2, 50, false);
    act(3, 60, true);
    EXPECT_EQ(ids_of(store->audit.of_group(snapshot(), ActorId(50), true, {})), (Ids{1}));
    EXPECT_EQ(ids_of(store->audit.of_group(snapshot(), ActorId(50), false, {})), (Ids{2, 1}));
    EXPECT_EQ(ids_of(store->audit.list(snapshot(), {.max_id = 3})), (Ids{2, 1}));
    EXPECT_EQ(ids_of(store->audit.about(snapshot(), 7, {})), (Ids{3, 2, 1}));
}

TEST_F(Work, TagsAreOneHoweverTheyAreWritten) {
    auto const ensure = [&](std::string_view name, std::uint64_t id) {
        return write([&, name, id](WriteTxn& txn) {
            return store->tags.ensure(txn, name, TagId(id), 1);
        });
    };
    EXPECT_EQ(ensure("#Bees", 1)->id, 1U);
    EXPECT_EQ(ensure("bees", 2)->id, 1U);
    EXPECT_EQ(ensure("蜜蜂", 3)->name, "蜜蜂");
    EXPECT_EQ(store->tags.by_name(snapshot(), "BEES")->name, "Bees");
    EXPECT_EQ(code_of(ensure("#", 4)), ErrorCode::invalid);
    EXPECT_EQ(store->tags.with_prefix(snapshot(), "be", 9)->size(), 1U);
}

TEST_F(Work, TagsListTheirPostsAndFollowers) {
    must_write([&](WriteTxn& txn) -> Result<void> {
        for (std::uint64_t post : {3UL, 1UL, 2UL, 3UL}) {
            if (auto done = store->tags.mark(txn, TagId(1), PostId(post)); !done) {
                return done;
            }
        }
        return store->tags.unmark(txn, TagId(1), PostId(2));
    });
    auto const page = store->tags.posts_of(snapshot(), TagId(1), {});
    EXPECT_EQ(page->items, (std::vector{PostId(3), PostId(1)}));
    FollowedTagRecord row;
    row.id = 9;
    row.member = 5;
    row.tag = 1;
    must_write([&](WriteTxn& txn) { return store->tags.follow(txn, row); });
    EXPECT_TRUE(store->tags.is_followed(snapshot(), ActorId(5), TagId(1)).value());
    EXPECT_EQ(ids_of(store->tags.followed_by(snapshot(), ActorId(5), {})), (Ids{9}));
    EXPECT_TRUE(write([&](WriteTxn& txn) { return store->tags.unfollow(txn, ActorId(5), TagId(1)); }
    ).value());
}

class MediaRecords : public Work {
protected:
    static MediaFileRecord file(std::uint64_t id, std::string_view bytes, std::uint64_t owner = 5) {
        MediaFileRecord row;
        row.id = id;
        row.owner = owner;
        auto const hash = sha256(bytes);
        row.hash.assign(hash.begin(), hash.end());
        row.size = bytes.size();
        row.created = static_cast<std::int64_t>(id);
        return row;
    }

    std::vector<Sha256> erase(std::uint64_t id) {
        return write([&](WriteTxn& txn) { return store->media_files.erase(txn, MediaId(id)); }
        ).value();
    }

    std::uint64_t total() { return store->media_files.total_bytes(snapshot()).value(); }
};

TEST_F(MediaRecords, AFileGoesWithItsLastRecord) {
    ASSERT_TRUE(insert(store->media_files, file(1, "hello")));
    ASSERT_TRUE(insert(store->media_files, file(2, "hello", 6)));
    EXPECT_TRUE(erase(1).empty());
    EXPECT_EQ(erase(2), (std::vector{sha256("hello")}));
    expect_clean();
}

TEST_F(MediaRecords, AFileCountsOnceInAllAndForEachOwner) {
    ASSERT_TRUE(insert(store->media_files, file(1, "hello")));
    ASSERT_TRUE(insert(store->media_files, file(2, "hello", 6)));
    EXPECT_EQ(total(), 5U);
    EXPECT_EQ(store->media_files.bytes_of(snapshot(), ActorId(5)).value(), 5U);
    EXPECT_EQ(store->media_files.bytes_of(snapshot(), ActorId(6)).value(), 5U);
    erase(1);
    EXPECT_EQ(total(), 5U);
    erase(2);
    EXPECT_EQ(total(), 0U);
}

TEST_F(MediaRecords, APreviewIsChargedWhenItIsMade) {
    auto row = file(1, "hello");
    ASSERT_TRUE(insert(store->media_files, row));
    auto const preview = sha256("hi");
    row.preview_hash.assign(preview.begin(), preview.end());
    row.preview_size = 2;
    row.state = MediaState::ready;
    must_write([&](WriteTxn& txn) { return store->media_files.update(txn, row); });
    EXPECT_EQ(total(), 7U);
    EXPECT_EQ(store->media_files.by_hash(snapshot(), preview)->id, 1U);
    EXPECT_EQ(erase(1).size(), 2U);
    EXPECT_EQ(total(), 0U);
    expect_clean();
}

TEST_F(MediaRecords, UploadsThatNothingUsesAreFound) {
    auto attached = file(2, "b");
    attached.post = 7;
    ASSERT_TRUE(insert(store->media_files, file(1, "a")));
    ASSERT_TRUE(insert(store->media_files, attached));
    ASSERT_TRUE(insert(store->media_files, file(3, "c")));
    EXPECT_EQ(store->media_files.unused(snapshot(), 3, 9).value(), (std::vector{MediaId(1)}));
    EXPECT_EQ(store->media_files.of_post(snapshot(), PostId(7))->size(), 1U);
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
