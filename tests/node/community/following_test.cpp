// Follows and joins, with either side here or elsewhere.
#include "node/community/following.hpp"

#include "node/community/blocks_and_mutes.hpp"
#include "node/community/relationships.hpp"
#include "tests/node/community/harness.hpp"

#include <array>

namespace folkmoot::node {
namespace {

using storage::ActorId;
using storage::FollowState;
using storage::NotificationKind;
using testing_support::code_of;

class FollowingTest : public testing_support::CommunityTest {
protected:
    Relationship between(ActorId member, ActorId actor) {
        auto const txn = node.snapshot();
        std::array const one{actor};
        return relationships(txn, *node.store, member, one, node.now)->at(0);
    }

    std::size_t stays(ActorId channel) {
        auto const txn = node.snapshot();
        return node.store->outgoing.hosts_of(txn, channel, {}, 10)->size();
    }

    std::vector<NotificationKind> told(ActorId member) {
        auto const txn = node.snapshot();
        std::vector<NotificationKind> kinds;
        for (auto const& one : node.store->notifications.of_member(txn, member, {})->items) {
            kinds.push_back(one.kind);
        }
        return kinds;
    }

    std::optional<storage::MembershipState> membership(ActorId group, ActorId member) {
        auto const txn = node.snapshot();
        auto const row = node.store->memberships.between(txn, group, member);
        return row ? std::optional(row->state) : std::nullopt;
    }

    void lock(ActorId member) {
        node.must(update_profile(*node.services, {.member = member, .locked = true}));
    }
};

TEST_F(FollowingTest, AMemberFollowsAMemberAtOnce) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    auto const row = node.must(follow(*node.services, {.follower = bob, .followed = ana}));
    EXPECT_EQ(row.state, FollowState::accepted);
    EXPECT_TRUE(between(bob, ana).following);
    EXPECT_TRUE(between(ana, bob).followed_by);
    EXPECT_EQ(told(ana), std::vector{NotificationKind::follow});
    EXPECT_EQ(node.outgoing(), 0U);
}

TEST_F(FollowingTest, ARepeatedFollowChangesOptionsOnly) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    node.follows(bob, ana);
    node.must(follow(
        *node.services, {.follower = bob, .followed = ana, .show_reblogs = false, .notify = true}
    ));
    EXPECT_FALSE(between(bob, ana).showing_reblogs);
    EXPECT_TRUE(between(bob, ana).notifying);
    node.follows(bob, ana);
    EXPECT_FALSE(between(bob, ana).showing_reblogs);
    EXPECT_EQ(told(ana).size(), 1U);
}

TEST_F(FollowingTest, ALockedMemberIsAsked) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    lock(ana);
    EXPECT_EQ(
        node.must(follow(*node.services, {.follower = bob, .followed = ana})).state,
        FollowState::pending
    );
    EXPECT_EQ(told(ana), std::vector{NotificationKind::follow_request});
    node.must(answer_follow(*node.services, {.followed = ana, .follower = bob}));
    EXPECT_TRUE(between(bob, ana).following);
    node.must(answer_follow(
        *node.services, {.followed = ana, .follower = bob, .answer = FollowAnswer::reject}
    ));
    EXPECT_FALSE(between(bob, ana).following);
}

TEST_F(FollowingTest, ARemoteFollowerIsAcceptedAndItsHostEntersTheChannel) {
    auto const ana = node.member("ana");
    auto const rob = node.remote("rob");
    FollowActor const command{.follower = rob, .followed = ana};
    node.must(follow(*node.services, command, node.from(rob)));
    EXPECT_EQ(stays(ana), 1U);
    EXPECT_EQ(node.outgoing(), 1U);
    // "Fast-forward": the Accept goes out again, the host stays once.
    auto const again = node.must(follow(*node.services, command, node.from(rob)));
    EXPECT_EQ(node.outgoing(), 2U);
    EXPECT_TRUE(again.activity_iri.ends_with("/2"));
    node.must(unfollow(*node.services, rob, ana, node.from(rob)));
    EXPECT_EQ(stays(ana), 0U);
}

TEST_F(FollowingTest, TheSameActivityTakesEffectOnce) {
    auto const ana = node.member("ana");
    auto const rob = node.remote("rob");
    auto const origin = node.from(rob);
    node.must(follow(*node.services, {.follower = rob, .followed = ana}, origin));
    node.must(unfollow(*node.services, rob, ana, node.from(rob)));
    auto const replayed =
        node.run(follow(*node.services, {.follower = rob, .followed = ana}, origin));
    ASSERT_FALSE(replayed);
    EXPECT_TRUE(is_already_seen(replayed.error()));
    EXPECT_EQ(stays(ana), 0U);
}

TEST_F(FollowingTest, F22_AnOutgoingFollowWaitsForTheFollowedActor) {
    auto const bob = node.member("bob");
    auto const rob = node.remote("rob");
    auto const eve = node.remote("eve");
    auto const row = node.must(follow(*node.services, {.follower = bob, .followed = rob}));
    EXPECT_EQ(row.state, FollowState::pending);
    EXPECT_EQ(node.outgoing(), 1U);
    EXPECT_TRUE(between(bob, rob).requested);
    EXPECT_EQ(
        code_of(node.run(
            answer_follow(*node.services, {.followed = eve, .follower = bob}, node.from(eve))
        )),
        ErrorCode::not_found
    );
    EXPECT_FALSE(between(bob, rob).following);
    node.must(answer_follow(*node.services, {.followed = rob, .follower = bob}, node.from(rob)));
    EXPECT_TRUE(between(bob, rob).following);
    auto const txn = node.snapshot();
    EXPECT_TRUE(*node.store->entries.has_author_log(txn, rob));
}

