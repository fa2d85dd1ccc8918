// Posts of other servers: once, in order, within their host's quota, relayed by our groups.
#include "node/community/received_posts.hpp"

#include "tests/node/community/harness.hpp"

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::PostId;
using storage::PostState;
using storage::Visibility;
using testing_support::code_of;

class ReceivedPostsTest : public testing_support::CommunityTest {
protected:
    void SetUp() override {
        ana = node.member("ana");
        bees = node.group("bees", ana);
        rob = node.remote("rob");
    }

    PostId store(ReceivedPost post) {
        auto const author = ActorId(post.post.author);
        return node.must(store_received_post(*node.services, std::move(post), node.from(author)));
    }

    Result<bool> edit(PostId id, std::string html, std::int64_t at, ActorId by) {
        ReceivedEdit command;
        command.by = by;
        command.post.id = id.value();
        command.post.edited = at;
        command.body.html = std::move(html);
        return node.run(apply_received_edit(*node.services, command, node.from(by)));
    }

    std::string html(PostId id) {
        auto const txn = node.snapshot();
        return node.store->posts.load_body(txn, id)->html;
    }

    storage::HostUsageRecord usage() {
        auto const host = node.host("far.example");
        auto const txn = node.snapshot();
        return node.store->hosts.usage(txn, host).value();
    }

    std::size_t notified(ActorId member) {
        auto const txn = node.snapshot();
        return node.store->notifications.of_member(txn, member, {})->items.size();
    }

    ActorId ana, bees, rob;
};

TEST_F(ReceivedPostsTest, APostIsStoredOnce) {
    auto const received = node.received(rob, "<p>hello</p>");
    auto const first = store(received);
    EXPECT_EQ(store(received), first);
    EXPECT_EQ(usage().objects, 1U);
    EXPECT_EQ(node.post_record(first).host, node.host("far.example").value());
}

TEST_F(ReceivedPostsTest, AReplayedActivityIsKnown) {
    auto const origin = node.from(rob);
    node.must(store_received_post(*node.services, node.received(rob, "one"), origin));
    auto const replayed =
        node.run(store_received_post(*node.services, node.received(rob, "two"), origin));
    ASSERT_FALSE(replayed);
    EXPECT_TRUE(is_already_seen(replayed.error()));
    EXPECT_EQ(usage().objects, 1U);
}

TEST_F(ReceivedPostsTest, ATopicGetsATitleAndIsRelayed) {
    node.follows(ana, bees);
    node.must(follow(*node.services, {.follower = rob, .followed = bees}, node.from(rob)));
    auto const before = node.outgoing();
    auto const id = store(node.received(rob, "<p>@bees First line</p><p>More</p>", bees));
    auto const post = node.post_record(id);
    EXPECT_EQ(post.title, "First line");
    EXPECT_EQ(node.outgoing(), before + 1);
    auto const txn = node.snapshot();
    auto const raw =
        node.store->received_activities.body(txn, storage::ReceivedId(post.raw_activity));
    ASSERT_TRUE(raw);
    EXPECT_NE(raw->find("\"actor\":\"https://far.example/users/rob\""), std::string::npos);
    EXPECT_TRUE(node.store->entries.boost_of(txn, bees, id));
    auto const event = node.store->outgoing.load(txn, bees, storage::Sequence(before + 1));
    ASSERT_TRUE(event);
    EXPECT_NE(event->bodies.at(0).json.find(*raw), std::string::npos) << "byte for byte";
}

TEST_F(ReceivedPostsTest, OutsideGroupsNothingIsRelayed) {
    auto const before = node.outgoing();
    EXPECT_EQ(node.post_record(store(node.received(rob, "hello"))).raw_activity, 0U);
    EXPECT_EQ(node.outgoing(), before);
}

