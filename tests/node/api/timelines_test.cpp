// Timelines, lists of accounts and notifications, read page by page to their end (threat D07).
#include "tests/node/api/api_node.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace folkmoot::node {
namespace {

using tests::ApiNode;
using tests::Json;

class ClientTimelines : public tests::ApiTest {
protected:
    void SetUp() override {
        ana = node.member("ana");
        bob = node.member("bob");
        gardeners = node.group("gardeners", bob);
    }

    /// Every item once, newest first, none left out.
    void expect_pages(std::string const& target, Caller const& caller, std::size_t count) {
        auto const ids = tests::all_pages(node, target, caller);
        EXPECT_EQ(ids.size(), count) << target;
        EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size()) << target;
    }

    storage::ActorId ana;
    storage::ActorId bob;
    storage::ActorId gardeners;
};

TEST_F(ClientTimelines, HomeShowsTopicsOfGroupsAsTheirBoosts) {
    node.follows(ana, gardeners);
    auto const topic = write_status(
        bob, {{"status", "a"}, {"folkmoot", {{"group", "gardeners"}, {"title", "Peas"}}}}
    );
    auto const home = node.get("/api/v1/timelines/home", ApiNode::as(ana)).body;
    ASSERT_EQ(home.size(), 1U);
    EXPECT_EQ(home.at(0).at("account").at("acct"), "gardeners");
    EXPECT_EQ(home.at(0).at("account").at("group"), true);
    EXPECT_EQ(home.at(0).at("reblog").at("id"), topic.at("id"));
    EXPECT_EQ(home.at(0).at("reblog").at("account").at("acct"), "bob");
}

TEST_F(ClientTimelines, GroupsListTheirTopicsWhateverTheFilter) {
    node.topic(bob, gardeners, "Peas");
    node.topic(ana, gardeners, "Beans");
    auto const path = "/api/v1/accounts/" + std::to_string(gardeners.value()) + "/statuses";
    auto const topics = node.get(path + "?exclude_replies=true&exclude_reblogs=false").body;
    ASSERT_EQ(topics.size(), 2U);
    EXPECT_EQ(topics.at(0).at("reblog").at("folkmoot").at("title"), "Beans");
    auto const plain = node.get(path + "?exclude_reblogs=true").body;
    ASSERT_EQ(plain.size(), 2U);
    EXPECT_EQ(plain.at(0).at("reblog"), nullptr);
    EXPECT_EQ(plain.at(0).at("folkmoot").at("title"), "Beans");
}

TEST_F(ClientTimelines, D07_EveryListIsReadToItsEndOnce) {
    constexpr std::size_t count = 7;
    node.follows(ana, bob);
    for (std::size_t i = 0; i < count; ++i) {
        node.pass(1);
        auto const status = write_status(bob, {{"status", "@ana #peas " + std::to_string(i)}});
        auto const path = "/api/v1/statuses/" + status.at("id").get<std::string>();
        node.post(path + "/favourite", ApiNode::as(ana));
        node.post(path + "/bookmark", ApiNode::as(ana));
        auto const member = node.member("m" + std::to_string(i));
        node.follows(member, bob);
        node.follows(bob, member);
    }
    auto const as_ana = ApiNode::as(ana);
    auto const bobs = "/api/v1/accounts/" + std::to_string(bob.value());
    expect_pages("/api/v1/timelines/home?limit=2", as_ana, count);
    expect_pages("/api/v1/timelines/public?limit=2&local=true", {}, count);
    expect_pages("/api/v1/timelines/tag/PEAS?limit=3", {}, count);
    expect_pages(bobs + "/statuses?limit=2", {}, count);
    expect_pages(bobs + "/followers?limit=2", {}, count + 1);
    expect_pages(bobs + "/following?limit=2", {}, count + 1);  // and the group that he owns
    expect_pages("/api/v1/favourites?limit=2", as_ana, count);
    expect_pages("/api/v1/bookmarks?limit=2", as_ana, count);
    expect_pages("/api/v1/notifications?limit=2&types[]=mention", as_ana, count);
}

TEST_F(ClientTimelines, TheNewestAboveABoundAndTheNextAboveABoundDiffer) {
    std::vector<std::string> ids;
    for (int i = 0; i < 6; ++i) {
        node.pass(1);
        ids.push_back(write_status(bob, {{"status", std::to_string(i)}}).at("id"));
    }
    auto const since = node.get("/api/v1/timelines/public?limit=2&since_id=" + ids[0]);
    EXPECT_EQ(tests::ids_of(since.body), (std::vector{ids[5], ids[4]}));
    auto const next = node.get("/api/v1/timelines/public?limit=2&min_id=" + ids[0]);
    EXPECT_EQ(tests::ids_of(next.body), (std::vector{ids[2], ids[1]}));
    EXPECT_EQ(next.link("prev"), "/api/v1/timelines/public?limit=2&min_id=" + ids[2]);
    auto const header = next.response.header("Link").value_or("");
    EXPECT_LT(header.find("rel=\"next\""), header.find("rel=\"prev\""));
}

TEST_F(ClientTimelines, D07_APageBeyondTheEndIsEmptyAndHasNoLink) {
    auto const answer = node.get("/api/v1/timelines/public?max_id=1");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.response.bytes(), "[]");
    EXPECT_FALSE(answer.response.header("Link"));
}

