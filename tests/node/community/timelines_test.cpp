// The timelines: who meets what, and in which order.
#include "node/community/timelines.hpp"

#include "node/community/blocks_and_mutes.hpp"
#include "node/community/group_topics.hpp"
#include "node/community/moderation.hpp"
#include "node/community/thread.hpp"
#include "tests/node/community/harness.hpp"

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::PostId;
using storage::Visibility;
using testing_support::code_of;
using Ids = std::vector<PostId>;

class CommunityTimelines : public testing_support::CommunityTest {
protected:
    void SetUp() override {
        ana = node.member("ana");
        bob = node.member("bob");
        eve = node.member("eve");
        bees = node.group("bees", ana);
    }

    static Ids objects(Result<Timeline> const& page) {
        Ids ids;
        for (auto const& row : page.value().items) {
            ids.push_back(row.object);
        }
        return ids;
    }

    Ids home(ActorId member, storage::PageRequest const& request = {}) {
        auto const txn = node.snapshot();
        return objects(home_timeline(txn, *node.store, member, request, node.now));
    }

    Ids account(Viewer const& viewer, ActorId actor, AccountTimelineFilter const& filter = {}) {
        auto const txn = node.snapshot();
        return objects(account_timeline(txn, *node.store, viewer, actor, filter, {}, node.now));
    }

    Ids everything(Viewer const& viewer, PublicTimelineFilter const& filter = {}) {
        auto const txn = node.snapshot();
        return objects(public_timeline(txn, *node.store, viewer, filter, {}, node.now));
    }

    Ids tagged(std::string const& tag, TagTimelineFilter const& filter = {}) {
        auto const txn = node.snapshot();
        return objects(
            tag_timeline(txn, *node.store, Viewer::anonymous(), tag, filter, {}, node.now)
        );
    }

    ActorId ana, bob, eve, bees;
};

TEST_F(CommunityTimelines, HomeHoldsOnesOwnAndThoseOfFollowed) {
    node.follows(bob, ana);
    auto const first = node.post(ana, "one");
    auto const own = node.post(bob, "two");
    node.post(eve, "three");
    EXPECT_EQ(home(bob), (Ids{own, first}));
}

TEST_F(CommunityTimelines, P06_HomeShowsPrivatePostsToThoseOnlyWhoMayReadThem) {
    node.follows(bob, ana);
    auto const secret = node.post(ana, "for followers", {}, Visibility::followers);
    node.post(ana, "for @eve", {}, Visibility::direct);
    EXPECT_EQ(home(bob), Ids{secret});
    EXPECT_EQ(home(eve), Ids{});
}

TEST_F(CommunityTimelines, AGroupsTopicComesOnceAlsoWhenTheAuthorIsFollowed) {
    node.follows(bob, bees);
    auto const topic = node.topic(eve, bees, "Swarms");
    EXPECT_EQ(home(bob), Ids{topic});
    node.follows(bob, eve);
    EXPECT_EQ(home(bob), Ids{topic});
    auto const txn = node.snapshot();
    auto const page = home_timeline(txn, *node.store, bob, {}, node.now);
    EXPECT_EQ(page->items.at(0).kind, storage::EntryKind::post) << "the original wins";
}

TEST_F(CommunityTimelines, RepliesOfAGroupStayOutOfHome) {
    node.follows(bob, bees);
    auto const topic = node.topic(ana, bees, "Swarms");
    node.post(eve, "a reply", topic);
    EXPECT_EQ(home(bob), Ids{topic});
}

TEST_F(CommunityTimelines, RepliesToStrangersStayOutOfHome) {
    node.follows(bob, ana);
    auto const strange = node.post(eve, "hm");
    node.post(ana, "answer", strange);
    EXPECT_EQ(home(bob), Ids{});
    node.follows(bob, eve);
    EXPECT_EQ(home(bob).size(), 2U);
}

TEST_F(CommunityTimelines, BoostsComeUnlessTurnedOff) {
    node.follows(bob, ana);
    auto const post = node.post(eve, "worth it");
    node.must(boost_post(*node.services, {.actor = ana, .post = post}));
    EXPECT_EQ(home(bob), Ids{post});
    node.must(follow(*node.services, {.follower = bob, .followed = ana, .show_reblogs = false}));
    EXPECT_EQ(home(bob), Ids{});
}

TEST_F(CommunityTimelines, P10_MutedAndBlockedAuthorsAreNotMet) {
    node.follows(bob, ana);
    node.follows(bob, bees);
    auto const post = node.post(eve, "boo #tag");
    auto const topic = node.topic(eve, bees, "Swarms");
    node.must(boost_post(*node.services, {.actor = ana, .post = post}));
    ASSERT_EQ(home(bob), (Ids{post, topic}));
    node.must(mute_actor(*node.services, {.member = bob, .target = eve}));
    EXPECT_EQ(home(bob), Ids{});
    EXPECT_EQ(everything(Viewer::member(bob)), Ids{});
    EXPECT_EQ(account(Viewer::member(bob), eve).size(), 2U) << "whom one looks up is shown";
    node.must(block_actor(*node.services, eve, ana));
    EXPECT_EQ(account(Viewer::member(ana), eve), Ids{});
}

