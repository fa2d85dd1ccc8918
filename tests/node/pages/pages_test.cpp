// Pages from a real store: what visitors and members see, in both languages; what nobody is shown;
// what programs are led to; and when kept pages are made anew.
#include "node/pages/post_places.hpp"
#include "tests/node/pages/web_house.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::tests {
namespace {

// Stands in every text that not everybody may read (threats P01 and P04).
constexpr char const* canary = "canary-7f3a";

class Pages : public testing::Test {
protected:
    void SetUp() override {
        ana = house.add_member("ana");
        bo = house.add_member("bo");
        keys = house.add_group(ana, "keys", "Key desk");
        topic = house.add_post(
            {.author = ana,
             .text = "How do keys turn?",
             .group = keys,
             .title = "Rotate signing keys"}
        );
        reply = house.add_post({.author = bo, .text = "Slowly and often.", .in_reply_to = topic});
        note = house.add_post({.author = ana, .text = "A short note."});
    }

    std::string topic_path() const {
        return "/g/keys/" + std::to_string(topic.value()) + "-rotate-signing-keys";
    }

    static bool shows(node::Response const& response, std::string_view text) {
        return response.bytes().contains(text);
    }

    WebHouse house;
    storage::ActorId ana;
    storage::ActorId bo;
    storage::ActorId keys;
    storage::PostId topic;
    storage::PostId reply;
    storage::PostId note;
    Browser visitor{house};
};

TEST_F(Pages, ShowTheNode) {
    auto const landing = visitor.get("/");
    EXPECT_EQ(landing.status, 200);
    EXPECT_TRUE(shows(landing, "Key desk"));
    EXPECT_TRUE(shows(landing, "Rotate signing keys"));
    EXPECT_TRUE(shows(landing, topic_path()));
    auto const about = visitor.get("/about");
    EXPECT_EQ(about.status, 200);
    EXPECT_TRUE(shows(about, "A node for tests."));
}

TEST_F(Pages, ShowAGroup) {
    auto const group = visitor.get("/g/keys");
    EXPECT_EQ(group.status, 200);
    EXPECT_TRUE(shows(group, "Rotate signing keys"));
    EXPECT_TRUE(shows(group, "@keys@folk.example"));
    auto const about = visitor.get("/g/keys/about");
    EXPECT_EQ(about.status, 200);
    EXPECT_TRUE(shows(about, "What the group is <em>for</em>."));
}

TEST_F(Pages, ShowATopicWithNumberedReplies) {
    auto const page = visitor.get(topic_path());
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "How do keys turn?"));
    EXPECT_TRUE(shows(page, "Slowly and often."));
    EXPECT_TRUE(shows(page, "id=\"p1\""));
    EXPECT_TRUE(shows(page, "id=\"p2\""));
    EXPECT_TRUE(shows(page, "DiscussionForumPosting"));
}

TEST_F(Pages, ShowAMemberAndAPost) {
    auto const member = visitor.get("/@ana");
    EXPECT_EQ(member.status, 200);
    EXPECT_TRUE(shows(member, "@ana@folk.example"));
    EXPECT_TRUE(shows(member, "A short note."));
    auto const post = visitor.get("/@ana/" + std::to_string(note.value()));
    EXPECT_EQ(post.status, 200);
    EXPECT_TRUE(shows(post, "A short note."));
}

TEST_F(Pages, SpeakTwoLanguages) {
    for (auto const* const path : {"/", "/about", "/g/keys", "/@ana"}) {
        auto const english = visitor.get(path, {{"Accept-Language", "en"}});
        auto const chinese = visitor.get(path, {{"Accept-Language", "zh-CN,zh;q=0.9"}});
        EXPECT_TRUE(shows(english, "<html lang=\"en\"")) << path;
        EXPECT_TRUE(shows(chinese, "<html lang=\"zh-Hans\"")) << path;
        EXPECT_NE(header(english, "ETag"), header(chinese, "ETag")) << path;
    }
}

TEST_F(Pages, PreferencesAreKeptInCookies) {
    auto const chosen = visitor.post("/preferences", {{"locale", "zh-Hans"}, {"back", "/g/keys"}});
    EXPECT_EQ(chosen.status, 303);
    EXPECT_EQ(header(chosen, "Location"), "/g/keys");
    EXPECT_TRUE(shows(visitor.get("/g/keys"), "<html lang=\"zh-Hans\""));
    ASSERT_EQ(visitor.post("/preferences", {{"theme", "dark"}, {"back", "//evil"}}).status, 303);
    EXPECT_TRUE(shows(visitor.get("/g/keys"), "data-theme=\"dark\""));
    EXPECT_EQ(visitor.post("/preferences", {{"theme", "pink"}}).status, 422);
    EXPECT_EQ(
        visitor.post("/preferences", {{"theme", "dark"}}, {{"Origin", "https://evil.example"}})
            .status,
        403
    );
}

