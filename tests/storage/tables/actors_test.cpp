// Actors, their keys, the node's identity.
#include "tests/storage/tables/temp_store.hpp"

namespace folkmoot::storage::testing_support {
namespace {

class Actors : public StoreTest {
protected:
    Result<void> insert(ActorRecord const& actor) {
        return write([&](WriteTxn& txn) { return store->actors.insert(txn, actor); });
    }
};

TEST_F(Actors, AreFoundByHandleHoweverItIsWritten) {
    ASSERT_TRUE(insert(local_actor(5, "Ana")));
    EXPECT_EQ(store->actors.by_handle(snapshot(), fold_handle("ANA"))->id, 5U);
    EXPECT_EQ(store->actors.load(snapshot(), ActorId(5))->username, "Ana");
}

TEST_F(Actors, ShareOneSetOfHandlesWithGroups) {
    auto group = local_actor(6, "ana");
    group.kind = ActorKind::group;
    ASSERT_TRUE(insert(local_actor(5, "Ana")));
    EXPECT_EQ(code_of(insert(group)), ErrorCode::already_exists);
}

TEST_F(Actors, OfOtherHostsMayHaveTheSameName) {
    ASSERT_TRUE(insert(local_actor(5, "ana")));
    ASSERT_TRUE(insert(remote_actor(6, 1, "ana")));
    ASSERT_TRUE(insert(remote_actor(7, 2, "ana")));
    EXPECT_EQ(store->actors.by_handle(snapshot(), "ana@host2.example")->id, 7U);
}

TEST_F(Actors, Decision20_LocalIdsAreNeverStoredAsIris) {
    auto actor = local_actor(5, "ana");
    actor.iri = "https://here.example/users/ana";
    EXPECT_EQ(code_of(insert(actor)), ErrorCode::invalid);
}

TEST_F(Actors, Decision25_AHitIsCheckedAgainstTheFullIri) {
    auto const actor = remote_actor(6, 1, "ana");
    ASSERT_TRUE(insert(actor));
    EXPECT_EQ(store->actors.by_iri(snapshot(), actor.iri)->id, 6U);
    EXPECT_EQ(code_of(store->actors.by_iri(snapshot(), actor.iri + "/")), ErrorCode::not_found);
}

TEST_F(Actors, WithATakenIriAreRefused) {
    auto const actor = remote_actor(6, 1, "ana");
    auto twin = remote_actor(7, 1, "bob");
    twin.iri = actor.iri;
    ASSERT_TRUE(insert(actor));
    EXPECT_EQ(code_of(insert(twin)), ErrorCode::already_exists);
}

TEST_F(Actors, NeverChangeTheirIri) {
    auto actor = remote_actor(6, 1, "ana");
    ASSERT_TRUE(insert(actor));
    actor.iri += "2";
    auto const updated = write([&](WriteTxn& txn) { return store->actors.update(txn, actor); });
    EXPECT_EQ(code_of(updated), ErrorCode::invalid);
}

TEST_F(Actors, MoveInTheHandleIndexWhenRenamed) {
    auto actor = remote_actor(6, 1, "ana");
    ASSERT_TRUE(insert(actor));
    actor.handle = fold_handle("anna", "host1.example");
    must_write([&](WriteTxn& txn) { return store->actors.update(txn, actor); });
    EXPECT_EQ(store->actors.by_handle(snapshot(), "anna@host1.example")->id, 6U);
    EXPECT_FALSE(store->actors.by_handle(snapshot(), "ana@host1.example"));
    expect_clean();
}

TEST_F(Actors, AreListedByHostAndKind) {
    auto group = local_actor(7, "bees");
    group.kind = ActorKind::group;
    ASSERT_TRUE(insert(local_actor(5, "ana")));
    ASSERT_TRUE(insert(local_actor(6, "bob")));
    ASSERT_TRUE(insert(group));
    ASSERT_TRUE(insert(remote_actor(8, 1, "eve")));
    auto const people = store->actors.of_host(snapshot(), HostId(), ActorKind::person, {});
    EXPECT_EQ(ids_of(people), (Ids{6, 5}));
    EXPECT_EQ(
        ids_of(store->actors.of_host(snapshot(), HostId(1), ActorKind::person, {})), (Ids{8})
    );
}

TEST_F(Actors, AreCompletedByPrefix) {
    ASSERT_TRUE(insert(local_actor(5, "an")));
    ASSERT_TRUE(insert(local_actor(6, "ana")));
    ASSERT_TRUE(insert(local_actor(7, "bob")));
    auto const found = store->actors.with_handle_prefix(snapshot(), "an", 10);
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ((*found)[0].id, 5U);
    EXPECT_EQ((*found)[1].id, 6U);
}

TEST_F(Actors, RoundTripWithEveryField) {
    auto actor = remote_actor(6, 1, "ana");
    actor.kind = ActorKind::group;
    actor.display_name = "Ana 蜜蜂";
    actor.summary_html = "<p>hi</p>";
    actor.fields = {{.name = "site", .value = "x", .verified_at = 7}};
    actor.emojis = {{.shortcode = "bee", .url = "u", .iri = "i", .media_type = "image/png"}};
    actor.also_known_as = {"https://a.example/1", "https://a.example/2"};
    actor.posting_restricted_to_mods = true;
    actor.visibility = Visibility::members;
    actor.moved_to = 99;
    ASSERT_TRUE(insert(actor));
    reopen();
    EXPECT_EQ(*store->actors.load(snapshot(), ActorId(6)), actor);
}

class ActorKeys : public StoreTest {
protected:
    ActorKeyRecord key(std::uint64_t id, std::string iri = {}) {
        ActorKeyRecord key;
        key.id = id;
        key.owner = 5;
        key.key_iri = std::move(iri);
        key.public_key = {1, 2, 3};
        return key;
    }

