// Create, Update, Delete.
#include "node/jobs/due_jobs.hpp"
#include "tests/node/listeners/listener_world.hpp"

namespace folkmoot::node {
namespace {

using tests::carol;
using tests::dave;
using tests::ListenerTest;
using tests::mallory;
using tests::public_address;

constexpr char const* alice_iri = "https://home.test/users/alice";
constexpr char const* group_iri = "https://home.test/groups/open";
constexpr char const* note_1 = "https://good.test/notes/1";

class DeliveredPostsTest : public ListenerTest {};

TEST_F(DeliveredPostsTest, APostOfSomebodyWhoIsFollowedIsKept) {
    world.accept(carol, world.create(world.note(carol, "1")));
    EXPECT_EQ(world.post(note_1).author, world.actor(carol).id);
    EXPECT_EQ(world.html(note_1), "<p>hello</p>");
    EXPECT_EQ(world.post(note_1).visibility, storage::Visibility::public_);
    EXPECT_FALSE(world.post(note_1).backfilled);
}

TEST_F(DeliveredPostsTest, R21_APostIsKeptOnce) {
    auto const create = world.create(world.note(carol, "1"));
    world.accept(carol, create);
    auto const id = world.post(note_1).id;
    world.accept(carol, create);
    world.accept(carol, world.create(world.note(carol, "1")));
    EXPECT_EQ(world.post(note_1).id, id);
    auto const txn = world.snapshot();
    EXPECT_EQ(world.store->posts.by_author(txn, world.id_of(carol), {})->items.size(), 1U);
}

TEST_F(DeliveredPostsTest, APostThatNobodyAskedForIsNotKept) {
    EXPECT_EQ(world.settle(mallory, world.create(world.note(mallory, "1"))).status, 202);
    EXPECT_EQ(world.post("https://evil.test/notes/1").id, 0U);
}

TEST_F(DeliveredPostsTest, AReplyToOursIsKeptAndTold) {
    auto const parent = world.local_post();
    auto const before = world.notifications(world.alice);
    auto note = world.note(
        mallory,
        "1",
        {{"inReplyTo", world.site.object(parent.value())},
         {"cc", {alice_iri}},
         {"tag", {{{"type", "Mention"}, {"href", alice_iri}, {"name", "@alice@home.test"}}}}}
    );
    world.accept(mallory, world.create(note));
    EXPECT_EQ(world.post("https://evil.test/notes/1").in_reply_to, parent.value());
    EXPECT_EQ(world.notifications(world.alice), before + 1);
}

TEST_F(DeliveredPostsTest, P04_AHiddenParentAnswersAsAnUnknownOne) {
    auto const hidden = world.local_post(storage::Visibility::direct);
    auto const to_hidden = world.settle(
        mallory,
        world.create(world.note(mallory, "1", {{"inReplyTo", world.site.object(hidden.value())}}))
    );
    auto const to_unknown = world.settle(
        mallory, world.create(world.note(mallory, "2", {{"inReplyTo", world.site.object(12345)}}))
    );
    EXPECT_EQ(to_hidden.status, to_unknown.status);
    EXPECT_EQ(to_hidden.reason, to_unknown.reason);
    EXPECT_EQ(world.post("https://evil.test/notes/1").id, 0U);
}

TEST_F(DeliveredPostsTest, AMentionOfAGroupBeginsATopic) {
    auto note = world.note(
        dave,
        "1",
        {{"cc", {group_iri}},
         {"content", "<p>@open Varroa counts this autumn</p><p>They doubled.</p>"},
         {"tag", {{{"type", "Mention"}, {"href", group_iri}, {"name", "@open"}}}}}
    );
    world.accept(dave, world.create(note));
    auto const topic = world.post(note_1);
    EXPECT_EQ(topic.group, world.group.value());
    EXPECT_EQ(topic.title, "Varroa counts this autumn");
}

TEST_F(DeliveredPostsTest, AReplyInATopicBelongsToItsGroup) {
    auto const topic = world.local_post(storage::Visibility::public_, world.group);
    world.accept(
        dave, world.create(world.note(dave, "1", {{"inReplyTo", world.site.object(topic.value())}}))
    );
    EXPECT_EQ(world.post(note_1).group, world.group.value());
    EXPECT_EQ(world.post(note_1).root, topic.value());
}

TEST_F(DeliveredPostsTest, AVoteInAPollIsNoPost) {
    auto const parent = world.local_post();
    nlohmann::json const vote = {
        {"id", note_1},
        {"type", "Note"},
        {"name", "Yes"},
        {"attributedTo", dave},
        {"to", {alice_iri}},
        {"inReplyTo", world.site.object(parent.value())},
    };
    EXPECT_EQ(world.deliver(dave, world.activity(dave, "Create", vote)).status, 202);
    EXPECT_EQ(world.post(note_1).id, 0U);
}

TEST_F(DeliveredPostsTest, X01_TextIsSanitised) {
    world.accept(
        carol,
        world.create(world.note(
            carol,
            "1",
            {{"content", "<p onclick=x>hi<script>alert(1)</script></p>"},
             {"summary", "<b>warning</b>"},
             {"url", "javascript:alert(1)"}}
        ))
    );
    EXPECT_EQ(world.html(note_1), "<p>hi</p>");
    EXPECT_EQ(world.post(note_1).url, "");
    auto const txn = world.snapshot();
    EXPECT_EQ(
        world.store->posts.load_body(txn, storage::PostId(world.post(note_1).id))->summary,
        "warning"
    );
}

TEST_F(DeliveredPostsTest, S04_FilesInsideAndOfRefusedHostsAreLeftOut) {
    world.suspend_host("blocked.test");
    auto const file = [](char const* url) {
        return nlohmann::json{{"type", "Image"}, {"mediaType", "image/png"}, {"url", url}};
    };
    world.accept(
        carol,
        world.create(world.note(
            carol,
            "1",
            {{"attachment",
              {file("https://127.0.0.1/x"),
               file("https://[::ffff:127.0.0.1]/x"),
               file("https://media.blocked.test/x"),
               file("https://good.test/ok.png")}}}
        ))
    );
    ASSERT_EQ(world.post(note_1).attachments.size(), 1U);
    EXPECT_EQ(world.post(note_1).attachments[0].url, "https://good.test/ok.png");
}

TEST_F(DeliveredPostsTest, D01_AnEndlessThreadIsClimbedWithinTheBudget) {
    for (int i = 1; i < 60; ++i) {
        auto const above = "https://good.test/notes/up" + std::to_string(i + 1);
        auto const note = world.note(dave, "up" + std::to_string(i), {{"inReplyTo", above}});
        world.serve(note["id"], note);
    }
    world.accept(
        carol, world.create(world.note(carol, "1", {{"inReplyTo", "https://good.test/notes/up1"}}))
    );
    auto const reply = world.post(note_1);
    ASSERT_NE(reply.id, 0U);
    ASSERT_NE(reply.in_reply_to, 0U);
    EXPECT_EQ(reply.in_reply_to, world.post("https://good.test/notes/up1").id);
    EXPECT_LE(world.door.requests().size(), 40U);
    EXPECT_TRUE(world.post("https://good.test/notes/up1").backfilled);
}

TEST_F(DeliveredPostsTest, D01_ACycleEnds) {
    auto const a = world.note(dave, "a", {{"inReplyTo", "https://good.test/notes/b"}});
    auto const b = world.note(dave, "b", {{"inReplyTo", "https://good.test/notes/a"}});
    world.serve(a["id"], a);
    world.serve(b["id"], b);
    world.accept(carol, world.create(world.note(carol, "1", {{"inReplyTo", a["id"]}})));
    EXPECT_NE(world.post(note_1).id, 0U);
}

TEST_F(DeliveredPostsTest, AParentThatCannotBeHadLeavesTheReplyAlone) {
    world.accept(
        carol, world.create(world.note(carol, "1", {{"inReplyTo", "https://good.test/notes/none"}}))
    );
    EXPECT_EQ(world.post(note_1).in_reply_to, 0U);
    EXPECT_EQ(world.post(note_1).in_reply_to_iri, "https://good.test/notes/none");
}

TEST_F(DeliveredPostsTest, F21_NothingIsFetchedFromARefusedHost) {
    world.suspend_host("blocked.test");
    auto const before = world.door.requests().size();
    world.accept(
        carol, world.create(world.note(carol, "1", {{"inReplyTo", "https://blocked.test/notes/1"}}))
    );
    EXPECT_NE(world.post(note_1).id, 0U);
    EXPECT_EQ(world.door.requests().size(), before);
}

TEST_F(DeliveredPostsTest, F15_OtherIdentifiersSelectNothing) {
    world.accept(carol, world.create(world.note(carol, "1")));
    world.befriend(mallory);
    world.accept(
        mallory,
        world.create(world.note(mallory, "x", {{"atomUri", note_1}, {"content", "<p>other</p>"}}))
    );
    EXPECT_EQ(world.html(note_1), "<p>hello</p>");
    EXPECT_NE(world.post("https://evil.test/notes/x").id, 0U);
}

TEST_F(DeliveredPostsTest, F29_TheNewestEditWins) {
    world.accept(carol, world.create(world.note(carol, "1")));
    auto const edit = [&](char const* text, char const* when) {
        world.accept(
            carol,
            world.activity(
                carol, "Update", world.note(carol, "1", {{"content", text}, {"updated", when}})
            )
        );
    };
    edit("<p>second</p>", "2026-11-18T02:00:00Z");
    edit("<p>first</p>", "2026-11-18T01:00:00Z");
    edit("<p>before it was written</p>", "2020-01-01T00:00:00Z");
    EXPECT_EQ(world.html(note_1), "<p>second</p>");
}

TEST_F(DeliveredPostsTest, AnEditDoesNotWidenTheAudience) {
    auto const followers = std::string(carol) + "/followers";
    world.accept(carol, world.create(world.note(carol, "1", {{"to", {followers}}})));
    ASSERT_EQ(world.post(note_1).visibility, storage::Visibility::followers);
    auto const to = world.post(note_1).to;
    world.accept(
        carol,
        world.activity(
            carol,
            "Update",
            world.note(carol, "1", {{"content", "<p>2</p>"}, {"updated", "2026-11-18T02:00:00Z"}})
        )
    );
    EXPECT_EQ(world.post(note_1).visibility, storage::Visibility::followers);
    EXPECT_EQ(world.post(note_1).to, to);
}

TEST_F(DeliveredPostsTest, F18_NobodyEditsOrDeletesAnothersPost) {
    world.accept(carol, world.create(world.note(carol, "1")));
    auto edited = world.note(carol, "1", {{"content", "<p>x</p>"}});
    EXPECT_EQ(world.deliver(dave, world.activity(dave, "Update", edited)).status, 403);
    EXPECT_EQ(world.deliver(dave, world.activity(dave, "Delete", note_1)).status, 403);
    EXPECT_EQ(world.deliver(mallory, world.activity(mallory, "Delete", note_1)).status, 403);
    EXPECT_EQ(world.html(note_1), "<p>hello</p>");
    EXPECT_EQ(world.post(note_1).state, storage::PostState::normal);
}

TEST_F(DeliveredPostsTest, AnOldUpdateOfTheUnknownIsIgnored) {
    auto const old = world.note(carol, "1", {{"published", "2020-01-01T00:00:00Z"}});
    world.accept(carol, world.activity(carol, "Update", old));
    EXPECT_EQ(world.post(note_1).id, 0U);
}

TEST_F(DeliveredPostsTest, F18_NobodyDeletesAnotherActorOfItsHost) {
    EXPECT_EQ(world.deliver(dave, world.activity(dave, "Delete", carol)).status, 403);
    EXPECT_EQ(world.actor(carol).deleted_at, 0);
}

TEST_F(DeliveredPostsTest, TheAuthorDeletes) {
    world.accept(carol, world.create(world.note(carol, "1")));
    world.accept(
        carol,
        world.activity(carol, "Delete", nlohmann::json{{"id", note_1}, {"type", "Tombstone"}})
    );
    EXPECT_EQ(world.post(note_1).state, storage::PostState::deleted);
    world.accept(carol, world.create(world.note(carol, "1")));
    EXPECT_EQ(world.post(note_1).state, storage::PostState::deleted);
}

TEST_F(DeliveredPostsTest, F29_ADeleteThatComesFirstHolds) {
    world.accept(carol, world.activity(carol, "Delete", note_1));
    world.accept(carol, world.create(world.note(carol, "1")));
    EXPECT_EQ(world.post(note_1).id, 0U);
}

TEST_F(DeliveredPostsTest, AnActorThatDeletesItselfIsGone) {
    world.accept(carol, world.create(world.note(carol, "1")));
    world.accept(carol, world.activity(carol, "Delete", carol));
    EXPECT_NE(world.actor(carol).deleted_at, 0);
    EXPECT_FALSE(world.follow_of(world.alice, world.id_of(carol)));
    EXPECT_EQ(world.deliver(carol, world.create(world.note(carol, "2"))).status, 401);
}

TEST_F(DeliveredPostsTest, WhatADeletedActorWroteIsErasedInSteps) {
    for (auto const* const number : {"1", "2", "3", "4", "5"}) {
        world.accept(carol, world.create(world.note(carol, number)));
    }
    world.accept(carol, world.activity(carol, "Delete", carol));
    auto const task = due_jobs(world.services, 2);
    std::vector<std::size_t> erased;
    for (bool more = true; more && erased.size() < 10;) {
        auto const run = world.run(task.run());
        ASSERT_TRUE(run) << run.error().detail;
        erased.push_back(run->done);
        more = run->more;
    }
    EXPECT_EQ(erased, (std::vector<std::size_t>{2, 2, 1}));
    for (auto const* const number : {"1", "2", "3", "4", "5"}) {
        EXPECT_EQ(
            world.post("https://good.test/notes/" + std::string(number)).state,
            storage::PostState::deleted
        ) << number;
    }
    auto const again = world.run(task.run());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->done, 0U) << "the job is done with";
}

TEST_F(DeliveredPostsTest, F14_AProfileChangesWithoutAFetch) {
    auto document = world.actor_document(carol, "Person");
    document["name"] = "Carol\u202e the second";
    document["attachment"] = {
        {{"type", "PropertyValue"},
         {"name", "<script>1</script>"},
         {"value", "<a href=\"javascript:steal()\" rel=\"me\">x</a>"}}
    };
    auto const before = world.door.requests().size();
    world.accept(carol, world.activity(carol, "Update", document));
    EXPECT_EQ(world.actor(carol).display_name, "Carol the second");
    ASSERT_EQ(world.actor(carol).fields.size(), 1U);
    EXPECT_EQ(world.actor(carol).fields[0].value, "x");
    EXPECT_EQ(world.door.requests().size(), before);
}

TEST_F(DeliveredPostsTest, F14_AKeyChangesByFetchOnly) {
    auto const signer = world.key(carol);
    auto document = world.actor_document(carol, "Person");
    document["publicKey"]["publicKeyPem"] =
        activitypub::PrivateKey::generate_ed25519()->public_key().to_pem();
    world.accept(carol, world.activity(carol, "Update", document));
    auto const txn = world.snapshot();
    auto const keys = world.store->actor_keys.of_actor(txn, world.id_of(carol));
    ASSERT_EQ(keys->size(), 1U);
    EXPECT_EQ(*federation::parse_key(keys->front()), signer.key.public_key());
}

}  // namespace
}  // namespace folkmoot::node