TEST_F(ReceivedPostsTest, AGroupTakesOnlyWhatItsPolicyAllows) {
    auto const news =
        node.group("news", ana, storage::JoinPolicy::open, storage::PostingPolicy::moderators);
    EXPECT_EQ(
        code_of(node.run(
            store_received_post(*node.services, node.received(rob, "spam", news), node.from(rob))
        )),
        ErrorCode::forbidden
    );
    EXPECT_EQ(usage().objects, 0U);
}

TEST_F(ReceivedPostsTest, WhatIsForFewIsNoTopic) {
    auto post = node.received(rob, "psst", bees);
    post.post.visibility = Visibility::direct;
    EXPECT_EQ(
        code_of(node.run(store_received_post(*node.services, post, node.from(rob)))),
        ErrorCode::unprocessable
    );
}

TEST_F(ReceivedPostsTest, P08_APrivateAnswerToATopicStandsByItself) {
    auto const topic = node.topic(ana, bees, "Swarms");
    auto post = node.received(rob, "psst");
    post.post.in_reply_to = topic.value();
    post.post.visibility = Visibility::direct;
    auto const before = node.outgoing();
    auto const stored = node.post_record(store(post));
    EXPECT_EQ(stored.group, 0U);
    EXPECT_EQ(stored.in_reply_to, 0U);
    EXPECT_EQ(node.outgoing(), before);
}

TEST_F(ReceivedPostsTest, AnAnswerTellsItsParentsAuthorAndBackfillNobody) {
    auto const topic = node.topic(ana, bees, "Swarms");
    auto answer = node.received(rob, "yes");
    answer.post.in_reply_to = topic.value();
    auto const stored = node.post_record(store(answer));
    EXPECT_EQ(stored.group, bees.value());
    EXPECT_EQ(notified(ana), 1U);
    auto old = node.received(rob, "long ago");
    old.post.in_reply_to = topic.value();
    old.post.created = node.now - 86'400'000;
    old.backfilled = true;
    auto const id = store(old);
    EXPECT_LT(id.value(), topic.value()) << "an id of its time of publication";
    EXPECT_EQ(notified(ana), 1U);
}

TEST_F(ReceivedPostsTest, D03_OnlyWhoIsMentionedAndAddressedIsTold) {
    auto post = node.received(rob, "hey");
    storage::MentionRecord mention;
    mention.actor = ana.value();
    post.post.mentions.push_back(mention);
    store(post);
    EXPECT_EQ(notified(ana), 0U);
    auto addressed = node.received(rob, "hey again");
    addressed.post.mentions.push_back(mention);
    storage::RecipientRecord recipient;
    recipient.actor = ana.value();
    addressed.post.cc.push_back(recipient);
    store(addressed);
    EXPECT_EQ(notified(ana), 1U);
}

