#include "node/publish/publisher.hpp"

#include "activitypub/signature/integrity_proof.hpp"
#include "node/publish/documents/actor_document.hpp"
#include "tests/node/publish/publish_test.hpp"

#include <gtest/gtest.h>

namespace folkmoot::node {
namespace {

using nlohmann::json;
using storage::EntryId;

class PublisherTest : public PublishTest {
protected:
    template <class Build>
    OutgoingRows rows(Build build) {
        auto const txn = store->read();
        auto result = build(*txn);
        EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().detail);
        return result ? std::move(*result) : OutgoingRows{};
    }

    static json parsed(storage::OutgoingBodyRecord const& form) { return json::parse(form.json); }

    /// "TMU" for a form that threadiverse, microblog and unknown hosts get.
    static std::string classes(storage::OutgoingBodyRecord const& form) {
        return std::string(form.threadiverse ? "T" : "") + (form.microblog ? "M" : "") +
               (form.unknown ? "U" : "");
    }

    /// "Announce{Create{Article}}" and the like.
    static std::string shape(json const& value) {
        if (value.is_string()) {
            return "id";
        }
        auto const type = value.at("type").get<std::string>();
        return value.contains("object") ? type + "{" + shape(value.at("object")) + "}" : type;
    }

    static std::vector<std::string> shapes(OutgoingRow const& row) {
        std::vector<std::string> result;
        for (auto const& form : row.record.bodies) {
            result.push_back(classes(form) + " " + shape(parsed(form)));
        }
        return result;
    }

    std::vector<std::uint64_t> hosts(OutgoingRow const& row) {
        std::vector<std::uint64_t> result;
        for (auto const& recipient : row.also) {
            result.push_back(recipient.host.value());
        }
        return result;
    }
};

using Shapes = std::vector<std::string>;

TEST_F(PublisherTest, ATopicIsWrappedForTheThreadiverseAndBoostedForMicroblogs) {
    auto const topic = add_post(ana, "Varroa counts");
    auto const sent = rows([&](auto const& txn) {
        return publisher->post_created(txn, topic, body, EntryId(99));
    });
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].channel, storage::Channel(bees.id));
    EXPECT_EQ(shapes(sent[0]), (Shapes{"TU Announce{Create{Article}}", "MU Announce{id}"}));
    EXPECT_EQ(parsed(sent[0].record.bodies[1]).at("id"), "https://folk.example/activities/99");
    EXPECT_EQ(parsed(sent[0].record.bodies[1]).at("object"), site.object(topic.id));
    EXPECT_EQ(sent[1].channel, storage::Channel(ana.id));
    EXPECT_EQ(shapes(sent[1]), (Shapes{"TMU Create{Article}"}));
}

TEST_F(PublisherTest, AReplyIsNotBoosted) {
    auto const topic = add_post(ana, "Varroa counts");
    auto const reply = add_post(li, "", &topic);
    auto const sent =
        rows([&](auto const& txn) { return publisher->post_created(txn, reply, body, {}); });
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(shapes(sent[0]), (Shapes{"TU Announce{Create{Note}}"}));
    EXPECT_EQ(shapes(sent[1]), (Shapes{"TMU Create{Note}"}));
}

TEST_F(PublisherTest, AReplyReachesTheHostOfWhomItAnswers) {
    auto const topic = add_post(mia, "From Mastodon");
    auto const reply = add_post(li, "", &topic);
    auto const sent =
        rows([&](auto const& txn) { return publisher->post_created(txn, reply, body, {}); });
    EXPECT_EQ(hosts(sent.back()), (std::vector{mia.host}));
    auto const note = parsed(sent.back().record.bodies[0]).at("object");
    EXPECT_EQ(note.at("inReplyTo"), topic.iri);
    auto const& tags = note.at("tag");
    EXPECT_EQ(tags[0].at("href"), mia.iri);
    EXPECT_EQ(tags[0].at("name"), "@mia@mastodon.example");
    EXPECT_EQ(tags[1].at("name"), "@bees@folk.example");
}

