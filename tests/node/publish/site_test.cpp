#include "node/publish/site.hpp"

#include <gtest/gtest.h>

namespace folkmoot::node {
namespace {

Site const site("https://folk.example");

struct Case {
    char const* name;
    std::string iri;
    std::optional<OwnIri> expected;
};

class Recognise : public testing::TestWithParam<Case> {};

TEST_P(Recognise, TakesOwnIrisApart) {
    EXPECT_EQ(site.recognise(GetParam().iri), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Iris,
    Recognise,
    testing::Values(
        Case{"Member", site.member("ana"), OwnIri{.kind = OwnKind::member, .name = "ana"}},
        Case{
            "Followers",
            site.member("ana") + "/followers",
            OwnIri{.kind = OwnKind::member, .name = "ana", .rest = "followers"}
        },
        Case{
            "Key",
            Site::key_id(site.group("bees"), "main-key"),
            OwnIri{.kind = OwnKind::group, .name = "bees", .rest = "main-key", .fragment = true}
        },
        Case{"InstanceActor", site.instance_actor(), OwnIri{.kind = OwnKind::instance_actor}},
        Case{
            "ModerationInbox",
            site.moderation_service() + "/inbox",
            OwnIri{.kind = OwnKind::moderation_service, .rest = "inbox"}
        },
        Case{"Object", site.object(7), OwnIri{.kind = OwnKind::object, .id = 7}},
        Case{
            "Context", site.context(7), OwnIri{.kind = OwnKind::object, .id = 7, .rest = "context"}
        },
        Case{
            "Undo",
            site.activity(9, "undo"),
            OwnIri{.kind = OwnKind::activity, .id = 9, .rest = "undo"}
        },
        Case{
            "TopicPage",
            site.topic_page("bees", 12, "varroa-counts"),
            OwnIri{.kind = OwnKind::page, .name = "bees", .id = 12, .rest = "-varroa-counts"}
        },
        Case{
            "ReplyAnchor",
            site.topic_page("bees", 12, "") + "#p3",
            OwnIri{.kind = OwnKind::page, .name = "bees", .id = 12, .rest = "#p3"}
        },
        Case{
            "GroupSubPage",
            site.group_page("bees") + "/about",
            OwnIri{.kind = OwnKind::page, .name = "bees", .rest = "about"}
        },
        Case{"Profile", site.profile_page("ana"), OwnIri{.kind = OwnKind::page, .name = "ana"}},
        Case{"ShortLink", site.short_link(5), OwnIri{.kind = OwnKind::page, .id = 5}},
        Case{
            "LeadingZero",
            "https://folk.example/objects/07",
            OwnIri{.kind = OwnKind::other, .rest = "/objects/07"}
        },
        Case{
            "NotANumber",
            "https://folk.example/objects/7x",
            OwnIri{.kind = OwnKind::other, .rest = "/objects/7x"}
        },
        Case{
            "ActorLookalike",
            "https://folk.example/actors",
            OwnIri{.kind = OwnKind::other, .rest = "/actors"}
        },
        Case{"OtherHost", "https://other.example/users/ana", std::nullopt},
        Case{"HostWithOurPrefix", "https://folk.example.evil.test/users/ana", std::nullopt},
        Case{"UserInfo", "https://folk.example@evil.test/users/ana", std::nullopt},
        Case{"OtherPort", "https://folk.example:444/users/ana", std::nullopt}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(Site, NamesADevelopmentNodeWithItsPort) {
    Site const local("http://localhost:8420");
    EXPECT_EQ(local.domain(), "localhost:8420");
    EXPECT_EQ(local.streaming_origin(), "ws://localhost:8420");
    EXPECT_EQ(local.member("ana"), "http://localhost:8420/users/ana");
}

TEST(Site, ServesFilesFromTheirOwnOrigin) {
    EXPECT_EQ(
        Site("https://a.example", "https://m.example").media("/media/1"),
        "https://m.example/media/1"
    );
    EXPECT_EQ(site.media("/media/1"), "https://folk.example/media/1");
}

TEST(SlugOf, KeepsLatinWordsAndDropsTheRest) {
    EXPECT_EQ(slug_of("How do I rotate the signing key?"), "how-do-i-rotate-the-signing-key");
    EXPECT_EQ(slug_of("  LMDB  map full / 32-bit "), "lmdb-map-full-32-bit");
    EXPECT_EQ(slug_of("如何轮换签名密钥"), "");
    EXPECT_EQ(slug_of(std::string(70, 'a') + " " + std::string(30, 'b')), std::string(70, 'a'));
}

}  // namespace
}  // namespace folkmoot::node
