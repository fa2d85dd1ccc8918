#include "activitypub/discovery/webfinger.hpp"

#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::activitypub {
namespace {

using Kind = WebFingerResource::Kind;

struct Case {
    char const* name;
    char const* resource;
    Kind kind;
    char const* what;  // handle or url; empty for the node
    char const* host;
    bool wants_group;
};

class Resource : public testing::TestWithParam<Case> {};

TEST_P(Resource, IsUnderstood) {
    auto const& expected = GetParam();
    auto const asked = parse_webfinger_resource(expected.resource);
    ASSERT_TRUE(asked) << asked.error().detail;
    EXPECT_EQ(asked->kind, expected.kind);
    EXPECT_EQ(
        asked->kind == Kind::handle ? asked->handle.text() : std::string(),
        expected.kind == Kind::handle ? expected.what : ""
    );
    EXPECT_EQ(
        asked->kind == Kind::url ? asked->url.text() : std::string(),
        expected.kind == Kind::url ? expected.what : ""
    );
    EXPECT_EQ(asked->host, expected.host);
    EXPECT_EQ(asked->wants_group, expected.wants_group);
}

INSTANTIATE_TEST_SUITE_P(
    Forms,
    Resource,
    testing::Values(
        Case{
            "Acct", "acct:ana@folk.example", Kind::handle, "ana@folk.example", "folk.example", false
        },
        Case{
            "AcctAt",
            "acct:@ana@folk.example",
            Kind::handle,
            "ana@folk.example",
            "folk.example",
            false
        },
        Case{
            "AcctGroup",
            "acct:!bees@folk.example",
            Kind::handle,
            "bees@folk.example",
            "folk.example",
            true
        },
        Case{"Bare", "ana@folk.example", Kind::handle, "ana@folk.example", "folk.example", false},
        Case{
            "BareAt", "@ana@folk.example", Kind::handle, "ana@folk.example", "folk.example", false
        },
        Case{
            "BareGroup",
            "!bees@folk.example",
            Kind::handle,
            "bees@folk.example",
            "folk.example",
            true
        },
        Case{
            "UpperCase",
            "ACCT:Ana@Folk.Example",
            Kind::handle,
            "Ana@folk.example",
            "folk.example",
            false
        },
        Case{
            "ActorId",
            "https://folk.example/users/ana",
            Kind::url,
            "https://folk.example/users/ana",
            "folk.example",
            false
        },
        Case{
            "Page",
            "https://folk.example/@ana",
            Kind::url,
            "https://folk.example/@ana",
            "folk.example",
            false
        },
        Case{"Origin", "https://folk.example", Kind::node, "", "folk.example", false},
        Case{"OriginSlash", "https://folk.example/", Kind::node, "", "folk.example", false},
        Case{"NodeHandle", "acct:folk.example@folk.example", Kind::node, "", "folk.example", false},
        Case{"NodeHandleBare", "Folk.Example@folk.example", Kind::node, "", "folk.example", false}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

class BadResource : public testing::TestWithParam<char const*> {};

TEST_P(BadResource, IsRefused) {
    EXPECT_FALSE(parse_webfinger_resource(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    Forms,
    BadResource,
    testing::Values(
        "",
        "ana",
        "acct:",
        "acct:ana",
        "acct:@folk.example",
        "acct:ana@",
        "acct:a b@folk.example",
        "acct:ana@b@folk.example",
        "http://folk.example/users/ana",
        "https://ana@folk.example/",
        "https://folk.example:8443/users/ana",
        "mailto:ana@folk.example",
        "acct:ana@localhost",
        "acct:../x@folk.example",
        "javascript:x@folk.example"
    )
);

TEST(WebFinger, MissingResourceIsToldFromAMalformedOne) {
    EXPECT_EQ(parse_webfinger_resource("").error().code, ErrorCode::missing);
    EXPECT_EQ(parse_webfinger_resource("ana").error().code, ErrorCode::malformed);
}

TEST(WebFinger, TakesPortsInDevelopment) {
    auto const handle =
        parse_webfinger_resource("acct:ana@localhost:8443", IriPolicy::development());
    ASSERT_TRUE(handle);
    EXPECT_EQ(handle->host, "localhost:8443");
    auto const url =
        parse_webfinger_resource("http://localhost:8443/users/ana", IriPolicy::development());
    ASSERT_TRUE(url);
    EXPECT_EQ(url->host, "localhost:8443");
}

LocalIdentity ana() {
    return {
        .acct = "acct:ana@folk.example",
        .id = "https://folk.example/users/ana",
        .page = "https://folk.example/@ana",
        .type = "Person",
        .interact = "https://folk.example/authorize_interaction?uri={uri}",
    };
}

TEST(WebFinger, DescribesAMember) {
    tests::expect_golden("webfinger_member.json", write_jrd(describe(ana())));
}

TEST(WebFinger, DescribesTheNode) {
    LocalIdentity const node{
        .acct = "acct:folk.example@folk.example",
        .id = "https://folk.example/actor",
        .page = "https://folk.example/about",
        .type = "Application",
        .is_node = true,
    };
    tests::expect_golden("webfinger_node.json", write_jrd(describe(node)));
}

TEST(WebFinger, ReadsWhatItWrites) {
    Jrd const jrd = describe(ana());
    EXPECT_EQ(read_jrd(write_jrd(jrd).dump()), jrd);
}

TEST(WebFinger, ReadsLemmyWithNulls) {
    auto const jrd = read_jrd(
        R"({"subject":"acct:x@lemmy.ml","links":[
            {"rel":"http://webfinger.net/rel/profile-page","type":"text/html","href":"https://lemmy.ml/u/x","template":null},
            {"rel":"self","type":"application/activity+json","href":"https://lemmy.ml/u/x","template":null,
             "properties":{"https://www.w3.org/ns/activitystreams#type":"Person"}},
            {"rel":"self","type":"application/activity+json","href":"https://lemmy.ml/c/x",
             "properties":{"https://www.w3.org/ns/activitystreams#type":"Group"}},
            {"rel":"http://ostatus.org/schema/1.0/subscribe","type":null,"href":null,"template":"https://lemmy.ml/i?uri={uri}"}]})"
    );
    ASSERT_TRUE(jrd) << jrd.error().detail;
    EXPECT_EQ(self_link(*jrd), "https://lemmy.ml/u/x");
    EXPECT_EQ(self_link(*jrd, "Group"), "https://lemmy.ml/c/x");
    EXPECT_EQ(self_link(*jrd, "Service"), "https://lemmy.ml/u/x");
    EXPECT_EQ(link_template(*jrd, rel_subscribe), "https://lemmy.ml/i?uri={uri}");
}

TEST(WebFinger, SelfLinkNeedsAnActivityPubType) {
    auto const jrd = read_jrd(
        R"({"subject":"acct:foo@a.example","links":[
            {"rel":"self","type":"application/html","href":"https://a.example/foo.html"},
            {"rel":"self","href":"https://a.example/untyped"},
            {"rel":"self","type":"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"","href":"https://a.example/foo"},
            {"rel":"self","type":"application/json","href":"https://a.example/foo.json"}]})"
    );
    ASSERT_TRUE(jrd);
    EXPECT_EQ(self_link(*jrd), "https://a.example/foo");
    EXPECT_FALSE(self_link(Jrd{}));
}