TEST_F(ReceivedPostsTest, AHostHasAQuota) {
    node.services->limits.host_quota = {.bytes = 1'500, .objects = 10};
    store(node.received(rob, "small"));
    auto const refused = node.run(store_received_post(
        *node.services, node.received(rob, std::string(2'000, 'a')), node.from(rob)
    ));
    EXPECT_EQ(code_of(refused), ErrorCode::unavailable);
    EXPECT_EQ(usage().objects, 1U);
}

TEST_F(ReceivedPostsTest, F29_ALateCreateDoesNotBringBackWhatWasDeleted) {
    auto const post = node.received(rob, "hello");
    auto const deleted = node.must(apply_received_delete(
        *node.services, {.by = rob, .object_iri = post.post.iri}, node.from(rob)
    ));
    EXPECT_FALSE(deleted);
    EXPECT_EQ(
        code_of(node.run(store_received_post(*node.services, post, node.from(rob)))),
        ErrorCode::gone
    );
}

TEST_F(ReceivedPostsTest, F29_NobodyMarksTheObjectsOfAnotherHostAsGone) {
    auto const eve = node.remote("eve", "evil.example");
    auto const post = node.received(rob, "hello");
    node.must(apply_received_delete(
        *node.services, {.by = eve, .object_iri = post.post.iri}, node.from(eve)
    ));
    store(post);
}

TEST_F(ReceivedPostsTest, F29_TheNewestEditWins) {
    auto const id = store(node.received(rob, "first"));
    node.pass(10'000);
    EXPECT_TRUE(edit(id, "third", node.now - 1'000, rob).value());
    EXPECT_FALSE(edit(id, "second", node.now - 2'000, rob).value());
    EXPECT_EQ(html(id), "third");
    auto const txn = node.snapshot();
    EXPECT_EQ(node.store->revisions.of_post(txn, id)->size(), 1U);
}

TEST_F(ReceivedPostsTest, OnlyTheAuthorEditsAndDeletes) {
    auto const eve = node.remote("eve", "evil.example");
    auto const post = node.received(rob, "first");
    auto const id = store(post);
    node.pass(10'000);
    EXPECT_EQ(code_of(edit(id, "second", node.now, eve)), ErrorCode::forbidden);
    EXPECT_EQ(
        code_of(node.run(apply_received_delete(
            *node.services, {.by = eve, .object_iri = post.post.iri}, node.from(eve)
        ))),
        ErrorCode::forbidden
    );
    EXPECT_EQ(html(id), "first");
}

TEST_F(ReceivedPostsTest, P11_DeletionLeavesATombstoneAndFreesTheQuota) {
    auto const post = node.received(rob, std::string(500, 'a'), bees);
    auto const id = store(post);
    auto const before = node.outgoing();
    EXPECT_GT(usage().bytes, 500U);
    EXPECT_TRUE(node.must(apply_received_delete(
        *node.services, {.by = rob, .object_iri = post.post.iri}, node.from(rob)
    )));
    EXPECT_EQ(node.post_record(id).state, PostState::deleted);
    EXPECT_EQ(usage().bytes, 0U);
    EXPECT_EQ(html(id), "");
    EXPECT_EQ(node.outgoing(), before + 1) << "the group relays the Delete";
    EXPECT_EQ(
        code_of(node.run(store_received_post(*node.services, post, node.from(rob)))),
        ErrorCode::gone
    );
}

TEST_F(ReceivedPostsTest, AModeratorOfARemoteGroupRemoves) {
    auto const mod = node.remote("mod");
    auto const club = node.remote("club", "far.example", storage::ActorKind::group);
    auto const post = node.received(rob, "text", club);
    auto const id = store(post);
    node.must(apply_received_delete(
        *node.services,
        {.by = mod, .object_iri = post.post.iri, .by_moderator = true, .reason = "off topic"},
        node.from(club)
    ));
    EXPECT_EQ(node.post_record(id).state, PostState::removed);
    EXPECT_EQ(node.post_record(id).removed_reason, "off topic");
}

TEST_F(ReceivedPostsTest, AnnouncedByItsRemoteGroupATopicEntersTheLog) {
    auto const club = node.remote("club", "far.example", storage::ActorKind::group);
    auto post = node.received(rob, "text", club);
    auto const id = store(post);
    {
        auto const txn = node.snapshot();
        EXPECT_FALSE(node.store->entries.boost_of(txn, club, id)) << "the author's word only";
    }
    post.announce_iri = "https://far.example/announce/1";
    EXPECT_EQ(store(post), id);
    auto const txn = node.snapshot();
    EXPECT_TRUE(node.store->entries.boost_of(txn, club, id));
}

TEST_F(ReceivedPostsTest, ARemoteGroupConfirmsAPostOfAMember) {
    auto const club = node.remote("club", "far.example", storage::ActorKind::group);
    auto const id = node.topic(ana, club, "Hello");
    EXPECT_TRUE(node.post_record(id).awaiting_group);
    node.must(boost_post(*node.services, {.actor = club, .post = id}, node.from(club)));
    EXPECT_FALSE(node.post_record(id).awaiting_group);
    EXPECT_EQ(notified(ana), 0U);
}

}  // namespace
}  // namespace folkmoot::node
