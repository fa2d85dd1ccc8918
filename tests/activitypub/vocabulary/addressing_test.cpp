// Visibility, notification, widening.
#include "activitypub/vocabulary/addressing.hpp"

#include "tests/activitypub/vocabulary/samples.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace folkmoot::activitypub {
namespace {

using tests::iri;
using Ids = std::vector<std::string>;

std::string const all = tests::everybody;
std::string const carol = "https://good.test/users/carol";
std::string const fans = "https://good.test/users/carol/followers";
std::string const alice = "https://home.test/users/alice";
std::string const bob = "https://home.test/users/bob";
std::string const group = "https://home.test/groups/open";

std::vector<Iri> iris(Ids const& texts) {
    std::vector<Iri> list;
    std::ranges::transform(texts, std::back_inserter(list), [](auto const& text) {
        return iri(text);
    });
    return list;
}

Tags mentions(Ids const& texts) {
    Tags tags;
    for (auto const& text : texts) {
        tags.mentions.push_back({iri(text), {}});
    }
    return tags;
}

struct Case {
    char const* name;
    Ids to;
    Ids cc;
    Ids groups;
    Ids mentioned;
    char const* visibility;
};

class VisibilityOf : public testing::TestWithParam<Case> {};

TEST_P(VisibilityOf, FollowsTheAddressing) {
    auto const& [name, to, cc, groups, mentioned, visibility] = GetParam();
    Audience const audience{iris(to), iris(cc), iris(groups)};
    EXPECT_EQ(visibility, to_string(visibility_of(audience, mentions(mentioned), iri(carol))));
    auto const known = iri(fans);
    EXPECT_EQ(
        visibility, to_string(visibility_of(audience, mentions(mentioned), iri(carol), &known))
    );
}

INSTANTIATE_TEST_SUITE_P(
    Addressing,
    VisibilityOf,
    testing::Values(
        Case{"Public", {all}, {fans}, {}, {}, "public"},
        Case{"PublicToGroup", {group, all}, {fans}, {group}, {}, "public"},
        Case{"Unlisted", {fans}, {all}, {}, {}, "unlisted"},
        Case{"PublicInAudienceOnly", {fans}, {}, {all}, {}, "unlisted"},
        Case{"Followers", {fans}, {}, {}, {}, "followers"},
        Case{"FollowersInCc", {alice}, {fans}, {}, {alice}, "followers"},
        Case{"Direct", {alice}, {}, {}, {alice}, "direct"},
        Case{"DirectToTwo", {alice}, {bob}, {}, {bob, alice}, "direct"},
        Case{"DirectWithCopyToSelf", {alice, carol}, {}, {}, {alice}, "direct"},
        Case{"Limited", {alice, bob}, {}, {}, {alice}, "limited"},
        Case{"PrivateGroup", {group}, {}, {group}, {}, "limited"},
        Case{"FollowersOfAnother", {"https://evil.test/users/m/followers"}, {}, {}, {}, "limited"},
        Case{"Nobody", {}, {}, {}, {}, "direct"}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(VisibilityOf, UsesTheFollowersCollectionItIsTold) {
    Audience const audience{iris({"https://good.test/f/1"}), {}, {}};
    auto const followers = iri("https://good.test/f/1");
    EXPECT_EQ(Visibility::followers, visibility_of(audience, {}, iri(carol), &followers));
    EXPECT_EQ(Visibility::limited, visibility_of(audience, {}, iri(carol)));
}

TEST(Addressing, KnowsThreeSpellingsOfPublic) {
    for (auto const* text :
         {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}) {
        EXPECT_TRUE(is_public_collection(text)) << text;
        auto const object = read_object(tests::with(tests::note(), "to", text)).value();
        EXPECT_EQ(std::vector{public_iri()}, object.audience.to) << text;
    }
    for (auto const* text :
         {"", "public", "https://www.w3.org/ns/activitystreams#public", "as:public"}) {
        EXPECT_FALSE(is_public_collection(text)) << text;
    }
}

TEST(Addressing, ListsEverybodyOnceWithoutPublic) {
    Audience const audience{iris({group, all}), iris({alice, group}), iris({group})};
    EXPECT_EQ(iris({group, alice}), addressed(audience));
    EXPECT_TRUE(is_addressed(audience, iri(alice)));
    EXPECT_FALSE(is_addressed(audience, iri(bob)));
}

TEST(Addressing, NotifiesWhoIsMentionedAndAddressed) {
    Audience const audience{iris({all}), iris({alice}), {}};
    EXPECT_TRUE(notifies(audience, mentions({alice}), iri(alice)));
    EXPECT_FALSE(notifies(audience, mentions({}), iri(alice)));
    EXPECT_FALSE(notifies(audience, mentions({bob}), iri(bob)));
}

TEST(Addressing, SeesAnAudienceWiden) {
    Audience const direct{iris({alice}), {}, {}};
    Audience const both{iris({alice}), iris({bob}), {}};
    Audience const unlisted{iris({fans}), iris({all}), {}};
    Audience const open{iris({all}), iris({fans}), {}};
    EXPECT_TRUE(widens(direct, both));
    EXPECT_TRUE(widens(direct, open));
    EXPECT_TRUE(widens(unlisted, open));
    EXPECT_FALSE(widens(both, direct));
    EXPECT_FALSE(widens(open, unlisted));
    EXPECT_FALSE(widens(open, open));
    EXPECT_FALSE(widens(unlisted, Audience{iris({fans, bob}), iris({all}), {}}));
    EXPECT_FALSE(widens(direct, Audience{{}, iris({alice}), {}}));
}

}  // namespace
}  // namespace folkmoot::activitypub