TEST_F(PublisherTest, AHostThatHearsTheGroupIsNotToldTwice) {
    auto const topic = add_post(rob, "From Lemmy");
    must_write([&](storage::WriteTxn& txn) {
        return store->outgoing.enter(txn, storage::HostId(rob.host), storage::Channel(bees.id));
    });
    auto const reply = add_post(li, "", &topic);
    auto const sent =
        rows([&](auto const& txn) { return publisher->post_created(txn, reply, body, {}); });
    EXPECT_TRUE(hosts(sent.back()).empty());
}

TEST_F(PublisherTest, TheGroupStandsFirstInTheAudienceOfItsTopics) {
    auto const topic = add_post(ana, "Varroa counts");
    auto const sent = rows([&](auto const& txn) {
        return publisher->post_created(txn, topic, body, EntryId(99));
    });
    auto const create = parsed(sent[1].record.bodies[0]);
    for (auto const& document : {create, create.at("object")}) {
        EXPECT_EQ(document.at("to")[0], "https://folk.example/groups/bees");
        EXPECT_EQ(document.at("to")[1], "https://www.w3.org/ns/activitystreams#Public");
        EXPECT_EQ(document.at("audience"), "https://folk.example/groups/bees");
    }
}

TEST_F(PublisherTest, X04_TheExcerptOfATopicIsEscapedText) {
    auto const topic = add_post(ana, "Varroa counts");
    auto const sent = rows([&](auto const& txn) {
        return publisher->post_created(txn, topic, body, EntryId(99));
    });
    auto const object = parsed(sent[1].record.bodies[0]).at("object");
    EXPECT_EQ(object.at("summary"), "<p>Ours &lt; doubled since August.</p>");
}

TEST_F(PublisherTest, EditsGoBareToMicroblogs) {
    auto const topic = add_post(ana, "Varroa counts");
    body.version = 2;
    auto const sent =
        rows([&](auto const& txn) { return publisher->post_edited(txn, topic, body); });
    EXPECT_EQ(shapes(sent[0]), (Shapes{"TU Announce{Update{Article}}", "MU Update{Article}"}));
    auto const id = parsed(sent[0].record.bodies[1]).at("id").get<std::string>();
    EXPECT_EQ(id, site.activity(topic.id, "update/2"));
}

TEST_F(PublisherTest, AuthorsDeletionsCarryNoSummary) {
    auto const topic = add_post(ana, "Varroa counts");
    auto const sent = rows([&](auto const& txn) { return publisher->post_deleted(txn, topic); });
    EXPECT_EQ(shapes(sent[0]), (Shapes{"TU Announce{Delete{Tombstone}}", "MU Delete{Tombstone}"}));
    EXPECT_FALSE(parsed(sent[0].record.bodies[1]).contains("summary"));
}

TEST_F(PublisherTest, ModeratorsRemovalsAlwaysCarryOneAndTakeTheBoostBack) {
    auto const topic = add_post(rob, "Spam");
    must_write([&](storage::WriteTxn& txn) {
        storage::LogEntryRecord entry;
        entry.id = store->ids().next();
        entry.kind = storage::EntryKind::boost;
        entry.actor = bees.id;
        entry.object = topic.id;
        entry.created = now;
        return store->entries.append(txn, entry);
    });
    auto const sent = rows([&](auto const& txn) {
        return publisher->post_removed(txn, topic, storage::ActorId(ana.id), "");
    });
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(shapes(sent[0]), (Shapes{"TU Announce{Delete{id}}", "MU Undo{Announce{id}}"}));
    auto const removal = parsed(sent[0].record.bodies[0]).at("object");
    EXPECT_EQ(removal.at("summary"), "No reason given");
}

