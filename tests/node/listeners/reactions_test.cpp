// Like, Dislike, emoji, Announce of objects, Flag.
#include "tests/node/listeners/listener_world.hpp"

namespace folkmoot::node {
namespace {

using tests::carol;
using tests::dave;
using tests::ListenerTest;
using tests::mallory;

constexpr char const* alice_iri = "https://home.test/users/alice";
constexpr char const* note_1 = "https://good.test/notes/1";

class DeliveredReactionsTest : public ListenerTest {
protected:
    std::string own(storage::PostId post) { return world.site.object(post.value()); }

    std::size_t reports() {
        auto const txn = world.snapshot();
        storage::PageRequest request;
        request.limit = 100;
        return world.store->reports.in_state(txn, storage::ReportState::open, request)
            ->items.size();
    }
};

TEST_F(DeliveredReactionsTest, ALikeCountsOnceAndIsUndone) {
    auto const post = world.local_post();
    auto const like = world.activity(dave, "Like", own(post));
    world.accept(dave, like);
    world.accept(dave, world.activity(dave, "Like", own(post)));
    EXPECT_EQ(world.counters(post).likes, 1U);
    world.accept(dave, world.activity(dave, "Undo", like));
    EXPECT_EQ(world.counters(post).likes, 0U);
}

TEST_F(DeliveredReactionsTest, ADislikeTakesThePlaceOfALike) {
    auto const post = world.local_post(storage::Visibility::public_, world.group);
    world.accept(dave, world.activity(dave, "Like", own(post)));
    world.accept(dave, world.activity(dave, "Dislike", own(post)));
    EXPECT_EQ(world.counters(post).likes, 0U);
    EXPECT_EQ(world.counters(post).dislikes, 1U);
}

TEST_F(DeliveredReactionsTest, P04_ALikeOfTheHiddenAnswersAsOfTheUnknown) {
    auto const hidden = world.local_post(storage::Visibility::direct);
    auto const a = world.settle(mallory, world.activity(mallory, "Like", own(hidden)));
    auto const b = world.settle(mallory, world.activity(mallory, "Like", world.site.object(12345)));
    EXPECT_EQ(a.status, 202);
    EXPECT_EQ(a.status, b.status);
    EXPECT_EQ(a.reason, b.reason);
    EXPECT_EQ(world.counters(hidden).likes, 0U);
}

TEST_F(DeliveredReactionsTest, ABoostOfOursCounts) {
    auto const post = world.local_post();
    auto const boost = world.activity(dave, "Announce", own(post));
    world.accept(dave, boost);
    EXPECT_EQ(world.counters(post).boosts, 1U);
    world.accept(dave, world.activity(dave, "Undo", boost));
    EXPECT_EQ(world.counters(post).boosts, 0U);
}

TEST_F(DeliveredReactionsTest, F19_ABoostBringsWhatTheOriginSays) {
    auto const real = world.note(dave, "1", {{"content", "<p>real</p>"}});
    world.serve(note_1, real);
    auto const spoof = world.note(dave, "1", {{"content", "<p>spoof</p>"}});
    world.accept(carol, world.activity(carol, "Announce", spoof));
    EXPECT_EQ(world.html(note_1), "<p>real</p>");
    EXPECT_EQ(world.counters(storage::PostId(world.post(note_1).id)).boosts, 1U);
}

TEST_F(DeliveredReactionsTest, F19_WhatItsOriginDoesNotKnowIsNotBoosted) {
    world.accept(carol, world.activity(carol, "Announce", world.note(dave, "1")));
    EXPECT_EQ(world.post(note_1).id, 0U);
}

TEST_F(DeliveredReactionsTest, NothingIsFetchedForABoostThatNobodyAskedFor) {
    world.serve(note_1, world.note(dave, "1"));
    world.accept(mallory, world.activity(mallory, "Announce", note_1));
    EXPECT_EQ(world.fetches(note_1), 0U);
    EXPECT_EQ(world.post(note_1).id, 0U);
}

TEST_F(DeliveredReactionsTest, F21_NothingOfARefusedHostIsBoosted) {
    world.suspend_host("blocked.test");
    world.accept(carol, world.activity(carol, "Announce", "https://blocked.test/notes/1"));
    EXPECT_EQ(world.fetches("https://blocked.test/notes/1"), 0U);
}

TEST_F(DeliveredReactionsTest, P08_ABoostDoesNotWidenAPrivatePost) {
    auto const followers = std::string(carol) + "/followers";
    world.accept(carol, world.create(world.note(carol, "1", {{"to", {followers}}})));
    for (auto const* const actor : {dave, carol}) {
        EXPECT_EQ(world.settle(actor, world.activity(actor, "Announce", note_1)).status, 202);
    }
    EXPECT_EQ(world.post(note_1).visibility, storage::Visibility::followers);
    EXPECT_EQ(world.counters(storage::PostId(world.post(note_1).id)).boosts, 0U);
}

TEST_F(DeliveredReactionsTest, AReportIsKept) {
    auto const post = world.local_post();
    auto flag = world.activity(mallory, "Flag", nlohmann::json::array({alice_iri, own(post)}));
    flag["content"] = "spam";
    world.accept(mallory, flag);
    EXPECT_EQ(reports(), 1U);
}

TEST_F(DeliveredReactionsTest, P04_APrivatePostIsNotReported) {
    auto const hidden = world.local_post(storage::Visibility::direct);
    auto const answer = world.settle(
        mallory, world.activity(mallory, "Flag", nlohmann::json::array({own(hidden), alice_iri}))
    );
    auto const unknown = world.settle(
        mallory,
        world.activity(
            mallory, "Flag", nlohmann::json::array({world.site.object(12345), alice_iri})
        )
    );
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.reason, unknown.reason);
    EXPECT_EQ(reports(), 0U);
}

TEST_F(DeliveredReactionsTest, D03_AReportCountsOnceForEachReporter) {
    auto const post = own(world.local_post());
    world.accept(mallory, world.activity(mallory, "Flag", post));
    world.accept(mallory, world.activity(mallory, "Flag", post));
    EXPECT_EQ(reports(), 1U);
    world.accept(dave, world.activity(dave, "Flag", post));
    EXPECT_EQ(reports(), 2U);
}

TEST_F(DeliveredReactionsTest, D03_AHostHasTwentyReportsADay) {
    for (int i = 0; i < 25; ++i) {
        EXPECT_TRUE(world.settle(mallory, world.activity(mallory, "Flag", own(world.local_post())))
                        .accepted());
    }
    EXPECT_EQ(reports(), 20U);
}

}  // namespace
}  // namespace folkmoot::node
