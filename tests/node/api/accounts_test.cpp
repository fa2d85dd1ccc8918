// Accounts, relationships, search, uploads and what the node says of itself.
#include "tests/node/api/api_node.hpp"
#include "tests/node/media/sample_files.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::node {
namespace {

using tests::ApiNode;
using tests::Json;

class ClientAccounts : public tests::ApiTest {
protected:
    void SetUp() override {
        ana = node.member("ana");
        bob = node.member("bob");
    }

    std::string account(storage::ActorId actor, std::string const& rest = {}) {
        return "/api/v1/accounts/" + std::to_string(actor.value()) + rest;
    }

    storage::ActorId ana;
    storage::ActorId bob;
};

TEST_F(ClientAccounts, MembersSeeTheirOwnAccountWithItsSource) {
    auto const own = node.get("/api/v1/accounts/verify_credentials", ApiNode::as(ana));
    EXPECT_EQ(own.status(), 200);
    EXPECT_EQ(own.body.at("acct"), "ana");
    EXPECT_EQ(own.body.at("source").at("privacy"), "public");
    EXPECT_TRUE(own.body.at("role").at("permissions").is_string());
    EXPECT_FALSE(node.get(account(ana)).body.contains("source"));
}

TEST_F(ClientAccounts, PicturesAreNeverMissing) {
    auto const shown = node.get(account(ana)).body;
    for (auto const* key : {"avatar", "avatar_static", "header", "header_static"}) {
        EXPECT_TRUE(shown.at(key).get<std::string>().starts_with("https://folk.example/assets/"))
            << key;
    }
}

TEST_F(ClientAccounts, ProfilesAreChangedWithTheirPicture) {
    std::string const boundary = "xyz";
    auto const field = [&](std::string const& name, std::string const& value) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name +
               "\"\r\n\r\n" + value + "\r\n";
    };
    auto const body = field("display_name", "Ana B.") + field("note", "gardens") +
                      field("locked", "true") + field("source[privacy]", "unlisted") +
                      field("fields_attributes[0][name]", "Town") +
                      field("fields_attributes[0][value]", "Bern") + "--" + boundary +
                      "\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"a.gif\"\r\n"
                      "Content-Type: image/gif\r\n\r\n" +
                      tests::png_file(3, 3) + "\r\n--" + boundary + "--\r\n";
    auto const request = tests::make_request(
        Verb::patch,
        "/api/v1/accounts/update_credentials",
        {{"Content-Type", "multipart/form-data; boundary=" + boundary}},
        body
    );
    auto const answer = node.send(request, ApiNode::as(ana));
    ASSERT_EQ(answer.status(), 200) << answer.body.dump();
    EXPECT_EQ(answer.body.at("display_name"), "Ana B.");
    EXPECT_EQ(answer.body.at("note"), "<p>gardens</p>");
    EXPECT_EQ(answer.body.at("source").at("note"), "gardens");
    EXPECT_EQ(answer.body.at("source").at("privacy"), "unlisted");
    EXPECT_EQ(answer.body.at("locked"), true);
    EXPECT_EQ(answer.body.at("fields").at(0).at("name"), "Town");
    auto const avatar = answer.body.at("avatar").get<std::string>();
    EXPECT_TRUE(avatar.starts_with("https://folk.example/media/")) << avatar;
    EXPECT_TRUE(avatar.ends_with(".png")) << avatar;
    // Others see it at once, whatever was kept of the old one.
    EXPECT_EQ(node.get(account(ana)).body.at("avatar"), avatar);

    auto const removed =
        node.call(Verb::del, "/api/v1/profile/avatar", ApiNode::as(ana), Json::object());
    EXPECT_NE(removed.body.at("avatar"), avatar);
}

TEST_F(ClientAccounts, FollowingGoesThereAndBack) {
    auto const followed = node.post(account(bob, "/follow"), ApiNode::as(ana)).body;
    EXPECT_EQ(followed.at("following"), true);
    EXPECT_EQ(followed.at("showing_reblogs"), true);
    auto const quiet =
        node.post(account(bob, "/follow"), ApiNode::as(ana), {{"reblogs", false}}).body;
    EXPECT_EQ(quiet.at("showing_reblogs"), false);
    auto const seen_by_bob = node.get(
        "/api/v1/accounts/relationships?id=" + std::to_string(ana.value()), ApiNode::as(bob)
    );
    EXPECT_EQ(seen_by_bob.body.at(0).at("followed_by"), true);
    EXPECT_EQ(node.get(account(bob)).body.at("followers_count"), 1);
    EXPECT_EQ(node.post(account(bob, "/unfollow"), ApiNode::as(ana)).body.at("following"), false);
    EXPECT_EQ(node.get(account(bob)).body.at("followers_count"), 0);
    EXPECT_EQ(node.post(account(ana, "/follow"), ApiNode::as(ana)).status(), 422);
    EXPECT_EQ(node.post("/api/v1/accounts/99/follow", ApiNode::as(ana)).status(), 404);
}

