// What other software really sends, as collected in the shared corpus: every activity has an
// answer, and topics, replies and votes have their effect. Skipped where the collection is not
// there.
#include "tests/corpus/corpus_files.hpp"
#include "tests/node/listeners/listener_world.hpp"

#include <array>
#include <set>
#include <string>
#include <string_view>

namespace folkmoot::node {
namespace {

constexpr std::array<std::string_view, 5> folders{
    "lemmy/", "mastodon/", "mbin/", "nodebb/", "piefed/"
};

void replace_all(std::string& text, std::string_view from, std::string const& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// Test instances run on http and cross out what changes from run to run.
std::string settled(std::string text) {
    replace_all(text, "\"http://enterprise", "\"https://enterprise");
    replace_all(text, "\"http://ds9", "\"https://ds9");
    replace_all(text, "SCRUBBED_DATE", "2026-11-18T00:00:00Z");
    for (int i = 1; text.contains("SCRUBBED_ID"); ++i) {
        auto const at = text.find("SCRUBBED_ID");
        text.replace(at, 11, "https://kbin.test/id/" + std::to_string(i));
    }
    return text;
}

class PeerShapesTest : public tests::ListenerTest {
protected:
    void SetUp() override {
        auto const folder = tests::corpus_folder();
        if (!folder) {
            GTEST_SKIP() << "SKIPPED: no shared corpus; set FOLKMOOT_SHARED_CORPUS to its folder";
        }
        for (auto& file : tests::load_corpus(*folder)) {
            bool const ours = std::ranges::any_of(folders, [&file](std::string_view name) {
                return file.name.starts_with(name);
            });
            if (ours) {
                files[file.name] = settled(std::move(file.text));
            }
        }
    }

    nlohmann::json document(std::string const& name) {
        auto document = nlohmann::json::parse(files.at(name), nullptr, false);
        EXPECT_FALSE(document.is_discarded()) << name;
        return document;
    }

    /// An actor that alice follows.
    void followed(std::string const& actor, std::string const& type = "Person") {
        world.add_actor(actor, type);
        world.befriend(actor);
    }

    std::map<std::string, std::string> files;
};

TEST_F(PeerShapesTest, EveryActivityHasAnAnswer) {
    std::set<std::string> known;
    std::size_t delivered = 0;
    for (auto const& [name, text] : files) {
        auto const activity = nlohmann::json::parse(text, nullptr, false);
        if (!activity.is_object() || !activity.contains("actor") ||
            !activity["actor"].is_string()) {
            continue;
        }
        auto const actor = activity["actor"].get<std::string>();
        if (!activitypub::Iri::parse(actor)) {
            continue;
        }
        if (known.insert(actor).second) {
            bool const group = actor.contains("/c/") || actor.contains("/m/");
            world.add_actor(actor, group ? "Group" : "Person");
        }
        auto const answer = world.settle(actor, activity);
        ++delivered;
        EXPECT_LT(answer.status, 500) << name << ' ' << answer.reason;
        EXPECT_NE(answer.reason, "inbox.poison") << name;
    }
    EXPECT_GT(delivered, 60U);
    auto const report = world.store->verify();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->problems.empty());
}

TEST_F(PeerShapesTest, AMastodonReplyIsKept) {
    followed("https://mastodon.madrid/users/felix");
    world.accept(
        "https://mastodon.madrid/users/felix",
        document("mastodon/lemmyassets-activities-create_note.json")
    );
    auto const post = world.post("https://mastodon.madrid/users/felix/statuses/107224289116410645");
    EXPECT_NE(post.id, 0U);
    EXPECT_EQ(post.visibility, storage::Visibility::unlisted);
}

TEST_F(PeerShapesTest, ALemmyTopicStandsInItsGroup) {
    followed("https://enterprise.lemmy.ml/c/main", "Group");
    world.add_actor("https://enterprise.lemmy.ml/u/lemmy_beta");
    auto const announce =
        document("lemmy/lemmyassets-activities-community-announce_create_page.json");
    world.serve("https://enterprise.lemmy.ml/post/7", announce["object"]["object"]);
    world.accept("https://enterprise.lemmy.ml/c/main", announce);
    auto const topic = world.post("https://enterprise.lemmy.ml/post/7");
    EXPECT_EQ(topic.title, "post 4");
    EXPECT_EQ(topic.kind, storage::ObjectKind::page);
    EXPECT_EQ(topic.group, world.actor("https://enterprise.lemmy.ml/c/main").id);
}

TEST_F(PeerShapesTest, ALemmyAuthorsTopicIsKept) {
    followed("https://ds9.lemmy.ml/u/lemmy_alpha");
    world.accept(
        "https://ds9.lemmy.ml/u/lemmy_alpha",
        document("lemmy/lemmyassets-activities-create_or_update-create_page.json")
    );
    auto const topic = world.post("https://ds9.lemmy.ml/post/1");
    EXPECT_EQ(topic.title, "test post");
    EXPECT_EQ(topic.language, "ko");
}

TEST_F(PeerShapesTest, AnMbinEntryStandsInItsMagazine) {
    followed("https://kbin.test/m/test", "Group");
    world.add_actor("https://kbin.test/u/user");
    auto const announce = document("mbin/AnnounceTest-AnnounceCreateEntry.json");
    auto const& entry = announce["object"]["object"];
    world.serve(entry["id"].get<std::string>(), entry);
    world.accept("https://kbin.test/m/test", announce);
    auto const topic = world.post(entry["id"]);
    EXPECT_EQ(topic.title, "test");
    EXPECT_EQ(topic.group, world.actor("https://kbin.test/m/test").id);
    EXPECT_EQ(topic.tags.size(), 1U);
}

TEST_F(PeerShapesTest, APiefedVoteCounts) {
    char const* const author = "https://lemmy.world/u/author";
    char const* const comment = "https://lemmy.world/comment/2742626";
    followed(author);
    world.accept(author, world.create(world.note(author, "x", {{"id", comment}})));
    char const* const voter = "https://kbin.social/u/Infiltrated_ad8271";
    world.add_actor(voter);
    world.accept(voter, document("piefed/piefed-testing_data_body_2.json"));
    EXPECT_EQ(world.counters(storage::PostId(world.post(comment).id)).likes, 1U);
}

}  // namespace
}  // namespace folkmoot::node
