#include "activitypub/discovery/nodeinfo.hpp"

#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::activitypub {
namespace {

NodeInfo folk() {
    return {
        .software_name = "folkmoot",
        .software_version = "0.3.0",
        .repository = "https://example.org/folkmoot",
        .homepage = "https://example.org",
        .protocols = {"activitypub"},
        .open_registrations = false,
        .users_total = 120,
        .users_active_month = 44,
        .users_active_half_year = 90,
        .local_posts = 812,
        .local_comments = 5120,
        .node_name = "Folk",
        .node_description = "A node for beekeepers",
        .upstream = "mastodon",
        .staff_accounts = {"https://folk.example/users/ana"},
    };
}

TEST(NodeInfo, IsWrittenAs21) {
    tests::expect_golden("nodeinfo_2_1.json", write_nodeinfo(folk(), NodeInfoVersion::v2_1));
}

TEST(NodeInfo, IsWrittenAs20WithoutRepository) {
    tests::expect_golden("nodeinfo_2_0.json", write_nodeinfo(folk(), NodeInfoVersion::v2_0));
}

TEST(NodeInfo, HidesNumbersThatAreAbsent) {
    NodeInfo shy = folk();
    shy.users_total.reset();
    shy.users_active_month.reset();
    shy.users_active_half_year.reset();
    EXPECT_EQ(
        write_nodeinfo(shy, NodeInfoVersion::v2_1)["usage"]["users"], nlohmann::json::object()
    );
}

TEST(NodeInfo, LinksBothVersionsAndTheInstanceActor) {
    tests::expect_golden(
        "nodeinfo_links.json",
        write_nodeinfo_links("https://folk.example", "https://folk.example/actor")
    );
}

TEST(NodeInfo, ReadsWhatItWrites) {
    EXPECT_EQ(read_nodeinfo(write_nodeinfo(folk(), NodeInfoVersion::v2_1).dump()), folk());
}

TEST(NodeInfo, ReadsVersion1WithAMapOfProtocols) {
    auto const info = read_nodeinfo(
        R"({"version":"1.0","software":{"name":"Diaspora","version":"0.7"},"protocols":{"inbound":["diaspora"],"outbound":["x"]},
            "usage":{"users":{"total":3.0}},"openRegistrations":true})"
    );
    ASSERT_TRUE(info);
    EXPECT_EQ(info->software_name, "diaspora");
    EXPECT_EQ(info->protocols, std::vector<std::string>{"diaspora"});
    EXPECT_EQ(info->users_total, 3);
    EXPECT_TRUE(info->open_registrations);
}

TEST(NodeInfo, LeavesOutWhatIsOfTheWrongTypeOrSize) {
    auto const info = read_nodeinfo(
        R"({"software":{"name":" Mast\u202Eodon\n","version":4},"protocols":"activitypub","openRegistrations":"yes",
            "usage":{"users":{"total":-1,"activeMonth":"9"},"localPosts":1.5},"metadata":[]})"
    );
    ASSERT_TRUE(info);
    EXPECT_EQ(info->software_name, "mastodon");
    EXPECT_EQ(info->software_version, "");
    EXPECT_EQ(info->protocols, std::vector<std::string>{"activitypub"});
    EXPECT_FALSE(info->users_total);
    EXPECT_FALSE(info->users_active_month);
    EXPECT_FALSE(info->local_posts);
    EXPECT_FALSE(info->open_registrations);
}

TEST(NodeInfo, CutsLongTexts) {
    nlohmann::json const document = {
        {"software", {{"name", "x"}}}, {"metadata", {{"nodeName", std::string(9000, 'n')}}}
    };
    auto const info = read_nodeinfo(document.dump());
    ASSERT_TRUE(info);
    EXPECT_EQ(info->node_name.size(), 500U);
}

TEST(NodeInfo, NeedsASoftwareName) {
    EXPECT_EQ(read_nodeinfo("{}").error().code, ErrorCode::missing);
    EXPECT_EQ(read_nodeinfo(R"({"software":{"name":""}})").error().code, ErrorCode::missing);
    EXPECT_EQ(read_nodeinfo("nodeinfo").error().code, ErrorCode::malformed);
}

TEST(NodeInfoLinks, PrefersTheNewestThatIsKnown) {
    auto const links = read_nodeinfo_links(
        R"({"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"https://a.example/2.0"},
            {"rel":"http://nodeinfo.diaspora.software/ns/schema/2.1","href":"https://a.example/2.1"},
            {"rel":"http://nodeinfo.diaspora.software/ns/schema/9.0","href":"https://a.example/9.0"},
            {"rel":"http://nodeinfo.diaspora.software/ns/schema/1.0","href":"https://a.example/1.0"},
            {"rel":"https://www.w3.org/ns/activitystreams#Application","href":"https://a.example/actor"}]})"
    );
    ASSERT_TRUE(links);
    EXPECT_EQ(links->document, "https://a.example/2.1");
    EXPECT_EQ(links->instance_actor, "https://a.example/actor");
}

TEST(NodeInfoLinks, TakesASingleLinkForAList) {
    auto const links = read_nodeinfo_links(
        R"({"links":{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"https://a.example/2.0"}})"
    );
    ASSERT_TRUE(links);
    EXPECT_EQ(links->document, "https://a.example/2.0");
}

TEST(NodeInfoLinks, RefusesADocumentWithoutAny) {
    EXPECT_EQ(
        read_nodeinfo_links(R"({"links":[{"rel":"x","href":7},5]})").error().code,
        ErrorCode::missing
    );
    EXPECT_EQ(read_nodeinfo_links("[]").error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace folkmoot::activitypub
