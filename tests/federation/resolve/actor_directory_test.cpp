#include "federation/resolve/actor_directory.hpp"

#include "tests/federation/inbox/remote_world.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::federation {
namespace {

using activitypub::Handle;

constexpr char const* carol = "https://good.test/users/carol";

class ActorDirectoryTest : public testing::Test {
protected:
    Result<storage::ActorRecord> by_iri(std::string const& id) {
        return world.run(world.directory->by_iri(world.iri(id), FetchBudget()));
    }

    Result<storage::ActorRecord> by_handle(std::string const& handle) {
        return world.run(world.directory->by_handle(*Handle::parse(handle), FetchBudget()));
    }

    void finger(std::string const& name, std::string const& host, std::string const& actor) {
        auto const address =
            "https://" + host + "/.well-known/webfinger?resource=acct%3A" + name + "%40" + host;
        nlohmann::json const answer = {
            {"subject", "acct:" + name + "@" + host},
            {"links", {{{"rel", "self"}, {"type", "application/activity+json"}, {"href", actor}}}},
        };
        world.door.respond(address, 200, "application/jrd+json", answer.dump());
    }

    std::vector<storage::ActorKeyRecord> keys(std::string const& actor) {
        auto const txn = world.snapshot();
        return *world.store->actor_keys.of_actor(
            txn, storage::ActorId(world.store->actors.by_iri(txn, actor)->id)
        );
    }

    tests::RemoteWorld world;
};

TEST_F(ActorDirectoryTest, FetchesStoresAndKeepsAnActor) {
    world.add_actor(
        carol,
        "Person",
        {{"name", "Carol"},
         {"summary", "<p>hi<script>alert(1)</script></p>"},
         {"endpoints", {{"sharedInbox", "https://good.test/inbox"}}}}
    );
    auto const actor = by_iri(carol);
    ASSERT_TRUE(actor) << actor.error().detail;
    EXPECT_EQ(actor->display_name, "Carol");
    EXPECT_EQ(actor->summary_html, "<p>hi</p>");
    EXPECT_EQ(actor->shared_inbox, "https://good.test/inbox");
    EXPECT_EQ(actor->username, "carol");
    EXPECT_EQ(keys(carol).size(), 1U);
    auto const txn = world.snapshot();
    auto const host = world.store->hosts.by_name(txn, "good.test");
    ASSERT_TRUE(host);
    EXPECT_EQ(host->id, actor->host);
    EXPECT_EQ(host->shared_inbox, "https://good.test/inbox");
    EXPECT_TRUE(by_iri(carol));
    EXPECT_EQ(world.fetches(carol), 1U);
}

TEST_F(ActorDirectoryTest, AsksAgainWhenADayHasPassed) {
    world.add_actor(carol, "Person", {{"name", "Old"}});
    auto const first = by_iri(carol);
    world.serve_actor(carol, "Person", {{"name", "New"}});
    world.now += std::chrono::hours(25);
    auto const second = by_iri(carol);
    EXPECT_EQ(second->display_name, "New");
    EXPECT_EQ(second->id, first->id);
}

TEST_F(ActorDirectoryTest, AnActorThatCannotBeRefreshedStaysAsItWas) {
    world.add_actor(carol, "Person", {{"name", "Carol"}});
    by_iri(carol);
    world.door.forget(carol);
    world.door.fail(carol, ErrorCode::unreachable);
    world.now += std::chrono::hours(25);
    auto const later = by_iri(carol);
    ASSERT_TRUE(later);
    EXPECT_EQ(later->display_name, "Carol");
}

TEST_F(ActorDirectoryTest, SuspendedStaysSuspended) {
    world.add_actor(carol);
    auto record = *by_iri(carol);
    record.suspended = true;
    world.must_write([&](storage::WriteTxn& txn) { return world.store->actors.update(txn, record); }
    );
    auto const fetched = world.run(world.directory->fetch(world.iri(carol), FetchBudget()));
    auto const kept = world.run(world.directory->keep(*fetched, FetchBudget()));
    ASSERT_TRUE(kept);
    EXPECT_TRUE(kept->suspended);
}

TEST_F(ActorDirectoryTest, F17_NobodyOutsideIsOneOfOurs) {
    auto const answer = by_iri("https://home.test/users/alice");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::forbidden);
    EXPECT_TRUE(world.door.requests().empty());
}