TEST_F(CommunityTimelines, PagesMeetEachEntryOnce) {
    node.follows(bob, ana);
    Ids all;
    for (int i = 0; i < 25; ++i) {
        all.insert(all.begin(), node.post(ana, "post " + std::to_string(i)));
        if (i % 3 == 0) {
            node.post(ana, "for @eve", {}, Visibility::direct);
        }
    }
    Ids met;
    storage::PageRequest request{.limit = 4};
    auto const txn = node.snapshot();
    for (bool more = true; more;) {
        auto const page = home_timeline(txn, *node.store, bob, request, node.now).value();
        for (auto const& row : page.items) {
            met.push_back(row.object);
        }
        more = page.more;
        request.max_id = page.resume;
    }
    EXPECT_EQ(met, all);
    auto const above =
        home_timeline(txn, *node.store, bob, {.min_id = all.back().value(), .limit = 3}, node.now);
    EXPECT_EQ(objects(above), (Ids{all[21], all[22], all[23]}));
}

TEST_F(CommunityTimelines, ThePublicTimelineHoldsPublicThreadStarts) {
    auto const post = node.post(ana, "one");
    auto const topic = node.topic(ana, bees, "Swarms");
    node.post(bob, "reply", post);
    node.post(ana, "unlisted", {}, Visibility::unlisted);
    node.post(ana, "private", {}, Visibility::followers);
    auto const rob = node.remote("rob");
    auto const far = node.must(
        store_received_post(*node.services, node.received(rob, "from afar"), node.from(rob))
    );
    EXPECT_EQ(everything(Viewer::anonymous()), (Ids{far, topic, post}));
    EXPECT_EQ(everything(Viewer::anonymous(), {.local = true}), (Ids{topic, post}));
    EXPECT_EQ(everything(Viewer::anonymous(), {.remote = true}), Ids{far});
    EXPECT_EQ(everything(Viewer::anonymous(), {.only_media = true}), Ids{});
}

TEST_F(CommunityTimelines, RemovedPostsAreNowhere) {
    auto const topic = node.topic(bob, bees, "Swarms #tag");
    node.follows(eve, bees);
    node.must(remove_post(*node.services, ana, topic, ""));
    EXPECT_EQ(everything(Viewer::anonymous()), Ids{});
    EXPECT_EQ(home(eve), Ids{});
    EXPECT_EQ(home(bob), Ids{}) << "also not for its author";
    node.must(restore_post(*node.services, ana, topic, ""));
    EXPECT_EQ(home(eve), Ids{topic});
}

TEST_F(CommunityTimelines, TagsAreCombined) {
    auto const one = node.post(ana, "#red");
    auto const both = node.post(ana, "#Red #blue");
    auto const blue = node.post(ana, "#blue");
    EXPECT_EQ(tagged("RED"), (Ids{both, one}));
    EXPECT_EQ(tagged("red", {.all = {"blue"}}), Ids{both});
    EXPECT_EQ(tagged("red", {.none = {"blue"}}), Ids{one});
    EXPECT_EQ(tagged("red", {.any = {"blue"}}), (Ids{blue, both, one}));
    EXPECT_EQ(tagged("green"), Ids{});
}

TEST_F(CommunityTimelines, AnAccountsPostsCanBeNarrowed) {
    auto const post = node.post(ana, "one #tag");
    auto const reply = node.post(ana, "to myself", post);
    auto const other = node.post(bob, "two");
    auto const answer = node.post(ana, "to bob", other);
    node.must(boost_post(*node.services, {.actor = ana, .post = other}));
    auto const viewer = Viewer::anonymous();
    EXPECT_EQ(account(viewer, ana), (Ids{other, answer, reply, post}));
    EXPECT_EQ(account(viewer, ana, {.exclude_replies = true}), (Ids{other, reply, post}));
    EXPECT_EQ(account(viewer, ana, {.exclude_reblogs = true}), (Ids{answer, reply, post}));
    EXPECT_EQ(account(viewer, ana, {.tagged = "TAG"}), Ids{post});
    EXPECT_EQ(account(viewer, ana, {.pinned = true}), Ids{});
}

