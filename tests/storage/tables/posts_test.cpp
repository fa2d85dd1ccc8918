// Posts, threads, counters and revisions.
#include "storage/tables/threads.hpp"
#include "tests/storage/tables/temp_store.hpp"

namespace folkmoot::storage::testing_support {
namespace {

class Posts : public StoreTest {
protected:
    Result<ThreadPlace> insert(PostRecord const& post, PostBodyRecord const& body = {}) {
        return write([&](WriteTxn& txn) { return store->posts.insert(txn, post, body); });
    }

    void add(PostRecord const& post) {
        auto const inserted = insert(post);
        ASSERT_TRUE(inserted) << inserted.error().detail;
    }

    void set_state(std::uint64_t id, PostState state) {
        must_write([&](WriteTxn& txn) -> Result<void> {
            auto post = store->posts.load(txn, PostId(id));
            post->state = state;
            return store->posts.update(txn, *post);
        });
    }

    PostCountersRecord counters(std::uint64_t id) {
        return store->post_counters.load(snapshot(), PostId(id)).value();
    }

    /// 1 - 2 - 4
    ///   \ 3   \ 5
    void add_thread() {
        add(post_of(1, 10));
        add(post_of(2, 11, 1));
        add(post_of(3, 12, 1));
        add(post_of(4, 10, 2));
        add(post_of(5, 11, 4));
    }

    static Ids raw(std::vector<PostId> const& posts) {
        Ids ids;
        for (auto const id : posts) {
            ids.push_back(id.value());
        }
        return ids;
    }

