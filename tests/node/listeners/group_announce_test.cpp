// What remote groups pass on (FEP-1b12, RULE 3.4).
#include "tests/node/listeners/listener_world.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using tests::carol;
using tests::dave;
using tests::hobby;
using tests::ListenerTest;
using tests::mallory;

constexpr char const* note_1 = "https://good.test/notes/1";
constexpr char const* evil_note = "https://evil.test/notes/1";

class GroupAnnounceTest : public ListenerTest {
protected:
    federation::InboxAnswer announce(nlohmann::json const& inner) {
        return world.settle(hobby, world.activity(hobby, "Announce", inner));
    }

    /// A new post whose origin knows it.
    federation::InboxAnswer announce_post(nlohmann::json const& object) {
        world.serve(object["id"].get<std::string>(), object);
        return announce(world.create(object));
    }

    storage::PostId id(char const* iri) { return storage::PostId(world.post(iri).id); }
};

TEST_F(GroupAnnounceTest, ATopicOfItsOwnServerIsKeptInTheGroup) {
    EXPECT_EQ(announce_post(world.note(dave, "1")).status, 202);
    EXPECT_EQ(world.post(note_1).group, world.actor(hobby).id);
    EXPECT_TRUE(world.actor(hobby).sends_wrapped);
}

TEST_F(GroupAnnounceTest, F19_ATopicIsFetchedFromItsOrigin) {
    for (auto const& [author, name] : {std::pair(mallory, evil_note), std::pair(dave, note_1)}) {
        world.serve(name, world.note(author, "1", {{"content", "<p>real</p>"}}));
        auto const forged = world.note(author, "1", {{"content", "<p>forged</p>"}});
        EXPECT_EQ(announce(world.create(forged)).status, 202);
        EXPECT_EQ(world.html(name), "<p>real</p>");
        EXPECT_EQ(world.post(name).group, world.actor(hobby).id);
    }
}

TEST_F(GroupAnnounceTest, F19_WhatTheOriginDoesNotKnowIsNotKept) {
    announce(world.create(world.note(mallory, "1")));
    EXPECT_EQ(world.post(evil_note).id, 0U);
}

TEST_F(GroupAnnounceTest, VotesAreTakenOnItsWord) {
    announce_post(world.note(dave, "1"));
    announce(world.activity(mallory, "Like", note_1));
    announce(world.activity(mallory, "Like", note_1));
    EXPECT_EQ(world.counters(id(note_1)).likes, 1U);
    auto const like = world.activity(mallory, "Like", note_1);
    announce(world.activity(mallory, "Undo", like));
    EXPECT_EQ(world.counters(id(note_1)).likes, 0U);
}

TEST_F(GroupAnnounceTest, F19_AForeignPostIsNotDeletedOnItsWord) {
    world.befriend(mallory);
    world.accept(mallory, world.create(world.note(mallory, "1")));
    auto deletion = world.activity(hobby, "Delete", evil_note);
    EXPECT_EQ(announce(deletion).status, 403);
    EXPECT_FALSE(world.actor(hobby).sends_wrapped);
    EXPECT_EQ(world.post(evil_note).state, storage::PostState::normal);
}

TEST_F(GroupAnnounceTest, AModeratorOfTheGroupRemovesATopicOfIt) {
    announce_post(world.note(dave, "1"));
    auto removal = world.activity(carol, "Delete", note_1);
    removal["summary"] = "off topic";
    EXPECT_EQ(announce(removal).status, 202);
    EXPECT_EQ(world.post(note_1).state, storage::PostState::removed);
}

TEST_F(GroupAnnounceTest, AnAuthorsDeletionElsewhereIsConfirmedByTheOrigin) {
    world.serve(evil_note, world.note(mallory, "1"));
    announce(world.create(world.note(mallory, "1")));
    ASSERT_EQ(world.post(evil_note).state, storage::PostState::normal);
    announce(world.activity(mallory, "Delete", evil_note));
    EXPECT_EQ(world.post(evil_note).state, storage::PostState::normal);
    world.door.forget(evil_note);
    world.door.respond(evil_note, 410, "", "");
    announce(world.activity(mallory, "Delete", evil_note));
    EXPECT_EQ(world.post(evil_note).state, storage::PostState::deleted);
}

TEST_F(GroupAnnounceTest, ANestedAnnounceIsRefused) {
    auto const inner = world.activity(dave, "Announce", note_1);
    EXPECT_FALSE(announce(inner).accepted());
}

TEST_F(GroupAnnounceTest, APersonPassesNothingOn) {
    world.serve(note_1, world.note(dave, "1"));
    world.settle(carol, world.activity(carol, "Announce", world.create(world.note(dave, "1"))));
    EXPECT_EQ(world.post(note_1).id, 0U);
}

TEST_F(GroupAnnounceTest, AGroupThatNobodyFollowsIsNotHeard) {
    char const* const other = "https://good.test/groups/other";
    world.add_actor(other, "Group");
    world.serve(note_1, world.note(dave, "1"));
    world.settle(other, world.activity(other, "Announce", world.create(world.note(dave, "1"))));
    EXPECT_EQ(world.post(note_1).id, 0U);
}

TEST_F(GroupAnnounceTest, OurOwnPostComesBackConfirmed) {
    auto const post = world.local_post(storage::Visibility::public_, world.id_of(hobby));
    {
        auto const txn = world.snapshot();
        ASSERT_TRUE(world.store->posts.load(txn, post)->awaiting_group);
    }
    auto const object = world.site.object(post.value());
    nlohmann::json const create = {
        {"id", world.site.activity(post.value())},
        {"type", "Create"},
        {"actor", "https://home.test/users/alice"},
        {"object",
         {{"id", object},
          {"type", "Note"},
          {"attributedTo", "https://home.test/users/alice"},
          {"content", "<p>changed on the way</p>"}}},
    };
    EXPECT_EQ(announce(create).status, 202);
    auto const txn = world.snapshot();
    EXPECT_FALSE(world.store->posts.load(txn, post)->awaiting_group);
}

TEST_F(GroupAnnounceTest, APlainAnnounceNamesATopic) {
    world.serve(note_1, world.note(dave, "1"));
    EXPECT_EQ(announce(note_1).status, 202);
    EXPECT_NE(world.post(note_1).id, 0U);
}

}  // namespace
}  // namespace folkmoot::node
