// Follow, Accept, Reject, Undo, Block, Move.
#include "tests/node/listeners/listener_world.hpp"

namespace folkmoot::node {
namespace {

using tests::carol;
using tests::dave;
using tests::ListenerTest;
using tests::mallory;

constexpr char const* alice_iri = "https://home.test/users/alice";
constexpr char const* bob_iri = "https://home.test/users/bob";
constexpr char const* group_iri = "https://home.test/groups/open";

class DeliveredRelationsTest : public ListenerTest {
protected:
    /// Makes bob's follows wait for him.
    void lock_bob() {
        auto const done = world.run(
            update_profile(world.services, UpdateProfile{.member = world.bob, .locked = true})
        );
        ASSERT_TRUE(done);
    }

    /// Asks to follow, and is not answered.
    storage::FollowRecord ask(char const* actor) {
        EXPECT_TRUE(world.run(world.directory->by_iri(world.iri(actor), federation::FetchBudget()))
        );
        return *world.run(follow(
            world.services, FollowActor{.follower = world.bob, .followed = world.id_of(actor)}
        ));
    }

    std::optional<storage::FollowState> state(
        storage::ActorId follower, storage::ActorId followed
    ) {
        auto const found = world.follow_of(follower, followed);
        return found ? std::optional(found->state) : std::nullopt;
    }
};

TEST_F(DeliveredRelationsTest, AFollowOfAMemberIsAccepted) {
    world.accept(dave, world.activity(dave, "Follow", alice_iri));
    EXPECT_EQ(state(world.id_of(dave), world.alice), storage::FollowState::accepted);
}

TEST_F(DeliveredRelationsTest, AFollowOfAGroupIsAccepted) {
    world.accept(dave, world.activity(dave, "Follow", group_iri));
    EXPECT_EQ(state(world.id_of(dave), world.group), storage::FollowState::accepted);
}

TEST_F(DeliveredRelationsTest, F22_ALockedMemberDecides) {
    lock_bob();
    world.accept(dave, world.activity(dave, "Follow", bob_iri));
    EXPECT_EQ(state(world.id_of(dave), world.bob), storage::FollowState::pending);
}

TEST_F(DeliveredRelationsTest, P04_AnUnknownTargetIsAccepted) {
    auto const answer =
        world.deliver(dave, world.activity(dave, "Follow", "https://home.test/users/nobody"));
    EXPECT_EQ(answer.status, 202);
}

TEST_F(DeliveredRelationsTest, OneFollowHasOneObject) {
    auto const answer = world.deliver(
        dave, world.activity(dave, "Follow", nlohmann::json::array({alice_iri, bob_iri}))
    );
    EXPECT_FALSE(answer.accepted());
    EXPECT_FALSE(state(world.id_of(dave), world.alice));
}

TEST_F(DeliveredRelationsTest, AFollowIsUndoneByItsActor) {
    auto const follow = world.activity(dave, "Follow", alice_iri);
    world.accept(dave, follow);
    world.accept(dave, world.activity(dave, "Undo", follow));
    EXPECT_FALSE(state(world.id_of(dave), world.alice));
}

TEST_F(DeliveredRelationsTest, AFollowIsUndoneByItsIdAlone) {
    auto const follow = world.activity(dave, "Follow", alice_iri);
    world.accept(dave, follow);
    world.accept(dave, world.activity(dave, "Undo", follow["id"]));
    EXPECT_FALSE(state(world.id_of(dave), world.alice));
}

TEST_F(DeliveredRelationsTest, F28_AFollowIsNotUndoneByAnother) {
    auto const follow = world.activity(dave, "Follow", alice_iri);
    world.accept(dave, follow);
    EXPECT_EQ(world.deliver(mallory, world.activity(mallory, "Undo", follow)).status, 403);
    world.deliver(carol, world.activity(carol, "Undo", follow["id"]));
    EXPECT_TRUE(state(world.id_of(dave), world.alice));
}

TEST_F(DeliveredRelationsTest, F29_AnUndoThatComesFirstHolds) {
    auto const follow = world.activity(dave, "Follow", alice_iri);
    world.accept(dave, world.activity(dave, "Undo", follow["id"]));
    world.accept(dave, follow);
    EXPECT_FALSE(state(world.id_of(dave), world.alice));
}

TEST_F(DeliveredRelationsTest, F22_TheFollowedActorAccepts) {
    auto const asked = ask(dave);
    EXPECT_EQ(asked.state, storage::FollowState::pending);
    world.accept(dave, world.activity(dave, "Accept", world.site.activity(asked.id)));
    EXPECT_EQ(state(world.bob, world.id_of(dave)), storage::FollowState::accepted);
}

TEST_F(DeliveredRelationsTest, AnAcceptMayNameTheFollowByItsActors) {
    ask(dave);
    nlohmann::json const follow = {
        {"id", "https://good.test/another-id"},
        {"type", "Follow"},
        {"actor", bob_iri},
        {"object", dave},
    };
    world.accept(dave, world.activity(dave, "Accept", follow));
    EXPECT_EQ(state(world.bob, world.id_of(dave)), storage::FollowState::accepted);
}

TEST_F(DeliveredRelationsTest, F22_NobodyElseAccepts) {
    auto const asked = ask(dave);
    auto const answer =
        world.deliver(mallory, world.activity(mallory, "Accept", world.site.activity(asked.id)));
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(state(world.bob, world.id_of(dave)), storage::FollowState::pending);
}

TEST_F(DeliveredRelationsTest, AnAcceptOfNothingChangesNothing) {
    nlohmann::json const follow = {{"type", "Follow"}, {"actor", bob_iri}, {"object", dave}};
    EXPECT_EQ(world.deliver(dave, world.activity(dave, "Accept", follow)).status, 202);
    EXPECT_FALSE(state(world.bob, world.id_of(dave)));
}

TEST_F(DeliveredRelationsTest, ARejectEndsAFollow) {
    auto const asked = ask(dave);
    world.accept(dave, world.activity(dave, "Accept", world.site.activity(asked.id)));
    world.accept(dave, world.activity(dave, "Reject", world.site.activity(asked.id)));
    EXPECT_NE(state(world.bob, world.id_of(dave)), storage::FollowState::accepted);
}

TEST_F(DeliveredRelationsTest, ABlockEndsFollowsAndIsUndone) {
    world.accept(dave, world.activity(dave, "Follow", alice_iri));
    auto const block = world.activity(dave, "Block", alice_iri);
    world.accept(dave, block);
    EXPECT_FALSE(state(world.id_of(dave), world.alice));
    {
        auto const txn = world.snapshot();
        EXPECT_TRUE(*world.store->blocks.exists(txn, world.id_of(dave), world.alice));
    }
    world.accept(dave, world.activity(dave, "Undo", block));
    auto const txn = world.snapshot();
    EXPECT_FALSE(*world.store->blocks.exists(txn, world.id_of(dave), world.alice));
}

TEST_F(DeliveredRelationsTest, F28_ABanByAnOutsiderIsRefused) {
    auto ban = world.activity(mallory, "Block", bob_iri);
    ban["target"] = group_iri;
    EXPECT_EQ(world.deliver(mallory, ban).status, 403);
}

TEST_F(DeliveredRelationsTest, F28_AModeratorIsNotAddedByAnOutsider) {
    auto add = world.activity(mallory, "Add", mallory);
    add["target"] = std::string(group_iri) + "/moderators";
    EXPECT_EQ(world.deliver(mallory, add).status, 403);
}

nlohmann::json move(tests::ListenerWorld& world, char const* from, char const* to) {
    auto activity = world.activity(from, "Move", from);
    activity["target"] = to;
    return activity;
}

TEST_F(DeliveredRelationsTest, F23_AMoveThatTheTargetConfirmsTakesFollowersAlong) {
    char const* const fresh = "https://new.test/users/carol";
    world.add_actor(fresh, "Person", {{"alsoKnownAs", {carol}}});
    world.accept(carol, move(world, carol, fresh));
    EXPECT_TRUE(state(world.alice, world.id_of(fresh)));
    EXPECT_FALSE(state(world.alice, world.id_of(carol)));
    EXPECT_EQ(world.actor(carol).moved_to, world.id_of(fresh).value());
}

TEST_F(DeliveredRelationsTest, F23_AMoveThatTheTargetDoesNotConfirmIsIgnored) {
    world.accept(carol, move(world, carol, mallory));
    EXPECT_TRUE(state(world.alice, world.id_of(carol)));
    EXPECT_EQ(world.actor(carol).moved_to, 0U);
}

TEST_F(DeliveredRelationsTest, F23_NobodyMovesAnother) {
    auto activity = world.activity(mallory, "Move", carol);
    activity["target"] = mallory;
    EXPECT_FALSE(world.settle(mallory, activity).accepted());
    EXPECT_TRUE(state(world.alice, world.id_of(carol)));
}

TEST_F(DeliveredRelationsTest, UnknownTypesAreIgnored) {
    EXPECT_EQ(world.deliver(dave, world.activity(dave, "Frobnicate", alice_iri)).status, 202);
}

}  // namespace
}  // namespace folkmoot::node