TEST_F(CommunityTimelines, AGroupsTopicsAreBoostsOfIts) {
    auto const topic = node.topic(bob, bees, "Swarms");
    node.post(eve, "reply", topic);
    auto const txn = node.snapshot();
    auto const page =
        account_timeline(txn, *node.store, Viewer::anonymous(), bees, {}, {}, node.now).value();
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items[0].kind, storage::EntryKind::boost);
    EXPECT_EQ(page.items[0].actor, bees);
    EXPECT_EQ(page.items[0].object, topic);
    AccountTimelineFilter const plain{.exclude_replies = true, .exclude_reblogs = true};
    auto const posts =
        account_timeline(txn, *node.store, Viewer::anonymous(), bees, plain, {}, node.now).value();
    ASSERT_EQ(posts.items.size(), 1U) << "never an empty list";
    EXPECT_EQ(posts.items[0].kind, storage::EntryKind::post);
}

TEST_F(CommunityTimelines, TopicsAreSortedByAgeOrActivity) {
    auto const first = node.topic(bob, bees, "First");
    node.pass(1000);
    auto const second = node.topic(bob, bees, "Second");
    node.pass(1000);
    node.post(eve, "up", first);
    auto const txn = node.snapshot();
    auto const newest = group_topics(txn, *node.store, Viewer::anonymous(), bees, {}).value();
    ASSERT_EQ(newest.items.size(), 2U);
    EXPECT_EQ(newest.items[0].topic.id, second.value());
    EXPECT_EQ(newest.items[1].counters.thread_replies, 1U);
    EXPECT_FALSE(newest.more);
    auto const active = group_topics(
        txn, *node.store, Viewer::anonymous(), bees, {.order = TopicOrder::active, .limit = 1}
    );
    ASSERT_EQ(active->items.size(), 1U);
    EXPECT_EQ(active->items[0].topic.id, first.value());
    EXPECT_TRUE(active->more);
    auto const rest = group_topics(
        txn,
        *node.store,
        Viewer::anonymous(),
        bees,
        {.order = TopicOrder::active, .limit = 1, .after = active->resume_active}
    );
    ASSERT_EQ(rest->items.size(), 1U);
    EXPECT_EQ(rest->items[0].topic.id, second.value());
}

TEST_F(CommunityTimelines, AThreadLeavesOutWhatMayNotBeSeen) {
    auto const root = node.post(ana, "root");
    auto const open = node.post(bob, "open", root);
    auto const secret = node.post(eve, "secret @ana", root, Visibility::direct);
    auto const below = node.post(ana, "below", open);
    auto const txn = node.snapshot();
    auto const seen = thread_context(txn, *node.store, Viewer::anonymous(), root).value();
    EXPECT_EQ(seen.descendants, (Ids{open, below}));
    auto const ours = thread_context(txn, *node.store, Viewer::member(ana), root).value();
    EXPECT_EQ(ours.descendants, (Ids{open, below, secret}));
    auto const up = thread_context(txn, *node.store, Viewer::anonymous(), below).value();
    EXPECT_EQ(up.ancestors, (Ids{root, open}));
}

TEST_F(CommunityTimelines, TheAcceptedAnswerComesFirstWithItsReplies) {
    auto const topic = node.topic(ana, bees, "How?");
    auto const first = node.post(bob, "so", topic);
    auto const answer = node.post(eve, "thus", topic);
    auto const thanks = node.post(ana, "thanks", answer);
    node.write<void>([&](storage::WriteTxn& txn) {
        auto post = node.store->posts.load(txn, topic);
        post->accepted_answer = answer.value();
        return node.store->posts.update(txn, *post);
    });
    auto const txn = node.snapshot();
    auto const context = thread_context(txn, *node.store, Viewer::anonymous(), topic).value();
    EXPECT_EQ(context.descendants, (Ids{answer, thanks, first}));
}

TEST_F(CommunityTimelines, AThreadPageNumbersItsReplies) {
    auto const topic = node.topic(ana, bees, "Swarms");
    auto const first = node.post(bob, "one", topic);
    auto const second = node.post(eve, "two", topic);
    node.post(bob, "three", topic);
    node.must(delete_post(*node.services, bob, first));
    auto const txn = node.snapshot();
    auto const page = thread_page(txn, *node.store, Viewer::anonymous(), topic, 0, 2).value();
    ASSERT_EQ(page.replies.size(), 2U);
    EXPECT_TRUE(page.more);
    EXPECT_EQ(page.replies[0].ordinal, 1U);
    EXPECT_FALSE(page.replies[0].visible);
    EXPECT_EQ(page.replies[0].post.id, 0U) << "a gap tells nothing";
    EXPECT_EQ(page.replies[1].post.id, second.value());
    auto const rest = thread_page(txn, *node.store, Viewer::anonymous(), topic, 2, 2).value();
    EXPECT_EQ(rest.replies.size(), 1U);
    EXPECT_FALSE(rest.more);
}

}  // namespace
}  // namespace folkmoot::node