TEST(WebFinger, LeavesOutWhatIsNoText) {
    auto const jrd = read_jrd(
        R"({"subject":"acct:a@b.example","aliases":["https://b.example/a",7,null],"links":[3,{"href":"x"},{"rel":["self"]},
            {"rel":"self","type":7,"href":{"a":1},"properties":[1]}],"properties":{"x":1}})"
    );
    ASSERT_TRUE(jrd);
    EXPECT_EQ(jrd->aliases, std::vector<std::string>{"https://b.example/a"});
    EXPECT_EQ(jrd->links, (std::vector<JrdLink>{{"self", "", "", "", {}}}));
}

TEST(WebFinger, KeepsToItsCaps) {
    nlohmann::json document = {{"subject", "acct:a@b.example"}};
    for (int i = 0; i < 100; ++i) {
        document["aliases"].push_back("https://b.example/" + std::to_string(i));
        document["links"].push_back({{"rel", "x"}, {"href", std::string(3000, 'a')}});
    }
    document["links"].erase(20);
    auto const jrd = read_jrd(document.dump().substr(0, 400'000));
    EXPECT_EQ(jrd.error().code, ErrorCode::too_large);
    for (auto& link : document["links"]) {
        link["href"] = "https://b.example/";
    }
    auto const kept = read_jrd(document.dump());
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->aliases.size(), 32U);
    EXPECT_EQ(kept->links.size(), 64U);
}

class BadJrd : public testing::TestWithParam<char const*> {};

TEST_P(BadJrd, IsRefused) {
    EXPECT_FALSE(read_jrd(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    Documents,
    BadJrd,
    testing::Values("", "[]", "{}", "{\"subject\":7}", "{\"subject\":null,\"links\":[]}", "<html>")
);

}  // namespace
}  // namespace folkmoot::activitypub
