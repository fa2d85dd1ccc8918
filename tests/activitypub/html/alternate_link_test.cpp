#include "activitypub/html/alternate_link.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::activitypub {
namespace {

struct TypeCase {
    char const* content_type;
    bool accepted;
};

constexpr TypeCase type_cases[] = {
    {"application/activity+json", true},
    {"application/activity+json; charset=utf-8", true},
    {"application/activity+json;charset=utf-8", true},
    {"Application/Activity+JSON", true},
    {" application/activity+json ", true},
    {"application/activity+json; profile=\"https://example.org/other\"", true},
    {"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true},
    {"application/ld+json;profile=\"https://www.w3.org/ns/activitystreams\"; charset=utf-8", true},
    {"application/ld+json; profile=\"https://example.org/a https://www.w3.org/ns/activitystreams\"",
     true},
    {"application/ld+json; PROFILE=\"https://www.w3.org/ns/activitystreams\"", true},
    {"application/ld+json", false},
    {"application/ld+json; profile=\"https://example.org/a\"", false},
    {"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams-evil\"", false},
    {"application/ld+json; x=\"profile=https://www.w3.org/ns/activitystreams\"", false},
    {"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams", false},
    {"application/json", false},
    {"text/html; charset=utf-8", false},
    {"text/plain; application/activity+json", false},
    {"image/png; application/activity+json", false},
    {"application/activity+jsonp", false},
    {"application/activity+json, text/html", false},
    {"application/octet-stream", false},
    {"", false},
};

class ActivityPubMediaType : public testing::TestWithParam<TypeCase> {};

TEST_P(ActivityPubMediaType, F06_OnlyTheTwoTypes) {
    EXPECT_EQ(is_activitypub_media_type(GetParam().content_type), GetParam().accepted)
        << GetParam().content_type;
}

INSTANTIATE_TEST_SUITE_P(Table, ActivityPubMediaType, testing::ValuesIn(type_cases));

constexpr char const* link =
    R"(<link rel="alternate" type="application/activity+json" href="https://a.example/o/1">)";

TEST(FindAlternateLink, FindsItInTheHead) {
    EXPECT_EQ(
        find_alternate_link(
            std::string("<!DOCTYPE html><html><head><title>x</title>") + link +
            "</head><body>x</body></html>"
        ),
        "https://a.example/o/1"
    );
}

TEST(FindAlternateLink, DecodesReferencesAndTakesTheFirstFitting) {
    EXPECT_EQ(
        find_alternate_link("<link rel=alternate type='application/rss+xml' href='/feed'>"
                            "<link rel='stylesheet' type='application/activity+json' href='/no'>"
                            "<link rel='ALTERNATE nofollow' type='application/ld+json; "
                            "profile=\"https://www.w3.org/ns/activitystreams\"' "
                            "href='/o?a=1&amp;b=2'>"
                            "<link rel=alternate type='application/activity+json' href='/second'>"),
        "/o?a=1&b=2"
    );
}

TEST(FindAlternateLink, TextThatOnlyLooksLikeALinkIsNone) {
    for (auto const& page :
         {std::string(),
          std::string("<title>") + link + "</title>",
          std::string("<!-- ") + link + " -->",
          std::string("<script>'") + link + "'</script>",
          std::string("<a rel=alternate type='application/activity+json' href='/x'>x</a>"),
          std::string("<link rel=alternate type='application/activity+json'>"),
          std::string("<link rel=alternate type='application/activity+json' href=''>")}) {
        EXPECT_EQ(find_alternate_link(page), std::nullopt) << page;
    }
}

TEST(ThreatS, S09_LinkFloodsAndDeepPagesEnd) {
    std::string flood;
    for (int i = 0; i < 50'000; ++i) {
        flood += "<link rel=stylesheet href=x>";
    }
    EXPECT_EQ(find_alternate_link(flood + link), std::nullopt);
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "<div>";
    }
    EXPECT_EQ(find_alternate_link(deep + link), std::nullopt);
}

}  // namespace
}  // namespace folkmoot::activitypub