TEST_F(ActorDirectoryTest, F05_TheDocumentMustBeTheOneAskedFor) {
    std::string const alias = "https://good.test/@carol";
    world.add_actor(carol);
    world.serve(alias, world.actor_document(carol, "Person"));
    auto const answer = by_iri(alias);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::remote_invalid);
    EXPECT_EQ(world.actor(alias).id, 0U);
}

struct BadActor {
    char const* name;
    nlohmann::json patch;
};

class DirectoryRefuses : public ActorDirectoryTest, public testing::WithParamInterface<BadActor> {};

TEST_P(DirectoryRefuses, AndStoresNothing) {
    world.add_actor(carol, "Person", GetParam().patch);
    auto const answer = by_iri(carol);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::remote_invalid);
    EXPECT_EQ(world.actor(carol).id, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF,
    DirectoryRefuses,
    testing::Values(
        BadActor{"F14_KeyOfAnother", {{"publicKey", {{"owner", "https://good.test/users/x"}}}}},
        BadActor{"F03_KeyOfAnotherHost", {{"publicKey", {{"id", "https://evil.test/k#main"}}}}},
        BadActor{"F26_InboxOfAnotherHost", {{"inbox", "https://victim.test/inbox"}}},
        BadActor{"F26_InboxInside", {{"inbox", "https://127.0.0.1/inbox"}}},
        BadActor{"F27_NameWithAPath", {{"preferredUsername", "../admin"}}},
        BadActor{"F27_Homograph", {{"preferredUsername", "c\u0430rol"}}},
        BadActor{"J03_IconIsANumber", {{"icon", 1}}},
        BadActor{"F06_NoActor", {{"type", "Note"}}}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST_F(ActorDirectoryTest, F11_AWeakKeyIsNotKept) {
    world.add_actor(carol, "Person", {{"publicKey", {{"publicKeyPem", "not a key"}}}});
    ASSERT_TRUE(by_iri(carol));
    EXPECT_TRUE(keys(carol).empty());
}

TEST_F(ActorDirectoryTest, F24_AHandleElsewhereNeedsTheRoundTrip) {
    world.add_actor(carol, "Person", {{"webfinger", "carol@vanity.test"}});
    finger("carol", "vanity.test", "https://other.test/users/carol");
    EXPECT_EQ(by_iri(carol)->handle, "carol@good.test");
}

TEST_F(ActorDirectoryTest, F24_ARoundTripGivesTheHandle) {
    world.add_actor(carol, "Person", {{"webfinger", "carol@vanity.test"}});
    finger("carol", "vanity.test", carol);
    EXPECT_EQ(by_iri(carol)->handle, "carol@vanity.test");
}

TEST_F(ActorDirectoryTest, AHandleStaysWhileItsHostIsSilent) {
    world.add_actor(carol, "Person", {{"webfinger", "carol@vanity.test"}});
    finger("carol", "vanity.test", carol);
    ASSERT_EQ(by_iri(carol)->handle, "carol@vanity.test");
    auto const fetched = world.run(world.directory->fetch(world.iri(carol), FetchBudget()));
    auto plain = std::make_shared<RemoteActor>(**fetched);
    plain->document.webfinger.clear();
    auto const kept = world.run(world.directory->keep(plain, FetchBudget(0)));
    ASSERT_TRUE(kept) << kept.error().detail;
    EXPECT_EQ(kept->handle, "carol@vanity.test");
}

TEST_F(ActorDirectoryTest, F24_NobodyOutsideHasAHandleOfOurs) {
    world.add_actor(carol, "Person", {{"webfinger", "admin@home.test"}});
    finger("admin", "home.test", carol);
    EXPECT_EQ(by_iri(carol)->handle, "carol@good.test");
    EXPECT_EQ(
        world.fetches("https://home.test/.well-known/webfinger?resource=acct%3Aadmin%40home.test"),
        0U
    );
}

TEST_F(ActorDirectoryTest, AConfirmedOwnerTakesAHandleOver) {
    world.add_actor(carol);
    auto const first = by_iri(carol);
    std::string const again = "https://good.test/ap/carol";
    world.add_actor(again);
    finger("carol", "good.test", again);
    auto const second = by_iri(again);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->handle, "carol@good.test");
    EXPECT_NE(world.actor(carol).handle, "carol@good.test");
    EXPECT_EQ(world.actor(carol).id, first->id);
}

TEST_F(ActorDirectoryTest, AnUnconfirmedOneYields) {
    world.add_actor(carol);
    by_iri(carol);
    std::string const again = "https://good.test/ap/carol";
    world.add_actor(again);
    auto const second = by_iri(again);
    ASSERT_TRUE(second);
    EXPECT_EQ(world.actor(carol).handle, "carol@good.test");
    EXPECT_NE(second->handle, "carol@good.test");
}

TEST_F(ActorDirectoryTest, FindsByHandle) {
    world.add_actor(carol);
    finger("carol", "good.test", carol);
    auto const actor = by_handle("@carol@good.test");
    ASSERT_TRUE(actor) << actor.error().detail;
    EXPECT_EQ(actor->iri, carol);
    auto const requests = world.door.requests().size();
    EXPECT_TRUE(by_handle("CAROL@good.test"));
    EXPECT_EQ(world.door.requests().size(), requests);
}

TEST_F(ActorDirectoryTest, F21_DoesNotLookUpHandlesOfRefusedHosts) {
    world.suspend_host("good.test");
    EXPECT_FALSE(by_handle("carol@good.test"));
    EXPECT_TRUE(world.door.requests().empty());
}

TEST_F(ActorDirectoryTest, D02_ASharedInboxElsewhereIsNotUsed) {
    world.add_actor(carol, "Person", {{"endpoints", {{"sharedInbox", "https://victim.test/in"}}}});
    EXPECT_EQ(by_iri(carol)->shared_inbox, "");
}

TEST_F(ActorDirectoryTest, AnActorKeepsItsKind) {
    world.add_actor(carol);
    by_iri(carol);
    world.serve_actor(carol, "Group");
    world.now += std::chrono::hours(25);
    EXPECT_EQ(by_iri(carol)->kind, storage::ActorKind::person);
}

TEST_F(ActorDirectoryTest, F14_AnEmbeddedDocumentChangesTheProfileOnly) {
    world.add_actor(carol);
    auto const stored = *by_iri(carol);
    auto const txn = world.snapshot();
    auto document = world.actor_document(carol, "Person");
    document["name"] = "New";
    auto actor = activitypub::read_actor(document);
    EXPECT_TRUE(world.directory->accept_embedded(txn, stored, *actor));
    actor->inbox = world.iri("https://good.test/other");
    EXPECT_FALSE(world.directory->accept_embedded(txn, stored, *actor));
    world.make_key(carol);
    actor = activitypub::read_actor(world.actor_document(carol, "Person"));
    EXPECT_FALSE(world.directory->accept_embedded(txn, stored, *actor));
}

TEST_F(ActorDirectoryTest, F03_TheOwnerOfAKeyListsIt) {
    world.add_actor(carol);
    auto const owner = world.run(
        world.directory->owner_of_key(world.iri(std::string(carol) + "#main-key"), FetchBudget())
    );
    ASSERT_TRUE(owner);
    EXPECT_EQ((*owner)->document.id.text(), carol);
}

TEST_F(ActorDirectoryTest, F03_AKeyDocumentLeadsToItsOwner) {
    std::string const address = std::string(carol) + "/main-key";
    world.add_actor(carol, "Person", {{"publicKey", {{"id", address}}}});
    auto key = world.actor_document(carol, "Person")["publicKey"];
    key["id"] = address;
    world.serve(address, key);
    auto const owner = world.run(world.directory->owner_of_key(world.iri(address), FetchBudget()));
    ASSERT_TRUE(owner) << owner.error().detail;
    EXPECT_NE((*owner)->key(address), nullptr);
}

}  // namespace
}  // namespace folkmoot::federation