TEST_F(ClientTimelines, D07_LimitsAreClampedAndNonsenseIsRefused) {
    for (int i = 0; i < 45; ++i) {
        node.pass(1);
        node.post(bob, std::to_string(i));
    }
    EXPECT_EQ(node.get("/api/v1/timelines/public?limit=100000").body.size(), 40U);
    EXPECT_EQ(node.get("/api/v1/timelines/public?limit=0").body.size(), 1U);
    EXPECT_EQ(node.get("/api/v1/timelines/public?limit=-1").status(), 400);
    EXPECT_EQ(node.get("/api/v1/timelines/public?limit=many").status(), 400);
    EXPECT_EQ(node.get("/api/v1/timelines/public?max_id=nonsense").status(), 200);
}

TEST_F(ClientTimelines, NotificationsTellOfMentionsLikesBoostsAndFollows) {
    auto const status = write_status(bob, {{"status", "peas"}});
    auto const path = "/api/v1/statuses/" + status.at("id").get<std::string>();
    write_status(ana, {{"status", "@bob hello"}});
    node.post(path + "/favourite", ApiNode::as(ana));
    node.post(path + "/reblog", ApiNode::as(ana));
    node.follows(ana, bob);

    auto const list = node.get("/api/v1/notifications", ApiNode::as(bob)).body;
    std::set<std::string> types;
    for (auto const& item : list) {
        types.insert(item.at("type"));
        EXPECT_EQ(item.at("account").at("acct"), "ana");
        EXPECT_EQ(item.at("group_key"), "ungrouped-" + item.at("id").get<std::string>());
    }
    EXPECT_EQ(types, (std::set<std::string>{"mention", "favourite", "reblog", "follow"}));
    EXPECT_EQ(
        node.get("/api/v1/notifications?types[]=favourite", ApiNode::as(bob)).body.size(), 1U
    );
    EXPECT_EQ(
        node.get("/api/v1/notifications?exclude_types[]=favourite", ApiNode::as(bob)).body.size(),
        3U
    );
    EXPECT_TRUE(node.get("/api/v1/notifications?types[]=nonsense", ApiNode::as(bob)).body.empty());
    EXPECT_EQ(node.get("/api/v1/notifications/unread_count", ApiNode::as(bob)).body.at("count"), 4);
    auto const newest = list.at(0).at("id").get<std::string>();
    node.post("/api/v1/markers", ApiNode::as(bob), {{"notifications", {{"last_read_id", newest}}}});
    EXPECT_EQ(node.get("/api/v1/notifications/unread_count", ApiNode::as(bob)).body.at("count"), 0);
}

TEST_F(ClientTimelines, GroupedNotificationsHoldEachAccountAndStatusOnce) {
    auto const status = write_status(bob, {{"status", "peas"}});
    auto const path = "/api/v1/statuses/" + status.at("id").get<std::string>();
    node.post(path + "/favourite", ApiNode::as(ana));
    node.post(path + "/reblog", ApiNode::as(ana));
    auto const answer = node.get("/api/v2/notifications", ApiNode::as(bob));
    EXPECT_EQ(answer.body.at("accounts").size(), 1U);
    EXPECT_EQ(answer.body.at("statuses").size(), 1U);
    ASSERT_EQ(answer.body.at("notification_groups").size(), 2U);
    auto const& group = answer.body.at("notification_groups").at(0);
    EXPECT_TRUE(group.at("most_recent_notification_id").is_number());
    EXPECT_EQ(group.at("status_id"), status.at("id"));
    auto const key = group.at("group_key").get<std::string>();
    auto const alone = node.get("/api/v2/notifications/" + key, ApiNode::as(bob)).body;
    EXPECT_EQ(alone.at("notification_groups").at(0), group);
    auto const accounts =
        node.get("/api/v2/notifications/" + key + "/accounts", ApiNode::as(bob)).body;
    EXPECT_EQ(accounts.at(0).at("acct"), "ana");
    EXPECT_EQ(
        node.post("/api/v2/notifications/" + key + "/dismiss", ApiNode::as(bob)).body,
        Json::object()
    );
    EXPECT_EQ(node.get("/api/v2/notifications/" + key, ApiNode::as(bob)).status(), 404);
    EXPECT_EQ(
        node.get("/api/v2/notifications", ApiNode::as(bob)).body.at("notification_groups").size(),
        1U
    );
}

TEST_F(ClientTimelines, NotificationsAreDismissedAndCleared) {
    node.follows(ana, bob);
    write_status(ana, {{"status", "@bob one"}});
    write_status(ana, {{"status", "@bob two"}});
    auto const list = tests::ids_of(node.get("/api/v1/notifications", ApiNode::as(bob)).body);
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(
        node.post("/api/v1/notifications/" + list[0] + "/dismiss", ApiNode::as(bob)).body,
        Json::object()
    );
    EXPECT_EQ(
        node.post("/api/v1/notifications/dismiss", ApiNode::as(bob), {{"id", list[1]}}).status(),
        200
    );
    EXPECT_EQ(
        tests::ids_of(node.get("/api/v1/notifications", ApiNode::as(bob)).body),
        std::vector{list[2]}
    );
    EXPECT_EQ(node.post("/api/v1/notifications/clear", ApiNode::as(bob)).body, Json::object());
    EXPECT_TRUE(node.get("/api/v1/notifications", ApiNode::as(bob)).body.empty());
}

}  // namespace
}  // namespace folkmoot::node