TEST_F(ClientAccounts, RequestsAreAnsweredByWhomTheyWereSentTo) {
    node.must(update_profile(*node.services, {.member = bob, .locked = true}));
    auto const asked = node.post(account(bob, "/follow"), ApiNode::as(ana)).body;
    EXPECT_EQ(asked.at("following"), false);
    EXPECT_EQ(asked.at("requested"), true);
    auto const requests = node.get("/api/v1/follow_requests", ApiNode::as(bob)).body;
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests.at(0).at("acct"), "ana");
    EXPECT_TRUE(node.get("/api/v1/follow_requests", ApiNode::as(ana)).body.empty());
    auto const path = "/api/v1/follow_requests/" + std::to_string(ana.value());
    EXPECT_EQ(node.post(path + "/authorize", ApiNode::as(bob)).body.at("followed_by"), true);
    EXPECT_EQ(node.post(path + "/reject", ApiNode::as(bob)).body.at("followed_by"), false);
    EXPECT_EQ(node.post("/api/v1/follow_requests/99/authorize", ApiNode::as(bob)).status(), 404);
}

TEST_F(ClientAccounts, FollowersAreRemoved) {
    node.follows(ana, bob);
    auto const after = node.post(account(ana, "/remove_from_followers"), ApiNode::as(bob)).body;
    EXPECT_EQ(after.at("followed_by"), false);
    EXPECT_EQ(node.post(account(ana, "/remove_from_followers"), ApiNode::as(bob)).status(), 200);
}

TEST_F(ClientAccounts, BlocksAndMutesAreListedAndTakenBack) {
    EXPECT_EQ(node.post(account(bob, "/block"), ApiNode::as(ana)).body.at("blocking"), true);
    EXPECT_EQ(node.get("/api/v1/blocks", ApiNode::as(ana)).body.at(0).at("acct"), "bob");
    EXPECT_EQ(node.post(account(bob, "/unblock"), ApiNode::as(ana)).body.at("blocking"), false);
    auto const muted = node.post(account(bob, "/mute"), ApiNode::as(ana), {{"duration", 60}}).body;
    EXPECT_EQ(muted.at("muting"), true);
    EXPECT_NE(muted.at("muting_expires_at"), nullptr);
    auto const mutes = node.get("/api/v1/mutes", ApiNode::as(ana)).body;
    EXPECT_NE(mutes.at(0).at("mute_expires_at"), nullptr);
    EXPECT_EQ(node.post(account(bob, "/unmute"), ApiNode::as(ana)).body.at("muting"), false);
    EXPECT_TRUE(node.get("/api/v1/blocks", ApiNode::as(ana)).body.empty());
}

TEST_F(ClientAccounts, HandlesAreLookedUp) {
    for (auto const* handle : {"bob", "@bob", "bob@folk.example", "BOB"}) {
        auto const found = node.get(std::string("/api/v1/accounts/lookup?acct=") + handle);
        EXPECT_EQ(found.status(), 200) << handle;
        EXPECT_EQ(found.body.at("id"), std::to_string(bob.value())) << handle;
    }
    EXPECT_EQ(node.get("/api/v1/accounts/lookup?acct=nobody").status(), 404);
    EXPECT_EQ(node.get("/api/v1/accounts/lookup").status(), 400);
}

TEST_F(ClientAccounts, SearchFindsGroupsAndHashtags) {
    node.group("gardeners", bob);
    write_status(ana, {{"status", "#garden"}});
    auto const found = node.get("/api/v2/search?q=garden", ApiNode::as(ana)).body;
    ASSERT_EQ(found.at("accounts").size(), 1U);
    EXPECT_EQ(found.at("accounts").at(0).at("group"), true);
    ASSERT_EQ(found.at("hashtags").size(), 1U);
    EXPECT_EQ(found.at("hashtags").at(0).at("history").size(), 7U);
    EXPECT_TRUE(found.at("statuses").empty());
    auto const accounts = node.get("/api/v2/search?q=garden&type=accounts", ApiNode::as(ana)).body;
    EXPECT_TRUE(accounts.at("hashtags").empty());
    EXPECT_EQ(
        node.get("/api/v1/accounts/search?q=garden", ApiNode::as(ana)).body.at(0).at("acct"),
        "gardeners"
    );
}

