// Statuses from a client's side: written, read, edited, liked, boosted, kept and deleted.
#include "tests/node/api/api_node.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::node {
namespace {

using tests::ApiNode;
using tests::Json;

class ClientStatuses : public tests::ApiTest {
protected:
    void SetUp() override {
        ana = node.member("ana");
        bob = node.member("bob");
        gardeners = node.group("gardeners", bob);
        topic = write_status(
            bob,
            {{"status", "Snails ate them all."},
             {"folkmoot", {{"group", "gardeners"}, {"title", "What to plant <now>?"}}}}
        );
        path = "/api/v1/statuses/" + topic.at("id").get<std::string>();
    }

    storage::ActorId ana;
    storage::ActorId bob;
    storage::ActorId gardeners;
    Json topic;
    std::string path;
};

TEST_F(ClientStatuses, ATitleMadeOfTheFirstLineStandsInTheTextOnce) {
    auto const short_one = write_status(
        bob, {{"status", "Who waters on Sunday?"}, {"folkmoot", {{"group", "gardeners"}}}}
    );
    EXPECT_EQ(short_one.at("folkmoot").at("title"), "Who waters on Sunday?");
    EXPECT_EQ(short_one.at("content"), "<p>Who waters on Sunday?</p>");
}

TEST_F(ClientStatuses, A04_ABoostIsChangedByWhoBoostedAndLeavesThePostAlone) {
    auto const boost = node.post(path + "/reblog", ApiNode::as(ana)).body;
    auto const boost_path = "/api/v1/statuses/" + boost.at("id").get<std::string>();
    auto const as_author = [&](Verb verb) {
        return node.call(verb, boost_path, ApiNode::as(bob), {{"status", "Something else."}})
            .status();
    };
    EXPECT_EQ(as_author(Verb::del), 403);
    EXPECT_EQ(as_author(Verb::put), 403);
    EXPECT_EQ(
        node.call(Verb::put, boost_path, ApiNode::as(ana), {{"status", "Mine."}}).status(), 422
    );
    EXPECT_EQ(node.get(path, ApiNode::as(bob)).body.at("content"), topic.at("content"));
    EXPECT_EQ(node.get(path, ApiNode::as(ana)).body.at("reblogged"), true);
    EXPECT_EQ(node.call(Verb::del, boost_path, ApiNode::as(ana)).status(), 200);
    EXPECT_EQ(node.get(path, ApiNode::as(ana)).body.at("reblogged"), false);
    EXPECT_EQ(node.get(boost_path, ApiNode::as(ana)).status(), 404);
}

TEST_F(ClientStatuses, TopicsShowTheirTitleInTheTextAndAlone) {
    EXPECT_EQ(
        topic.at("content"),
        "<p><strong>What to plant &lt;now&gt;?</strong></p><p>Snails ate them all.</p>"
    );
    EXPECT_EQ(topic.at("spoiler_text"), "");
    auto const& extension = topic.at("folkmoot");
    EXPECT_EQ(extension.at("title"), "What to plant <now>?");
    EXPECT_EQ(extension.at("group_id"), std::to_string(gardeners.value()));
    EXPECT_EQ(extension.at("kind"), "discussion");
    EXPECT_EQ(extension.at("state"), "open");
    EXPECT_EQ(extension.at("accepted_id"), nullptr);
}

TEST_F(ClientStatuses, TopicsGoToAGroupByIdByHandleAndByMention) {
    auto const id = std::to_string(gardeners.value());
    for (Json const& fields :
         {Json{{"status", "a"}, {"folkmoot", {{"group_id", id}, {"title", "A"}}}},
          Json{
              {"status", "b"}, {"folkmoot", {{"group", "!gardeners@folk.example"}, {"title", "B"}}}
          },
          Json{{"status", "@gardeners c"}}}) {
        auto const written = write_status(ana, fields);
        EXPECT_EQ(written.at("folkmoot").at("group_id"), id) << fields.dump();
    }
}

TEST_F(ClientStatuses, TopicsGoToNothingButAGroup) {
    auto const answer = node.post(
        "/api/v1/statuses",
        ApiNode::as(ana),
        {{"status", "a"}, {"folkmoot", {{"group", "bob"}, {"title", "A"}}}}
    );
    EXPECT_EQ(answer.status(), 422);
    auto const unknown = node.post(
        "/api/v1/statuses",
        ApiNode::as(ana),
        {{"status", "a"}, {"folkmoot", {{"group", "nobody"}, {"title", "A"}}}}
    );
    EXPECT_EQ(unknown.status(), 404);
}

TEST_F(ClientStatuses, RepeatsWithTheSameKeyAreOneStatus) {
    tests::Fields const key{{"Idempotency-Key", "abc"}};
    Json const fields{{"status", "once"}};
    auto const first = node.call(Verb::post, "/api/v1/statuses", ApiNode::as(ana), fields, key);
    auto const again = node.call(Verb::post, "/api/v1/statuses", ApiNode::as(ana), fields, key);
    ASSERT_EQ(first.status(), 200);
    EXPECT_EQ(again.status(), 200);
    EXPECT_EQ(first.body.at("id"), again.body.at("id"));
    auto const other = node.call(Verb::post, "/api/v1/statuses", ApiNode::as(bob), fields, key);
    EXPECT_NE(other.body.at("id"), first.body.at("id"));
}

TEST_F(ClientStatuses, FormsAreReadLikeJson) {
    auto const request = tests::make_request(
        Verb::post,
        "/api/v1/statuses",
        {{"Content-Type", "application/x-www-form-urlencoded"}},
        "status=by+form&folkmoot%5Bgroup%5D=gardeners&folkmoot%5Btitle%5D=Form&sensitive=False"
    );
    auto const answer = node.send(request, ApiNode::as(ana));
    ASSERT_EQ(answer.status(), 200) << answer.body.dump();
    EXPECT_EQ(answer.body.at("folkmoot").at("title"), "Form");
    EXPECT_EQ(answer.body.at("sensitive"), false);
}

struct BadStatus {
    char const* name;
    Json fields;
    int status;
};

class ClientBadStatuses : public ClientStatuses, public testing::WithParamInterface<BadStatus> {};

TEST_P(ClientBadStatuses, AreRefusedWithAReason) {
    auto const answer = node.post("/api/v1/statuses", ApiNode::as(ana), GetParam().fields);
    EXPECT_EQ(answer.status(), GetParam().status) << answer.body.dump();
    EXPECT_FALSE(answer.body.at("error").get<std::string>().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Fields,
    ClientBadStatuses,
    testing::Values(
        BadStatus{"Nothing", Json::object(), 422},
        BadStatus{"TooLong", {{"status", std::string(20'001, 'x')}}, 422},
        BadStatus{"UnknownVisibility", {{"status", "a"}, {"visibility", "secret"}}, 422},
        BadStatus{"Poll", {{"status", "a"}, {"poll", {{"options", {"x", "y"}}}}}, 422},
        BadStatus{"Scheduled", {{"status", "a"}, {"scheduled_at", "2030-01-01T00:00:00Z"}}, 422},
        BadStatus{"NoSuchParent", {{"status", "a"}, {"in_reply_to_id", "99"}}, 404},
        BadStatus{"ParentIsNoId", {{"status", "a"}, {"in_reply_to_id", "-1"}}, 422},
        BadStatus{"NoSuchFile", {{"status", "a"}, {"media_ids", {"99"}}}, 404},
        BadStatus{"UnknownKind", {{"status", "a"}, {"folkmoot", {{"kind", "song"}}}}, 422}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST_F(ClientStatuses, RepliesStandInTheContext) {
    auto const reply =
        write_status(ana, {{"status", "Radishes."}, {"in_reply_to_id", topic.at("id")}});
    auto const nested = write_status(bob, {{"status", "Why?"}, {"in_reply_to_id", reply.at("id")}});
    auto const context = node.get(path + "/context").body;
    EXPECT_TRUE(context.at("ancestors").empty());
    EXPECT_EQ(
        tests::ids_of(context.at("descendants")),
        (std::vector<std::string>{reply.at("id"), nested.at("id")})
    );
    auto const inner =
        node.get("/api/v1/statuses/" + nested.at("id").get<std::string>() + "/context").body;
    EXPECT_EQ(
        tests::ids_of(inner.at("ancestors")),
        (std::vector<std::string>{topic.at("id"), reply.at("id")})
    );
    EXPECT_EQ(reply.at("in_reply_to_id"), topic.at("id"));
    EXPECT_EQ(reply.at("in_reply_to_account_id"), std::to_string(bob.value()));
    EXPECT_EQ(node.get(path).body.at("replies_count"), 1);
}

TEST_F(ClientStatuses, EditsKeepWhatTheyDoNotNameAndLeaveAHistory) {
    auto const media = node.upload(ana);
    auto const first =
        write_status(ana, {{"status", "one"}, {"media_ids", {media}}, {"spoiler_text", "careful"}});
    auto const at = "/api/v1/statuses/" + first.at("id").get<std::string>();
    node.pass(1'000);
    auto const edited = node.call(Verb::put, at, ApiNode::as(ana), {{"status", "two"}});
    ASSERT_EQ(edited.status(), 200) << edited.body.dump();
    EXPECT_EQ(edited.body.at("content"), "<p>two</p>");
    EXPECT_EQ(edited.body.at("spoiler_text"), "careful");
    EXPECT_EQ(edited.body.at("media_attachments").size(), 1U);
    EXPECT_NE(edited.body.at("edited_at"), nullptr);
    // Read again: what was kept of the old text is stale.
    EXPECT_EQ(node.get(at).body.at("content"), "<p>two</p>");

    auto const history = node.get(at + "/history").body;
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history.at(0).at("content"), "<p>one</p>");
    EXPECT_EQ(history.at(1).at("content"), "<p>two</p>");
    auto const source = node.get(at + "/source", ApiNode::as(ana)).body;
    EXPECT_EQ(source.at("text"), "two");
    EXPECT_EQ(source.at("spoiler_text"), "careful");
}

TEST_F(ClientStatuses, EditsOfATopicKeepItsTitle) {
    auto const edited = node.call(Verb::put, path, ApiNode::as(bob), {{"status", "Slugs too."}});
    ASSERT_EQ(edited.status(), 200) << edited.body.dump();
    EXPECT_EQ(edited.body.at("folkmoot").at("title"), "What to plant <now>?");
    auto const renamed =
        node.call(Verb::put, path, ApiNode::as(bob), {{"folkmoot", {{"title", "What now?"}}}});
    EXPECT_EQ(renamed.body.at("folkmoot").at("title"), "What now?");
    EXPECT_NE(renamed.body.at("content").get<std::string>().find("Slugs too."), std::string::npos);
}

TEST_F(ClientStatuses, DeletionGivesTheTextBackOnceAndThenNothing) {
    auto const answer = node.call(Verb::del, path, ApiNode::as(bob), Json::object());
    ASSERT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.body.at("text"), "Snails ate them all.");
    EXPECT_EQ(node.get(path).status(), 404);
    EXPECT_EQ(node.get(path, ApiNode::as(bob)).status(), 404);
    EXPECT_EQ(node.call(Verb::del, path, ApiNode::as(bob), Json::object()).status(), 404);
}

TEST_F(ClientStatuses, LikesCountOnceAndAreTakenBack) {
    for (int i = 0; i < 2; ++i) {
        auto const liked = node.post(path + "/favourite", ApiNode::as(ana)).body;
        EXPECT_EQ(liked.at("favourites_count"), 1);
        EXPECT_EQ(liked.at("favourited"), true);
        EXPECT_EQ(liked.at("folkmoot").at("score"), 1);
    }
    EXPECT_EQ(node.get(path, ApiNode::as(bob)).body.at("favourited"), false);
    EXPECT_FALSE(node.get(path).body.contains("favourited"));
    auto const by = node.get(path + "/favourited_by").body;
    ASSERT_EQ(by.size(), 1U);
    EXPECT_EQ(by.at(0).at("acct"), "ana");
    EXPECT_EQ(tests::ids_of(node.get("/api/v1/favourites", ApiNode::as(ana)).body).size(), 1U);
    auto const unliked = node.post(path + "/unfavourite", ApiNode::as(ana)).body;
    EXPECT_EQ(unliked.at("favourites_count"), 0);
    EXPECT_EQ(unliked.at("favourited"), false);
    EXPECT_TRUE(node.get("/api/v1/favourites", ApiNode::as(ana)).body.empty());
}

TEST_F(ClientStatuses, BoostsAreStatusesOfTheirOwn) {
    auto const boost = node.post(path + "/reblog", ApiNode::as(ana)).body;
    EXPECT_NE(boost.at("id"), topic.at("id"));
    EXPECT_EQ(boost.at("account").at("acct"), "ana");
    EXPECT_EQ(boost.at("reblog").at("id"), topic.at("id"));
    EXPECT_EQ(boost.at("content"), topic.at("content"));
    EXPECT_EQ(boost.at("reblogged"), true);
    EXPECT_EQ(boost.at("reblog").at("reblog"), nullptr);
    EXPECT_EQ(
        boost.at("uri"), "https://folk.example/activities/" + boost.at("id").get<std::string>()
    );

    auto const at = "/api/v1/statuses/" + boost.at("id").get<std::string>();
    EXPECT_EQ(node.get(at).body.at("reblog").at("id"), topic.at("id"));
    // What is done to a boost is done to the status in it.
    EXPECT_EQ(node.post(at + "/favourite", ApiNode::as(bob)).body.at("id"), topic.at("id"));
    EXPECT_EQ(node.get(path + "/reblogged_by").body.at(0).at("acct"), "ana");
    EXPECT_EQ(node.post(path + "/unreblog", ApiNode::as(ana)).body.at("reblogged"), false);
    EXPECT_EQ(node.get(at).status(), 404);
}

TEST_F(ClientStatuses, BookmarksAreTheMembersOwn) {
    EXPECT_EQ(node.post(path + "/bookmark", ApiNode::as(ana)).body.at("bookmarked"), true);
    EXPECT_EQ(node.get(path, ApiNode::as(bob)).body.at("bookmarked"), false);
    EXPECT_EQ(
        tests::ids_of(node.get("/api/v1/bookmarks", ApiNode::as(ana)).body),
        std::vector<std::string>{topic.at("id")}
    );
    EXPECT_EQ(node.post(path + "/unbookmark", ApiNode::as(ana)).body.at("bookmarked"), false);
    EXPECT_TRUE(node.get("/api/v1/bookmarks", ApiNode::as(ana)).body.empty());
}

TEST_F(ClientStatuses, SeveralAreReadAtOnce) {
    auto const other = write_status(ana, {{"status", "two"}});
    auto const list = node.get(
        "/api/v1/statuses?id[]=" + topic.at("id").get<std::string>() +
        "&id[]=99&id[]=" + other.at("id").get<std::string>()
    );
    EXPECT_EQ(tests::ids_of(list.body), (std::vector<std::string>{topic.at("id"), other.at("id")}));
}

TEST_F(ClientStatuses, MentionsAndHashtagsAreEntities) {
    auto const status = write_status(ana, {{"status", "@bob see #Garden"}});
    ASSERT_EQ(status.at("mentions").size(), 1U);
    EXPECT_EQ(status.at("mentions").at(0).at("acct"), "bob");
    ASSERT_EQ(status.at("tags").size(), 1U);
    EXPECT_EQ(status.at("tags").at(0).at("name"), "garden");
}

}  // namespace
}  // namespace folkmoot::node
