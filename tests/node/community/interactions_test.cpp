// What members do to posts and to each other, who is told, who is found, what is counted.
#include "node/community/account_search.hpp"
#include "node/community/blocks_and_mutes.hpp"
#include "node/community/node_statistics.hpp"
#include "node/community/notifications.hpp"
#include "node/community/tags.hpp"
#include "tests/node/community/harness.hpp"

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::Visibility;
using testing_support::code_of;

class InteractionsTest : public testing_support::CommunityTest {
protected:
    void SetUp() override {
        ana = node.member("ana");
        bob = node.member("bob");
        eve = node.member("eve");
        bees = node.group("bees", ana);
    }

    ActorId ana, bob, eve, bees;
};

TEST_F(InteractionsTest, AccountsAreFoundByHandle) {
    auto const rob = node.remote("anatole");
    auto const txn = node.snapshot();
    auto const find = [&](std::string_view handle) {
        auto const found = find_by_handle(txn, *node.store, node.site, Viewer::anonymous(), handle);
        return found ? ActorId(found->id) : ActorId();
    };
    for (auto const* handle : {"ana", "@ANA", "acct:ana@folk.example", "@ana@FOLK.example"}) {
        EXPECT_EQ(find(handle), ana) << handle;
    }
    EXPECT_EQ(find("!bees"), bees);
    EXPECT_EQ(find("@anatole@far.example"), rob);
    EXPECT_EQ(find("anatole"), ActorId());
    auto const found =
        search_accounts(txn, *node.store, node.site, Viewer::anonymous(), {.text = "@ana"});
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->at(0).id, ana.value());
}

TEST_F(InteractionsTest, P10_NotificationsOfBlockedAndMutedActorsAreNotWritten) {
    auto const post = node.post(ana, "hello");
    node.must(mute_actor(*node.services, {.member = ana, .target = eve}));
    node.must(add_reaction(*node.services, {.actor = eve, .post = post}));
    node.must(boost_post(*node.services, {.actor = eve, .post = post}));
    node.post(eve, "@ana hey");
    auto const bob_likes = [&] {
        node.must(add_reaction(*node.services, {.actor = bob, .post = post}));
    };
    bob_likes();
    node.must(remove_reaction(*node.services, {.actor = bob, .post = post}));
    bob_likes();
    auto const txn = node.snapshot();
    auto const page = list_notifications(txn, *node.store, ana, {}, {}, node.now).value();
    ASSERT_EQ(page.items.size(), 1U) << "and nobody is told of the same favourite twice";
    EXPECT_EQ(page.items[0].kind, storage::NotificationKind::favourite);
    EXPECT_EQ(page.items[0].from, bob.value());
}

TEST_F(InteractionsTest, A04_NotificationsAreTheirMembers) {
    auto const post = node.post(ana, "hello");
    node.must(add_reaction(*node.services, {.actor = bob, .post = post}));
    storage::NotificationId id;
    {
        auto const txn = node.snapshot();
        id = storage::NotificationId(
            node.store->notifications.of_member(txn, ana, {})->items.at(0).id
        );
    }
    EXPECT_EQ(
        code_of(node.run(dismiss_notification(*node.services, bob, id))), ErrorCode::not_found
    );
    node.must(dismiss_notification(*node.services, ana, id));
}

TEST_F(InteractionsTest, ALikeTakesThePlaceOfADislike) {
    auto const topic = node.topic(ana, bees, "Swarms");
    auto const counters = [&] {
        auto const txn = node.snapshot();
        return node.store->post_counters.load(txn, topic).value();
    };
    node.must(add_reaction(
        *node.services, {.actor = bob, .post = topic, .kind = storage::ReactionKind::dislike}
    ));
    EXPECT_EQ(counters().dislikes, 1U);
    node.must(add_reaction(*node.services, {.actor = bob, .post = topic}));
    node.must(add_reaction(*node.services, {.actor = bob, .post = topic}));
    EXPECT_EQ(counters().dislikes, 0U);
    EXPECT_EQ(counters().likes, 1U);
    node.must(remove_reaction(*node.services, {.actor = bob, .post = topic}));
    EXPECT_EQ(counters().likes, 0U);
}

TEST_F(InteractionsTest, P08_OnlyOpenPostsAreBoostedAndOnce) {
    auto const secret = node.post(ana, "private", {}, Visibility::followers);
    EXPECT_EQ(
        code_of(node.run(boost_post(*node.services, {.actor = ana, .post = secret}))),
        ErrorCode::forbidden
    );
    auto const open = node.post(ana, "open");
    auto const first = node.must(boost_post(*node.services, {.actor = bob, .post = open}));
    EXPECT_EQ(node.must(boost_post(*node.services, {.actor = bob, .post = open})).id, first.id);
    node.must(unboost_post(*node.services, bob, open));
    auto const txn = node.snapshot();
    EXPECT_EQ(node.store->post_counters.load(txn, open)->boosts, 0U);
}

TEST_F(InteractionsTest, FollowedTagsAreKept) {
    node.must(follow_tag(*node.services, bob, "Bees"));
    auto const tag = node.must(follow_tag(*node.services, bob, "bees"));
    auto const txn = node.snapshot();
    EXPECT_EQ(node.store->tags.followed_by(txn, bob, {})->items.size(), 1U);
    EXPECT_TRUE(*node.store->tags.is_followed(txn, bob, storage::TagId(tag.id)));
    EXPECT_EQ(
        code_of(node.run(follow_tag(*node.services, bob, "two words"))), ErrorCode::unprocessable
    );
}

TEST_F(InteractionsTest, P13_StatisticsAreCoarseAndKept) {
    node.post(ana, "one");
    StatisticsCache cache(*node.store, node.clock());
    auto const first = cache.get().value();
    EXPECT_EQ(first.members, 3U);
    EXPECT_EQ(first.active_month, 1U);
    EXPECT_EQ(first.local_posts, 1U);
    EXPECT_EQ(first.groups, 1U);
    node.post(ana, "two");
    EXPECT_EQ(cache.get()->local_posts, 1U);
    node.pass(16 * 60 * 1000);
    EXPECT_EQ(cache.get()->local_posts, 2U);
}

}  // namespace
}  // namespace folkmoot::node