TEST_F(ClientAccounts, PastedAddressesOfOurOwnNeedNobodyElse) {
    auto const status = write_status(bob, {{"status", "here"}});
    for (auto const* key : {"uri", "url"}) {
        auto const found = node.get(
            "/api/v2/search?resolve=true&q=" + status.at(key).get<std::string>(), ApiNode::as(ana)
        );
        ASSERT_EQ(found.body.at("statuses").size(), 1U) << key;
        EXPECT_EQ(found.body.at("statuses").at(0).at("id"), status.at("id"));
    }
    auto const profile =
        node.get("/api/v2/search?resolve=true&q=https://folk.example/@bob", ApiNode::as(ana));
    EXPECT_EQ(profile.body.at("accounts").at(0).at("acct"), "bob");
    EXPECT_TRUE(node.resolved.empty());
}

TEST_F(ClientAccounts, D07_OthersAreFetchedOnlyWhenAMemberAsks) {
    auto const carol = node.remote("carol");
    node.resolution = carol;
    std::string const address = "https://far.example/somewhere";
    node.get("/api/v2/search?q=" + address, ApiNode::as(ana));
    EXPECT_TRUE(node.resolved.empty());
    EXPECT_EQ(node.get("/api/v2/search?resolve=true&q=" + address).status(), 401);
    EXPECT_TRUE(node.resolved.empty());
    auto const found = node.get("/api/v2/search?resolve=True&q=" + address, ApiNode::as(ana));
    EXPECT_EQ(node.resolved, std::vector{address});
    ASSERT_EQ(found.body.at("accounts").size(), 1U);
    EXPECT_EQ(found.body.at("accounts").at(0).at("acct"), "carol@far.example");
    // What is known is not fetched again.
    node.get("/api/v2/search?resolve=true&q=https://far.example/users/carol", ApiNode::as(ana));
    EXPECT_EQ(node.resolved.size(), 1U);
}

TEST_F(ClientAccounts, P04_PastedAddressesShowNothingHidden) {
    auto const status = write_status(bob, {{"status", "x"}, {"visibility", "private"}});
    auto const found = node.get(
        "/api/v2/search?resolve=true&q=" + status.at("uri").get<std::string>(), ApiNode::as(ana)
    );
    EXPECT_TRUE(found.body.at("statuses").empty());
}

TEST_F(ClientAccounts, UploadsAreReadyAtOnce) {
    std::string const body =
        "--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\na red dot\r\n"
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.jpg\"\r\n"
        "Content-Type: image/jpeg\r\n\r\n" +
        tests::png_file(2, 1) + "\r\n--b--\r\n";
    for (auto const* path : {"/api/v1/media", "/api/v2/media"}) {
        auto const request = tests::make_request(
            Verb::post, path, {{"Content-Type", "multipart/form-data; boundary=b"}}, body
        );
        auto const answer = node.send(request, ApiNode::as(ana));
        ASSERT_EQ(answer.status(), 200) << answer.body.dump();
        EXPECT_EQ(answer.body.at("type"), "image");
        EXPECT_EQ(answer.body.at("description"), "a red dot");
        EXPECT_EQ(answer.body.at("meta").at("original").at("size"), "2x1");
        // M05: the type is that of the bytes.
        EXPECT_TRUE(answer.body.at("url").get<std::string>().ends_with(".png"));
        auto const at = "/api/v1/media/" + answer.body.at("id").get<std::string>();
        auto const described = node.call(
            Verb::put, at, ApiNode::as(ana), {{"description", "two"}, {"focus", "0.5,-0.5"}}
        );
        EXPECT_EQ(described.body.at("description"), "two");
        EXPECT_EQ(described.body.at("meta").at("focus").at("y"), -0.5);
        EXPECT_EQ(node.get(at, ApiNode::as(ana)).body, described.body);
        EXPECT_EQ(node.call(Verb::del, at, ApiNode::as(ana), Json::object()).body, Json::object());
        EXPECT_EQ(node.get(at, ApiNode::as(ana)).status(), 404);
    }
    EXPECT_EQ(node.post("/api/v2/media", ApiNode::as(ana)).status(), 422);
}