TEST_F(PublisherTest, VotesAreAnnouncedAndToldToTheAuthorsHost) {
    auto const topic = add_post(mia, "From Mastodon");
    storage::ReactionRecord like;
    like.id = store->ids().next();
    like.post = topic.id;
    like.actor = li.id;
    auto const sent =
        rows([&](auto const& txn) { return publisher->reaction_added(txn, like, topic); });
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(shapes(sent[0]), (Shapes{"TU Announce{Like{id}}"}));
    EXPECT_EQ(shapes(sent[1]), (Shapes{"TMU Like{id}"}));
    EXPECT_EQ(hosts(sent[1]), (std::vector{mia.host}));
    auto const undone =
        rows([&](auto const& txn) { return publisher->reaction_removed(txn, like, topic); });
    EXPECT_EQ(shapes(undone[0]), (Shapes{"TU Announce{Undo{Like{id}}}"}));
}

TEST_F(PublisherTest, AFollowIsAcceptedWithTheFollowItAnswers) {
    storage::FollowRecord follow;
    follow.id = store->ids().next();
    follow.follower = rob.id;
    follow.followed = bees.id;
    follow.activity_iri = "https://lemmy.example/activities/follow/1";
    auto const sent =
        rows([&](auto const& txn) { return publisher->follow_accepted(txn, follow); });
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].channel, storage::direct_channel);
    EXPECT_EQ(hosts(sent[0]), (std::vector{rob.host}));
    auto const accept = parsed(sent[0].record.bodies[0]);
    EXPECT_EQ(accept.at("to"), json::array({rob.iri}));
    EXPECT_EQ(accept.at("object").at("id"), follow.activity_iri);
    EXPECT_EQ(accept.at("object").at("actor"), rob.iri);
    EXPECT_EQ(accept.at("object").at("object"), "https://folk.example/groups/bees");
}

TEST_F(PublisherTest, AReceivedActivityIsPassedOnByteForByte) {
    std::string const raw =
        R"({"type":"Create","id":"https://lemmy.example/a/1" , "x":1.50,"actor":"https://lemmy.example/u/rob"})";
    auto const sent = rows([&](auto const& txn) {
        return publisher->relayed(
            txn,
            bees,
            {.id = storage::ReceivedId(5),
             .raw = raw,
             .kind = storage::OutgoingKind::creation,
             .object = storage::PostId(6),
             .object_iri = "https://lemmy.example/post/1",
             .topic_entry = EntryId(7)}
        );
    });
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_TRUE(sent[0].record.bodies[0].json.contains(raw));
    EXPECT_EQ(parsed(sent[0].record.bodies[1]).at("object"), "https://lemmy.example/post/1");
}

TEST_F(PublisherTest, Decision10_PublicActivitiesCarryAProofThatVerifies) {
    auto const topic = add_post(ana, "Varroa counts");
    auto const sent = rows([&](auto const& txn) {
        return publisher->post_created(txn, topic, body, EntryId(99));
    });
    auto const create = parsed(sent[1].record.bodies[0]);
    auto const key = vault->signing_key(storage::ActorId(ana.id), activitypub::KeyType::ed25519);
    for (auto const& document : {create, create.at("object")}) {
        auto const proof = activitypub::inspect_integrity_proof(
            document, storage::Timestamp(std::chrono::milliseconds(now))
        );
        ASSERT_TRUE(proof) << proof.error().detail;
        EXPECT_EQ(proof->verification_method(), "https://folk.example/users/ana#ed25519-key");
        EXPECT_TRUE(proof->verify(key->key.public_key()));
    }
}

TEST_F(PublisherTest, WritesActorsAsOthersReadThem) {
    auto const txn = store->read();
    DocumentSource const source{*store, *txn, site};
    for (auto const& actor : {ana, bees}) {
        auto const document = actor_document(source, actor);
        ASSERT_TRUE(document);
        auto const written = activitypub::write_actor(*document);
        auto const read = activitypub::read_actor(json(written));
        ASSERT_TRUE(read) << read.error().detail;
        EXPECT_EQ(read->preferred_username, actor.username);
        ASSERT_EQ(read->keys.size(), 2U);
        EXPECT_EQ(read->keys[0].id.fragment(), "main-key");
    }
}

}  // namespace
}  // namespace folkmoot::node
