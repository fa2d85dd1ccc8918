// The store as a whole: what is derived always agrees with the records, also after anything that
// may happen, and can be made anew from them.
#include "tests/storage/tables/temp_store.hpp"

#include <random>

namespace folkmoot::storage::testing_support {
namespace {

/// Does random things to a few actors and posts; most are refused by some rule, which is part of
/// the test.
class RandomLife {
public:
    RandomLife(Store& store, unsigned seed) : store_(store), random_(seed) {}

    Result<void> step(WriteTxn& txn) {
        switch (pick(10)) {
            case 0:
                return post(txn);
            case 1:
                return reply(txn);
            case 2:
                return set_state(txn);
            case 3:
                return react(txn);
            case 4:
                return store_.reactions.erase(txn, ReactionId(pick(next_)));
            case 5:
                return follow(txn);
            case 6:
                return change_follow(txn);
            case 7:
                return boost(txn);
            case 8:
                return store_.entries.erase(txn, EntryId(pick(next_)));
            default:
                return member(txn);
        }
    }

private:
    std::uint64_t pick(std::uint64_t below) { return random_() % below; }

    std::uint64_t actor() { return 1 + pick(6); }

    std::uint64_t id() { return next_++; }

    std::uint64_t some_post() { return posts_.empty() ? 0 : posts_[pick(posts_.size())]; }

    Result<void> store_post(WriteTxn& txn, PostRecord const& post) {
        auto const stored = store_.posts.insert(txn, post, {});
        if (!stored) {
            return std::unexpected(stored.error());
        }
        posts_.push_back(post.id);
        LogEntryRecord entry;
        entry.id = entry.object = post.id;
        entry.actor = post.author;
        entry.logs = {{.kind = LogKind::local, .owner = 0}};
        return store_.entries.append(txn, entry);
    }

    Result<void> post(WriteTxn& txn) {
        auto row = post_of(id(), actor());
        row.group = pick(2) * 50;
        return store_post(txn, row);
    }

    Result<void> reply(WriteTxn& txn) {
        auto const parent = store_.posts.load(txn, PostId(some_post()));
        if (!parent) {
            return std::unexpected(parent.error());
        }
        auto row = post_of(id(), actor(), parent->id);
        row.group = parent->group;
        return store_post(txn, row);
    }

    Result<void> set_state(WriteTxn& txn) {
        auto row = store_.posts.load(txn, PostId(some_post()));
        if (!row) {
            return std::unexpected(row.error());
        }
        if (pick(4) == 0) {
            return store_.posts.erase_content(txn, PostId(row->id), 7);
        }
        row->state = static_cast<PostState>(pick(4));
        return store_.posts.update(txn, *row);
    }

    Result<void> react(WriteTxn& txn) {
        ReactionRecord row;
        row.id = id();
        row.actor = actor();
        row.post = some_post();
        row.kind = static_cast<ReactionKind>(pick(2));
        return store_.reactions.insert(txn, row);
    }

    Result<void> follow(WriteTxn& txn) {
        FollowRecord row;
        row.id = id();
        row.follower = actor();
        row.followed = actor();
        row.state = static_cast<FollowState>(pick(3));
        auto stored = store_.follows.insert(txn, row);
        if (stored && row.state == FollowState::accepted) {
            return store_.entries.open_author_log(txn, ActorId(row.followed));
        }
        return stored;
    }

    Result<void> change_follow(WriteTxn& txn) {
        auto row = store_.follows.between(txn, ActorId(actor()), ActorId(actor()));
        if (!row) {
            return std::unexpected(row.error());
        }
        if (pick(3) == 0) {
            return store_.entries.close_author_log(txn, ActorId(row->followed));
        }
        row->state = static_cast<FollowState>(pick(3));
        return store_.follows.update(txn, *row);
    }

    Result<void> boost(WriteTxn& txn) {
        LogEntryRecord entry;
        entry.id = id();
        entry.kind = EntryKind::boost;
        entry.actor = actor();
        entry.object = some_post();
        entry.logs = {{.kind = LogKind::federated, .owner = 0}};
        return store_.entries.append(txn, entry);
    }

    Result<void> member(WriteTxn& txn) {
        auto row = store_.memberships.between(txn, ActorId(50), ActorId(actor()));
        if (row) {
            row->state = static_cast<MembershipState>(pick(8));
            return store_.memberships.update(txn, *row);
        }
        MembershipRecord fresh;
        fresh.id = id();
        fresh.group = 50;
        fresh.member = actor();
        fresh.state = static_cast<MembershipState>(pick(8));
        return store_.memberships.insert(txn, fresh);
    }