    Result<void> insert(ActorKeyRecord const& row) {
        return write([&](WriteTxn& txn) { return store->actor_keys.insert(txn, row); });
    }
};

TEST_F(ActorKeys, AreSeveralPerActor) {
    ASSERT_TRUE(insert(key(1)));
    ASSERT_TRUE(insert(key(2)));
    EXPECT_EQ(store->actor_keys.of_actor(snapshot(), ActorId(5))->size(), 2U);
}

TEST_F(ActorKeys, AreFoundByTheirId) {
    ASSERT_TRUE(insert(key(1, "https://a.example/u#main-key")));
    EXPECT_EQ(store->actor_keys.by_iri(snapshot(), "https://a.example/u#main-key")->id, 1U);
    EXPECT_FALSE(store->actor_keys.by_iri(snapshot(), "https://a.example/u"));
}

TEST_F(ActorKeys, OfOthersHaveNoPrivateHalf) {
    auto row = key(1, "https://a.example/u#main-key");
    row.private_key = {9};
    EXPECT_EQ(code_of(insert(row)), ErrorCode::invalid);
}

TEST_F(ActorKeys, AreCapped) {
    for (std::uint64_t id = 1; id <= ActorKeyTable::max_per_actor; ++id) {
        ASSERT_TRUE(insert(key(id)));
    }
    EXPECT_EQ(code_of(insert(key(99))), ErrorCode::invalid);
}

class NodeIdentity : public StoreTest {
protected:
    Result<void> put(std::string domain, bool federated) {
        IdentityRecord identity;
        identity.domain = std::move(domain);
        identity.created = 1;
        identity.federated = federated;
        return write([&](WriteTxn& txn) { return store->identity.put(txn, identity); });
    }
};

TEST_F(NodeIdentity, IsAbsentInANewStore) {
    EXPECT_EQ(code_of(store->identity.load(snapshot())), ErrorCode::not_found);
}

TEST_F(NodeIdentity, Decision20_TheDomainMayChangeBeforeTheFirstFederationOnly) {
    ASSERT_TRUE(put("a.example", false));
    ASSERT_TRUE(put("b.example", true));
    EXPECT_EQ(code_of(put("c.example", true)), ErrorCode::invalid);
    EXPECT_EQ(code_of(put("b.example", false)), ErrorCode::invalid);
    EXPECT_EQ(store->identity.load(snapshot())->domain, "b.example");
}

}  // namespace
}  // namespace folkmoot::storage::testing_support