TEST_F(FollowingTest, TheLogOfARemoteActorIsKeptAsLongAsItIsFollowed) {
    auto const bob = node.member("bob");
    auto const rob = node.remote("rob");
    node.must(follow(*node.services, {.follower = bob, .followed = rob}));
    node.must(answer_follow(*node.services, {.followed = rob, .follower = bob}, node.from(rob)));
    node.must(unfollow(*node.services, bob, rob));
    EXPECT_EQ(node.outgoing(), 2U);
    auto const txn = node.snapshot();
    EXPECT_FALSE(*node.store->entries.has_author_log(txn, rob));
}

TEST_F(FollowingTest, JoiningAnOpenGroupMakesAMember) {
    auto const bob = node.member("bob");
    auto const rob = node.remote("rob");
    auto const bees = node.group("bees");
    node.follows(bob, bees);
    node.must(follow(*node.services, {.follower = rob, .followed = bees}, node.from(rob)));
    EXPECT_EQ(membership(bees, bob), storage::MembershipState::accepted);
    EXPECT_EQ(membership(bees, rob), storage::MembershipState::accepted);
    EXPECT_EQ(stays(bees), 1U);
    {
        auto const txn = node.snapshot();
        EXPECT_EQ(node.store->actor_counters.load(txn, bees)->members, 2U);
    }
    node.must(unfollow(*node.services, bob, bees));
    EXPECT_EQ(membership(bees, bob), storage::MembershipState::left);
    node.follows(bob, bees);
    EXPECT_EQ(membership(bees, bob), storage::MembershipState::accepted);
}

TEST_F(FollowingTest, AGroupThatApprovesAsksItsModerators) {
    auto const owner = node.member("olga");
    auto const bob = node.member("bob");
    auto const bees = node.group("bees", owner, storage::JoinPolicy::approval);
    EXPECT_EQ(
        node.must(follow(*node.services, {.follower = bob, .followed = bees})).state,
        FollowState::pending
    );
    EXPECT_EQ(membership(bees, bob), storage::MembershipState::requested);
    EXPECT_EQ(
        code_of(
            node.run(answer_follow(*node.services, {.followed = bees, .follower = bob, .by = bob}))
        ),
        ErrorCode::forbidden
    );
    node.must(answer_follow(*node.services, {.followed = bees, .follower = bob, .by = owner}));
    EXPECT_EQ(membership(bees, bob), storage::MembershipState::accepted);
    EXPECT_EQ(membership(bees, owner), storage::MembershipState::accepted);
}

TEST_F(FollowingTest, P10_ABlockEndsFollowsBothWaysAndForbidsNewOnes) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    node.follows(ana, bob);
    node.follows(bob, ana);
    node.must(block_actor(*node.services, ana, bob));
    EXPECT_FALSE(between(ana, bob).following);
    EXPECT_FALSE(between(bob, ana).following);
    EXPECT_TRUE(between(ana, bob).blocking);
    EXPECT_FALSE(between(bob, ana).blocking);
    EXPECT_EQ(
        code_of(node.run(follow(*node.services, {.follower = bob, .followed = ana}))),
        ErrorCode::forbidden
    );
    node.must(unblock_actor(*node.services, ana, bob));
    node.follows(bob, ana);
}

TEST_F(FollowingTest, P12_BlockingARemoteFollowerTakesItsHostOutOfTheChannel) {
    auto const ana = node.member("ana");
    auto const rob = node.remote("rob");
    node.must(follow(*node.services, {.follower = rob, .followed = ana}, node.from(rob)));
    auto const before = node.outgoing();
    node.must(block_actor(*node.services, ana, rob));
    EXPECT_EQ(stays(ana), 0U);
    EXPECT_EQ(node.outgoing(), before + 1) << "a Reject tells that the follow is over";
}

TEST_F(FollowingTest, MutesExpire) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    node.must(mute_actor(
        *node.services, {.member = ana, .target = bob, .notifications = false, .duration_ms = 1000}
    ));
    EXPECT_TRUE(between(ana, bob).muting);
    EXPECT_FALSE(between(ana, bob).muting_notifications);
    node.pass(1001);
    EXPECT_FALSE(between(ana, bob).muting);
}

TEST_F(FollowingTest, NobodyFollowsBlocksOrMutesThemselves) {
    auto const ana = node.member("ana");
    EXPECT_EQ(
        code_of(node.run(follow(*node.services, {.follower = ana, .followed = ana}))),
        ErrorCode::unprocessable
    );
    EXPECT_EQ(code_of(node.run(block_actor(*node.services, ana, ana))), ErrorCode::unprocessable);
    EXPECT_EQ(
        code_of(node.run(mute_actor(*node.services, {.member = ana, .target = ana}))),
        ErrorCode::unprocessable
    );
}

}  // namespace
}  // namespace folkmoot::node