    static Ids values(Result<std::vector<PostId>> const& posts) { return raw(posts.value()); }
};

TEST_F(Posts, Decision25_TakeTheirPlaceByParentAndOrdinal) {
    add(post_of(1, 10));
    add(post_of(2, 11, 1));
    auto const place = insert(post_of(3, 12, 2));
    EXPECT_EQ(*place, (ThreadPlace{.root = PostId(1), .ordinal = 2, .depth = 2}));
    EXPECT_EQ(store->posts.in_thread(snapshot(), PostId(1), 2).value(), PostId(3));
}

TEST_F(Posts, AreReadByThreadAndByParent) {
    add_thread();
    EXPECT_EQ(values(store->posts.thread(snapshot(), PostId(1), 0, 10)), (Ids{2, 3, 4, 5}));
    EXPECT_EQ(values(store->posts.thread(snapshot(), PostId(1), 2, 1)), (Ids{4}));
    EXPECT_EQ(values(store->posts.thread_before(snapshot(), PostId(1), 0, 2)), (Ids{4, 5}));
    EXPECT_EQ(values(store->posts.thread_before(snapshot(), PostId(1), 3, 2)), (Ids{2, 3}));
    EXPECT_EQ(values(store->posts.children(snapshot(), PostId(1), 0, 10)), (Ids{2, 3}));
}

TEST_F(Posts, CountReplies) {
    add_thread();
    EXPECT_EQ(counters(1).replies, 2U);
    EXPECT_EQ(counters(1).thread_replies, 4U);
    EXPECT_EQ(counters(4).replies, 1U);
    EXPECT_EQ(counters(4).thread_replies, 0U);
    EXPECT_EQ(store->actor_counters.load(snapshot(), ActorId(10))->posts, 2U);
    expect_clean();
}

TEST_F(Posts, RefuseAReplyToAMissingPost) {
    EXPECT_EQ(code_of(insert(post_of(3, 12, 77))), ErrorCode::invalid);
}

TEST_F(Posts, RefuseAReplyInAnotherGroup) {
    auto topic = post_of(1, 10);
    topic.group = 50;
    add(topic);
    EXPECT_EQ(code_of(insert(post_of(2, 11, 1))), ErrorCode::invalid);
}

TEST_F(Posts, AreFoundByIriInFull) {
    auto post = post_of(1, 10);
    post.host = 3;
    post.iri = "https://a.example/objects/1";
    add(post);
    EXPECT_EQ(store->posts.by_iri(snapshot(), post.iri)->id, 1U);
    EXPECT_EQ(
        code_of(store->posts.by_iri(snapshot(), "https://a.example/objects/2")),
        ErrorCode::not_found
    );
    auto twin = post;
    twin.id = 2;
    EXPECT_EQ(code_of(insert(twin)), ErrorCode::already_exists);
}

TEST_F(Posts, AreRefusedTwice) {
    add(post_of(1, 10));
    EXPECT_EQ(code_of(insert(post_of(1, 10))), ErrorCode::already_exists);
    EXPECT_EQ(counters(1).last_ordinal, 0U);
}

TEST_F(Posts, Decision28_RemovedDiffersFromDeletedAndCanBeUndone) {
    add_thread();
    set_state(2, PostState::removed);
    EXPECT_EQ(counters(1).replies, 1U);
    EXPECT_EQ(counters(1).thread_replies, 3U);
    set_state(2, PostState::normal);
    EXPECT_EQ(counters(1).thread_replies, 4U);
    expect_clean();
}

TEST_F(Posts, P11_DeletionLeavesNoContentButThePlace) {
    auto post = post_of(1, 10);
    post.title = "secret";
    post.mentions = {{.actor = 4, .iri = "i", .name = "@x"}};
    post.tags = {1};
    post.attachments.resize(1);
    PostBodyRecord body;
    body.source = "secret";
    body.html = "<p>secret</p>";
    ASSERT_TRUE(insert(post, body));
    add(post_of(2, 11, 1));
    must_write([&](WriteTxn& txn) { return store->posts.erase_content(txn, PostId(1), 9); });
    auto const whole = store->posts.load_whole(snapshot(), PostId(1));
    EXPECT_EQ(whole->post.state, PostState::deleted);
    EXPECT_EQ(whole->post.title, "");
    EXPECT_TRUE(
        whole->post.mentions.empty() && whole->post.tags.empty() && whole->post.attachments.empty()
    );
    EXPECT_EQ(whole->body.source + whole->body.html, "");
    EXPECT_EQ(values(store->posts.thread(snapshot(), PostId(1), 0, 10)), (Ids{2}));
    expect_clean();
}

TEST_F(Posts, DeletedByTheirAuthorNeverComeBack) {
    add(post_of(1, 10));
    must_write([&](WriteTxn& txn) { return store->posts.erase_content(txn, PostId(1), 9); });
    auto post = store->posts.load(snapshot(), PostId(1)).value();
    post.state = PostState::normal;
    auto const restored = write([&](WriteTxn& txn) { return store->posts.update(txn, post); });
    EXPECT_EQ(code_of(restored), ErrorCode::invalid);
}

TEST_F(Posts, EditingRaisesTheVersionOfTheText) {
    add(post_of(1, 10));
    PostBodyRecord body;
    body.html = "<p>new</p>";
    body.version = 77;
    must_write([&](WriteTxn& txn) { return store->posts.update_body(txn, PostId(1), body); });
    EXPECT_EQ(store->posts.load_body(snapshot(), PostId(1))->version, 1U);
    EXPECT_EQ(store->posts.load_body(snapshot(), PostId(1))->html, "<p>new</p>");
}

TEST_F(Posts, NeverChangeAuthorOrPlace) {
    add_thread();
    auto post = store->posts.load(snapshot(), PostId(3)).value();
    post.in_reply_to = 2;
    EXPECT_EQ(
        code_of(write([&](WriteTxn& txn) { return store->posts.update(txn, post); })),
        ErrorCode::invalid
    );
}

TEST_F(Posts, OfAGroupAreListedByAgeAndByActivity) {
    for (std::uint64_t id : {1UL, 2UL, 3UL}) {
        auto topic = post_of(id, 10);
        topic.group = 50;
        add(topic);
    }
    auto reply = post_of(4, 11, 1);
    reply.group = 50;
    add(reply);
    EXPECT_EQ(ids_of(store->posts.topics_of(snapshot(), ActorId(50), {})), (Ids{3, 2, 1}));
    auto const active = store->post_counters.by_activity(snapshot(), ActorId(50), std::nullopt, 2);
    ASSERT_EQ(active->size(), 2U);
    EXPECT_EQ((*active)[0], (ActiveTopic{PostId(1), 4}));
    EXPECT_EQ((*active)[1], (ActiveTopic{PostId(3), 3}));
    auto const rest = store->post_counters.by_activity(snapshot(), ActorId(50), active->back(), 9);
    EXPECT_EQ(*rest, (std::vector<ActiveTopic>{{PostId(2), 2}}));
    EXPECT_EQ(store->actor_counters.load(snapshot(), ActorId(50))->topics, 3U);
}

TEST_F(Posts, RemovedTopicsLeaveTheOrderOfActivity) {
    auto topic = post_of(1, 10);
    topic.group = 50;
    add(topic);
    set_state(1, PostState::removed);
    EXPECT_TRUE(store->post_counters.by_activity(snapshot(), ActorId(50), std::nullopt, 2)->empty()
    );
    expect_clean();
}

TEST_F(Posts, Decision21_BackfilledPostsAreActiveWhenTheyWerePublished) {
    auto topic = post_of(1, 10);
    topic.group = 50;
    topic.created = 5;
    topic.received = 900;
    topic.backfilled = true;
    add(topic);
    EXPECT_EQ(counters(1).last_activity, 5);
}

TEST_F(Posts, ThatWaitForAModeratorAreListedAndNotCounted) {
    auto post = post_of(1, 10);
    post.group = 50;
    post.state = PostState::pending;
    add(post);
    EXPECT_EQ(ids_of(store->posts.pending_of(snapshot(), ActorId(50), {})), (Ids{1}));
    EXPECT_EQ(store->actor_counters.load(snapshot(), ActorId(10))->posts, 0U);
    set_state(1, PostState::normal);
    EXPECT_TRUE(ids_of(store->posts.pending_of(snapshot(), ActorId(50), {})).empty());
    EXPECT_EQ(store->actor_counters.load(snapshot(), ActorId(10))->posts, 1U);
}

TEST_F(Posts, D04_RemotePostsWithoutRepliesCanBeEvicted) {
    auto post = post_of(2, 11, 1);
    post.host = 3;
    post.iri = "https://a.example/2";
    add(post_of(1, 10));
    add(post);
    EXPECT_EQ(store->posts.oldest_remote(snapshot(), PostId(), 9)->size(), 1U);
    auto const evict = [&](std::uint64_t id) {
        return write([&, id](WriteTxn& txn) { return store->posts.evict(txn, PostId(id)); });
    };
    EXPECT_EQ(code_of(evict(1)), ErrorCode::invalid);
    ASSERT_TRUE(evict(2));
    EXPECT_FALSE(store->posts.by_iri(snapshot(), post.iri));
    EXPECT_EQ(counters(1).replies, 0U);
    expect_clean();
}

TEST_F(Posts, RoundTripWithEveryField) {
    auto post = post_of(1, 10);
    post.group = 50;
    post.root = 1;
    post.kind = ObjectKind::article;
    post.topic_kind = TopicKind::idea;
    post.title = "题目";
    post.visibility = Visibility::unlisted;
    post.to = {{.actor = 4, .iri = ""}, {.actor = 0, .iri = "https://x.example/a"}};
    post.attachments = {{.media = 7, .description = "alt", .focus_x = 0.5F}};
    post.tags = {1, 2};
    add(post);
    EXPECT_EQ(store->posts.load(snapshot(), PostId(1)).value(), post);
}

TEST_F(Posts, ContextHasAncestorsAndDescendantsInThreadOrder) {
    add_thread();
    auto const context = read_context(snapshot(), store->posts, PostId(2), {});
    EXPECT_EQ(raw(context->ancestors), (Ids{1}));
    EXPECT_EQ(raw(context->descendants), (Ids{4, 5}));
    EXPECT_EQ(
        raw(read_context(snapshot(), store->posts, PostId(1), {})->descendants), (Ids{2, 4, 5, 3})
    );
    EXPECT_TRUE(context->complete);
}

TEST_F(Posts, Decision32_ContextIsCapped) {
    add_thread();
    auto const few = read_context(snapshot(), store->posts, PostId(1), {.descendants = 2});
    EXPECT_EQ(raw(few->descendants), (Ids{2, 4}));
    EXPECT_FALSE(few->complete);
    auto const flat = read_context(snapshot(), store->posts, PostId(1), {.depth = 1});
    EXPECT_EQ(raw(flat->descendants), (Ids{2, 3}));
    EXPECT_FALSE(flat->complete);
    auto const near = read_context(snapshot(), store->posts, PostId(5), {.ancestors = 1});
    EXPECT_EQ(raw(near->ancestors), (Ids{4}));
    EXPECT_FALSE(near->complete);
}

TEST_F(Posts, KeepRevisionsInOrderAndNoMoreThanTheCap) {
    must_write([&](WriteTxn& txn) -> Result<void> {
        for (std::size_t i = 0; i < RevisionTable::max_per_post + 3; ++i) {
            RevisionRecord revision;
            revision.source = std::to_string(i);
            if (auto done = store->revisions.append(txn, PostId(1), revision); !done) {
                return done;
            }
        }
        return {};
    });
    auto const revisions = store->revisions.of_post(snapshot(), PostId(1)).value();
    EXPECT_EQ(revisions.size(), RevisionTable::max_per_post);
    EXPECT_EQ(revisions.front().source, "3");
    must_write([&](WriteTxn& txn) { return store->revisions.erase_of_post(txn, PostId(1)); });
    EXPECT_TRUE(store->revisions.of_post(snapshot(), PostId(1))->empty());
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