TEST_F(Pages, A07_PreferencesOfAMemberNeedTheToken) {
    Browser member(house);
    ASSERT_EQ(member.sign_in("bo").status, 303);
    EXPECT_EQ(member.post("/preferences", {{"theme", "dark"}}).status, 403);
    auto const token = input_value(member.get("/").bytes(), "csrf");
    EXPECT_EQ(member.post("/preferences", {{"theme", "dark"}, {"csrf", token}}).status, 303);
}

TEST_F(Pages, WrongSlugsLeadToTheRightOne) {
    auto const id = std::to_string(topic.value());
    for (auto const& path :
         {"/g/keys/" + id, "/g/keys/" + id + "-other", "/g/Keys/" + id, "/@ana/" + id}) {
        auto const answer = visitor.get(path);
        EXPECT_EQ(answer.status, 301) << path;
        EXPECT_EQ(header(answer, "Location"), topic_path()) << path;
    }
    EXPECT_EQ(header(visitor.get("/g/ana"), "Location"), "/@ana");
    EXPECT_EQ(header(visitor.get("/@keys"), "Location"), "/g/keys");
    EXPECT_EQ(header(visitor.get("/@ana@folk.example"), "Location"), "/@ana");
}

TEST_F(Pages, ShortLinksLeadToThePlaceInTheThread) {
    auto const answer = visitor.get("/p/" + std::to_string(reply.value()));
    EXPECT_EQ(answer.status, 302);
    EXPECT_EQ(header(answer, "Location"), topic_path() + "#p2");
    EXPECT_EQ(header(visitor.get("/p/" + std::to_string(topic.value())), "Location"), topic_path());
}

TEST_F(Pages, LongTopicsHaveNumberedPages) {
    for (int i = 0; i < 60; ++i) {
        house.add_post(
            {.author = bo, .text = "Reply " + std::to_string(i + 3) + ".", .in_reply_to = topic}
        );
    }
    auto const first = visitor.get(topic_path());
    EXPECT_TRUE(shows(first, "id=\"p50\""));
    EXPECT_FALSE(shows(first, "id=\"p51\""));
    auto const second = visitor.get(topic_path() + "?p=2");
    EXPECT_EQ(second.status, 200);
    EXPECT_FALSE(shows(second, "id=\"p50\""));
    EXPECT_TRUE(shows(second, "id=\"p51\""));
    EXPECT_TRUE(shows(second, "id=\"p62\""));
    EXPECT_TRUE(shows(second, "Reply 62."));
    for (auto const* const page : {"3", "0", "-1", "x", "99999999999"}) {
        EXPECT_EQ(visitor.get(topic_path() + "?p=" + page).status, 404) << page;
    }
}

TEST_F(Pages, LongListsPageOnByCursor) {
    for (int i = 0; i < 35; ++i) {
        house.add_post(
            {.author = bo,
             .text = "Text.",
             .group = keys,
             .title = "Topic number " + std::to_string(i)}
        );
    }
    auto const first = visitor.get("/g/keys");
    EXPECT_TRUE(shows(first, "Topic number 34<"));
    EXPECT_FALSE(shows(first, "Rotate signing keys"));
    std::string const html(first.bytes());
    auto const at = html.find("/g/keys?after=");
    ASSERT_NE(at, std::string::npos);
    auto const next = html.substr(at, html.find('"', at) - at);
    auto const second = visitor.get(next);
    EXPECT_EQ(second.status, 200);
    EXPECT_TRUE(shows(second, "Rotate signing keys"));
    EXPECT_FALSE(shows(second, "Topic number 34<"));
}