    Store& store_;
    std::mt19937_64 random_;
    std::uint64_t next_ = 100;
    std::vector<std::uint64_t> posts_;
};

class RandomOperations : public StoreTest, public testing::WithParamInterface<unsigned> {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        RandomLife life(*store, GetParam());
        int done = 0;
        must_write([&](WriteTxn& txn) -> Result<void> {
            for (int i = 0; i < 600; ++i) {
                auto const before = txn.changes();
                auto const stepped = life.step(txn);
                done += stepped ? 1 : 0;
                // Decision 16: what is refused has written nothing.
                if (!stepped && txn.changes() != before) {
                    return stepped;
                }
            }
            return {};
        });
        ASSERT_GT(done, 200);
    }
};

TEST_P(RandomOperations, LeaveWhatIsDerivedInAgreement) {
    expect_clean();
}

TEST_P(RandomOperations, RebuildGivesWhatIsStored) {
    auto const before = store->environment().stats().value();
    ASSERT_TRUE(store->rebuild());
    expect_clean();
    auto const after = store->environment().stats().value();
    for (std::size_t i = 0; i < before.databases.size(); ++i) {
        EXPECT_EQ(after.databases[i].entries, before.databases[i].entries)
            << before.databases[i].name;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomOperations, testing::Range(1U, 7U));

class WholeStore : public StoreTest {};

TEST_F(WholeStore, ANewOneIsCleanAndEmpty) {
    expect_clean();
    EXPECT_EQ(store->media().used_bytes(), 0U);
}

TEST_F(WholeStore, VerifyTellsAWrongCounter) {
    ActorCountersRecord wrong;
    wrong.followers = 3;
    must_write([&](WriteTxn& txn) { return store->actor_counters.put(txn, ActorId(5), wrong); });
    EXPECT_EQ(store->verify()->problem_count, 1U);
    ASSERT_TRUE(store->rebuild());
    expect_clean();
    EXPECT_EQ(store->actor_counters.load(snapshot(), ActorId(5))->followers, 0U);
}

TEST_F(WholeStore, VerifyTellsAHostWhoseUseIsNotWhatItsPostsSay) {
    must_write([&](WriteTxn& txn) {
        return store->hosts.charge(
            txn, HostId(3), {.bytes = 5, .objects = 1}, {.bytes = 9, .objects = 9}
        );
    });
    EXPECT_EQ(store->verify()->problem_count, 1U);
    auto post = post_of(1, 10);
    post.host = 3;
    post.iri = "https://a.example/1";
    post.bytes = 5;
    must_write([&](WriteTxn& txn) { return store->posts.insert(txn, post, {}); });
    expect_clean();
}

TEST_F(WholeStore, IdsRiseOverARestart) {
    std::uint64_t last = 0;
    must_write([&](WriteTxn& txn) {
        last = store->ids().next();
        return store->actors.insert(txn, local_actor(last, "ana"));
    });
    now -= 60'000;
    reopen();
    EXPECT_GT(store->ids().next(), last);
}

TEST_F(WholeStore, ABackupMakesAStoreWithTheSameRecords) {
    must_write([&](WriteTxn& txn) { return store->actors.insert(txn, local_actor(5, "ana")); });
    auto const backup = folder_ / "backup";
    auto const written = store->backup(backup, Timestamp(std::chrono::milliseconds(now)));
    ASSERT_TRUE(written) << written.error().detail;
    EXPECT_EQ(written->entries.at("actors"), 1U);
    auto const fresh = folder_ / "fresh";
    std::filesystem::create_directory(fresh);
    auto const restored = Store::restore(backup, fresh);
    ASSERT_TRUE(restored) << restored.error().detail;
    auto other = options();
    other.directory = fresh;
    auto const opened = Store::open(other);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ((*opened)->actors.load(*(*opened)->read(), ActorId(5))->username, "ana");
}

TEST_F(WholeStore, ASecondOpeningIsRefused) {
    auto const second = Store::open(options());
    EXPECT_EQ(code_of(second), ErrorCode::locked);
}

/// Two and more to a page: what a timeline looks at is small.
TEST_F(WholeStore, Decision24_ASmallPostStaysOnALeafPage) {
    auto post = post_of(1, 10);
    post.host = 3;
    post.iri = "https://social.example/users/somebody/statuses/112233445566778899";
    post.url = "https://social.example/@somebody/112233445566778899";
    post.activity_iri = post.iri + "/activity";
    post.to = {{.actor = 0, .iri = "https://www.w3.org/ns/activitystreams#Public"}};
    post.cc = {
        {.actor = 50, .iri = ""},
        {.actor = 0, .iri = "https://social.example/users/somebody/followers"}
    };
    post.mentions = {{.actor = 50, .iri = "", .name = "@bees@here.example"}};
    PackedRecord<Post> const packed(post);
    EXPECT_LT(packed.payload().size() + record_header_size, 1000U);
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