TEST_F(ClientAccounts, MarkersAndPreferencesAreTheMembersOwn) {
    auto const set =
        node.post("/api/v1/markers", ApiNode::as(ana), {{"home", {{"last_read_id", "42"}}}});
    EXPECT_EQ(set.body.at("home").at("last_read_id"), "42");
    EXPECT_EQ(set.body.at("home").at("version"), 1);
    auto const both = "/api/v1/markers?timeline[]=home&timeline[]=notifications";
    EXPECT_EQ(node.get(both, ApiNode::as(ana)).body.at("home").at("last_read_id"), "42");
    EXPECT_EQ(node.get(both, ApiNode::as(bob)).body, Json::object());
    EXPECT_EQ(
        node.get("/api/v1/preferences", ApiNode::as(ana)).body.at("posting:default:visibility"),
        "public"
    );
}

TEST_F(ClientAccounts, HashtagsAreFollowed) {
    EXPECT_EQ(node.get("/api/v1/tags/Peas", ApiNode::as(ana)).body.at("following"), false);
    EXPECT_EQ(node.post("/api/v1/tags/Peas/follow", ApiNode::as(ana)).body.at("following"), true);
    EXPECT_EQ(node.get("/api/v1/followed_tags", ApiNode::as(ana)).body.at(0).at("name"), "peas");
    EXPECT_EQ(
        node.post("/api/v1/tags/peas/unfollow", ApiNode::as(ana)).body.at("following"), false
    );
    EXPECT_TRUE(node.get("/api/v1/followed_tags", ApiNode::as(ana)).body.empty());
}

TEST_F(ClientAccounts, WhatIsNotThereIsEmptyAndWellFormed) {
    for (auto const* path :
         {"/api/v1/lists",
          "/api/v1/filters",
          "/api/v2/filters",
          "/api/v1/conversations",
          "/api/v1/announcements",
          "/api/v1/custom_emojis",
          "/api/v1/instance/rules",
          "/api/v1/trends/tags",
          "/api/v2/suggestions"}) {
        auto const answer = node.get(path, ApiNode::as(ana));
        EXPECT_EQ(answer.response.bytes(), "[]") << path;
        EXPECT_TRUE(answer.response.header("Content-Type")->starts_with("application/json"));
    }
    auto const push = node.get("/api/v1/push/subscription", ApiNode::as(ana));
    EXPECT_EQ(push.status(), 404);
    EXPECT_TRUE(push.body.contains("error"));
    EXPECT_EQ(node.get("/api/v1/streaming/health").response.bytes(), "OK");
    auto const unknown = node.get("/api/v1/nothing/here");
    EXPECT_EQ(unknown.status(), 404);
    EXPECT_EQ(unknown.response.header("Access-Control-Allow-Origin"), "*");
}

TEST_F(ClientAccounts, TheInstanceNamesItsLevelAndItself) {
    auto const instance = node.get("/api/v2/instance/").body;
    EXPECT_TRUE(instance.at("version").get<std::string>().starts_with("4.5.0 (compatible; Folkmoot "
    ));
    EXPECT_EQ(instance.at("domain"), "folk.example");
    EXPECT_EQ(instance.at("api_versions").at("mastodon"), 6);
    EXPECT_EQ(instance.at("configuration").at("urls").at("streaming"), "wss://folk.example");
    auto const old = node.get("/api/v1/instance/").body;
    EXPECT_EQ(old.at("uri"), "folk.example");
    EXPECT_EQ(old.at("urls").at("streaming_api"), "wss://folk.example");
    EXPECT_EQ(old.at("stats").at("user_count"), 2);
}

TEST_F(ClientAccounts, GroupsAreAccountsThatSayWhatTheyAre) {
    auto const group = node.group("gardeners", bob, storage::JoinPolicy::approval);
    node.topic(bob, group, "Peas");
    auto const shown = node.get(account(group), ApiNode::as(ana)).body;
    EXPECT_EQ(shown.at("group"), true);
    EXPECT_EQ(shown.at("bot"), false);
    EXPECT_EQ(shown.at("url"), "https://folk.example/g/gardeners");
    EXPECT_EQ(shown.at("statuses_count"), 1);
    EXPECT_EQ(shown.at("folkmoot").at("kind"), "group");
    EXPECT_EQ(shown.at("folkmoot").at("join"), "approval");
    EXPECT_EQ(shown.at("folkmoot").at("topics_count"), 1);
}

}  // namespace
}  // namespace folkmoot::node