TEST_F(Pages, ProgramsAreLedToTheObject) {
    struct Row {
        std::string path;
        std::string object;
    };

    Row const rows[] = {
        {"/g/keys", "/groups/keys"},
        {"/g/keys/about", "/groups/keys"},
        {"/@ana", "/users/ana"},
        {topic_path(), "/objects/" + std::to_string(topic.value())},
        {"/p/" + std::to_string(reply.value()), "/objects/" + std::to_string(reply.value())},
        {"/@ana/" + std::to_string(note.value()), "/objects/" + std::to_string(note.value())},
    };
    for (auto const& row : rows) {
        for (auto const* const accept :
             {"application/activity+json",
              "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""}) {
            auto const answer = visitor.get(row.path, {{"Accept", accept}});
            EXPECT_EQ(answer.status, 303) << row.path;
            EXPECT_EQ(header(answer, "Location"), row.object) << row.path;
            EXPECT_TRUE(header(answer, "Vary").contains("Accept"));
        }
    }
    auto const link = header(visitor.get("/g/keys"), "Link");
    EXPECT_EQ(
        link,
        "<https://folk.example/groups/keys>; rel=\"alternate\"; type=\"application/activity+json\""
    );
}

TEST_F(Pages, UnknownThingsAreNotFound) {
    for (auto const* const path :
         {"/g/nothing",
          "/g/keys/1-x",
          "/g/keys/x",
          "/@nobody",
          "/@ana/1",
          "/@ana/x",
          "/p/1",
          "/p/x",
          "/nothing",
          "/assets/nothing.css",
          "/g/keys@far.example",
          "/g/keys/about/more"}) {
        auto const answer = visitor.get(path);
        EXPECT_EQ(answer.status, 404) << path;
    }
    EXPECT_TRUE(shows(visitor.get("/g/nothing"), "0123456789abcdef"));
}

TEST_F(Pages, DeletedThingsAreGone) {
    ASSERT_TRUE(house.run(node::delete_post(*house.services, bo, reply)));
    auto const page = visitor.get(topic_path());
    EXPECT_FALSE(shows(page, "Slowly and often."));
    EXPECT_TRUE(shows(page, "tombstone"));
    ASSERT_TRUE(house.run(node::delete_post(*house.services, ana, topic)));
    auto const gone = visitor.get(topic_path());
    EXPECT_EQ(gone.status, 410);
    EXPECT_FALSE(shows(gone, "Rotate signing keys"));
    EXPECT_TRUE(shows(gone, "/g/keys"));
    EXPECT_EQ(header(gone, "Cache-Control"), "private, no-store");
}

TEST_F(Pages, SuspendedMembersAreNotFound) {
    ASSERT_EQ(visitor.get("/@bo").status, 200);
    ASSERT_TRUE(house.run(node::suspend_actor(*house.services, {}, bo, "spam")));
    EXPECT_EQ(visitor.get("/@bo").status, 404);
    EXPECT_FALSE(shows(visitor.get(topic_path()), "Slowly and often."));
}

TEST_F(Pages, NoPageLeaksWhatIsNotPublic) {
    auto const secret = [&](storage::Visibility visibility, storage::PostId parent) {
        return house.add_post({
            .author = ana,
            .text = std::string("@bo ") + canary,
            .in_reply_to = parent,
            .visibility = visibility,
        });
    };
    std::vector<storage::PostId> posts;
    for (auto const visibility : {storage::Visibility::followers, storage::Visibility::direct}) {
        posts.push_back(secret(visibility, {}));
        posts.push_back(secret(visibility, note));
    }
    std::vector<std::string> paths{"/", "/about", "/g/keys", "/g/keys/about", "/@ana", "/@bo"};
    paths.push_back(topic_path());
    paths.push_back("/@ana/" + std::to_string(note.value()));
    for (auto const post : posts) {
        paths.push_back("/@ana/" + std::to_string(post.value()));
        paths.push_back("/p/" + std::to_string(post.value()));
        paths.push_back("/g/keys/" + std::to_string(post.value()));
    }
    house.add_member("eve");
    Browser eve(house);
    ASSERT_EQ(eve.sign_in("eve").status, 303);
    Browser bo_browser(house);
    ASSERT_EQ(bo_browser.sign_in("bo").status, 303);
    bool bo_saw = false;
    for (auto const& path : paths) {
        // The member first: a page kept for visitors must not be theirs (threat H25).
        bo_saw = shows(bo_browser.get(path), canary) || bo_saw;
        for (auto* const browser : {&visitor, &eve, &visitor}) {
            auto const answer = browser->get(path);
            EXPECT_FALSE(shows(answer, canary)) << path;
            auto const program = browser->get(path, {{"Accept", "application/activity+json"}});
            EXPECT_FALSE(shows(program, canary)) << path;
        }
    }
    EXPECT_TRUE(bo_saw) << "the canary was written";
    for (auto const post : posts) {
        EXPECT_EQ(visitor.get("/p/" + std::to_string(post.value())).status, 404);
    }
}

TEST_F(Pages, KeptPagesAreMadeAnewAfterAChange) {
    auto const first = visitor.get(topic_path());
    EXPECT_GT(house.pages->cache.bytes(), 0U);
    EXPECT_EQ(header(first, "ETag"), header(visitor.get(topic_path()), "ETag"));
    house.add_post({.author = bo, .text = "And a second thought.", .in_reply_to = topic});
    auto const second = visitor.get(topic_path());
    EXPECT_TRUE(shows(second, "And a second thought."));
    EXPECT_NE(header(first, "ETag"), header(second, "ETag"));
}

TEST_F(Pages, UnchangedPagesAreNotSentAgain) {
    auto const first = visitor.get("/g/keys");
    auto const etag = header(first, "ETag");
    ASSERT_FALSE(etag.empty());
    EXPECT_EQ(
        visitor.get("/g/keys", {{"Accept", "text/html"}, {"If-None-Match", etag}}).status, 304
    );
}

TEST_F(Pages, H25_CachingTellsVisitorsFromMembers) {
    auto const open = visitor.get("/g/keys");
    EXPECT_EQ(
        header(open, "Cache-Control"), "public, max-age=0, s-maxage=30, stale-while-revalidate=60"
    );
    for (auto const* const name : {"Accept", "Accept-Language", "Cookie"}) {
        EXPECT_TRUE(header(open, "Vary").contains(name));
    }
    EXPECT_FALSE(shows(open, "/logout"));
    Browser member(house);
    ASSERT_EQ(member.sign_in("bo").status, 303);
    auto const own = member.get("/g/keys");
    EXPECT_EQ(header(own, "Cache-Control"), "private, no-cache");
    EXPECT_EQ(header(own, "ETag"), "");
    EXPECT_TRUE(shows(own, "/logout"));
    EXPECT_FALSE(shows(visitor.get("/g/keys"), "/logout"));
}

TEST_F(Pages, QueriesThatPagesDoNotReadFillNoCache) {
    visitor.get("/g/keys");
    auto const bytes = house.pages->cache.bytes();
    for (int i = 0; i < 20; ++i) {
        visitor.get("/g/keys?utm=" + std::to_string(i));
    }
    EXPECT_EQ(house.pages->cache.bytes(), bytes);
}

TEST_F(Pages, H26_EveryAnswerCarriesTheSecurityHeaders) {
    for (auto const& path :
         {std::string("/"),
          std::string("/about"),
          std::string("/g/keys"),
          std::string("/g/keys/about"),
          topic_path(),
          std::string("/@ana"),
          "/p/" + std::to_string(reply.value()),
          std::string("/login"),
          std::string("/oauth/authorize"),
          std::string("/robots.txt"),
          std::string("/favicon.ico"),
          std::string("/nothing")}) {
        auto const answer = visitor.get(path);
        EXPECT_EQ(header(answer, "X-Content-Type-Options"), "nosniff") << path;
        EXPECT_TRUE(header(answer, "Content-Security-Policy").contains("frame-ancestors 'none'"))
            << path;
        EXPECT_EQ(header(answer, "Referrer-Policy"), "same-origin") << path;
        EXPECT_EQ(header(answer, "Cross-Origin-Opener-Policy"), "same-origin") << path;
        EXPECT_FALSE(answer.bytes().contains("<script>")) << path;
    }
}

TEST_F(Pages, ServeWhatTheyReferTo) {
    std::string const html(visitor.get("/").bytes());
    auto const at = html.find("/assets/folkmoot.");
    ASSERT_NE(at, std::string::npos);
    auto const sheet = visitor.get(html.substr(at, html.find('"', at) - at));
    EXPECT_EQ(sheet.status, 200);
    EXPECT_EQ(header(sheet, "Cache-Control"), "public, max-age=31536000, immutable");
    auto const icon = visitor.get("/favicon.ico");
    EXPECT_EQ(icon.status, 302);
    EXPECT_EQ(visitor.get(header(icon, "Location")).status, 200);
    EXPECT_TRUE(shows(visitor.get("/robots.txt"), "User-agent: *"));
}

TEST_F(Pages, ShowGroupsAndMembersOfOtherServers) {
    house.must_write([&](storage::WriteTxn& txn) -> storage::Result<void> {
        auto& store = *house.store;
        storage::HostRecord host;
        host.id = 900;
        host.name = "far.example";
        if (auto added = store.hosts.insert(txn, host); !added) {
            return added;
        }
        storage::ActorRecord group;
        group.id = 901;
        group.kind = storage::ActorKind::group;
        group.host = 900;
        group.username = "far";
        group.handle = "far@far.example";
        group.display_name = "Far away";
        group.iri = "https://far.example/c/far";
        return store.actors.insert(txn, group);
    });
    auto const page = visitor.get("/g/far@far.example");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Far away"));
    EXPECT_TRUE(shows(page, "noindex"));
    auto const program =
        visitor.get("/g/far@far.example", {{"Accept", "application/activity+json"}});
    EXPECT_EQ(header(program, "Location"), "https://far.example/c/far");
}

TEST(PostPlaces, TopicsBeginAtOneAndFillPages) {
    EXPECT_EQ(node::page_of(0), 1U);
    EXPECT_EQ(node::page_of(49), 1U);
    EXPECT_EQ(node::page_of(50), 2U);
    EXPECT_EQ(node::id_of_segment("1842-rotate"), 1842U);
    EXPECT_EQ(node::id_of_segment("1842"), 1842U);
    EXPECT_EQ(node::id_of_segment("x-1842"), 0U);
    EXPECT_EQ(node::id_of_segment("01842"), 0U);
}

}  // namespace
}  // namespace folkmoot::tests
