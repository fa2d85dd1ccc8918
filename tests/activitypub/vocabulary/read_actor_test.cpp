// Reading of actors and keys: rows F03, F14, F27, J09 and the hostile set's class actor-document.
#include "activitypub/vocabulary/actor.hpp"
#include "tests/activitypub/vocabulary/samples.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;
using tests::iri;
using tests::person;
using tests::with;

std::string rule_of(json const& document) {
    auto const actor = read_actor(document);
    return actor ? "read" : actor.error().detail;
}

struct Refusal {
    char const* name;
    json document;
    char const* rule;
};

class ReadActorRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ReadActorRefuses, ByTheRule) {
    EXPECT_EQ(GetParam().rule, rule_of(GetParam().document));
}

json with_key(char const* name, json value) {
    auto document = person();
    document["publicKey"][name] = std::move(value);
    return document;
}

INSTANTIATE_TEST_SUITE_P(
    Threat,
    ReadActorRefuses,
    testing::Values(
        Refusal{"NoType", with(person(), "type", nullptr), "type.missing"},
        Refusal{"TypeOfAnObject", with(person(), "type", "Note"), "actor.type"},
        Refusal{"NoId", with(person(), "id", nullptr), "actor.id"},
        Refusal{"IdNumber", with(person(), "id", 7), "actor.id"},
        Refusal{
            "F26_IdHttp",
            with(person(), "id", "http://good.test/users/carol"),
            "actor.id: iri.scheme"
        },
        Refusal{
            "F26_IdFragment",
            with(person(), "id", "https://good.test/#carol"),
            "actor.id: iri.fragment"
        },
        Refusal{"NoName", with(person(), "preferredUsername", nullptr), "actor.preferredUsername"},
        Refusal{
            "F27_NamePath",
            with(person(), "preferredUsername", "../admin"),
            "actor.preferredUsername"
        },
        Refusal{
            "F27_NameHomograph",
            with(person(), "preferredUsername", "\u0430dmin"),
            "actor.preferredUsername"
        },
        Refusal{
            "F27_NameMarkup", with(person(), "preferredUsername", "<b>"), "actor.preferredUsername"
        },
        Refusal{
            "J09_NameTooLong",
            with(person(), "preferredUsername", std::string(65, 'a')),
            "actor.preferredUsername"
        },
        Refusal{"NameNumber", with(person(), "preferredUsername", 5), "actor.preferredUsername"},
        Refusal{"NoInbox", with(person(), "inbox", nullptr), "actor.inbox"},
        Refusal{"InboxInternal", with(person(), "inbox", "http://127.0.0.1:8080/x"), "actor.inbox"},
        Refusal{
            "InboxForeign", with(person(), "inbox", "https://victim.test/inbox"), "actor.inbox"
        },
        Refusal{"InboxObject", with(person(), "inbox", json::object()), "actor.inbox"},
        Refusal{"EndpointsArray", with(person(), "endpoints", {"x"}), "actor.endpoints"},
        Refusal{"IconNumber", with(person(), "icon", 7), "actor.icon"},
        Refusal{"AttachmentNumber", with(person(), "attachment", 7), "actor.attachment"},
        Refusal{"SummaryArray", with(person(), "summary", {1}), "actor.summary"},
        Refusal{"PublishedNumber", with(person(), "published", 17), "actor.published"},
        Refusal{
            "J09_DisplayNameTooLong", with(person(), "name", std::string(513, 'a')), "actor.name"
        },
        Refusal{
            "J09_SummaryTooLong",
            with(person(), "summary", std::string(20 * 1024 + 1, 'a')),
            "actor.summary"
        },
        Refusal{"J09_TagFlood", with(person(), "tag", json(101, json::object())), "actor.tag"},
        Refusal{"KeyWord", with(person(), "publicKey", "nope"), "key.id"},
        Refusal{"KeyNumber", with(person(), "publicKey", 7), "key.kind"},
        Refusal{"KeyWithoutId", with_key("id", nullptr), "key.id"},
        Refusal{"KeyWithoutOwner", with_key("owner", nullptr), "key.owner"},
        Refusal{"KeyWithoutPem", with_key("publicKeyPem", nullptr), "key.material"},
        Refusal{"F14_KeyOfAnother", with_key("owner", "https://good.test/users/dave"), "key.owner"},
        Refusal{
            "F03_KeyOnAnotherHost",
            with_key("id", "https://evil.test/users/carol#main-key"),
            "key.origin"
        },
        Refusal{"KeyTooLong", with_key("publicKeyPem", std::string(17 * 1024, 'k')), "key.material"}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(ReadActor, ReadsAPerson) {
    auto document = person();
    document.update(json::parse(R"({
        "name": "Carol \u202e[nimda]", "summary": "<p>Hi</p>", "url": {"type": "Link", "href": "https://good.test/@carol"},
        "webfinger": "carol@good.test", "endpoints": {"sharedInbox": "https://good.test/inbox"},
        "icon": [{"type": "Image", "url": "https://cdn.test/1.png", "width": 10},
                 {"type": "Image", "url": "https://cdn.test/2.png", "width": 90}],
        "image": "https://cdn.test/b.jpg", "alsoKnownAs": "https://old.test/users/carol",
        "movedTo": "https://new.test/users/carol", "manuallyApprovesFollowers": true, "discoverable": false,
        "attachment": [{"type": "PropertyValue", "name": "<script>1</script>", "value": "<a href='x'>x</a>"},
                       {"type": "Note"}, 5],
        "tag": {"type": "Emoji", "name": ":bee:", "icon": {"type": "Image", "url": "https://cdn.test/bee.png"}, "id": null},
        "attributionDomains": ["Blog.Test", 5, {"x": 1}, "a b"], "published": "2026-01-02T00:00:00Z",
        "assertionMethod": [{"id": "https://good.test/users/carol#ed", "type": "Multikey",
                             "controller": "https://good.test/users/carol", "publicKeyMultibase": "z6Mk"},
                            {"id": "https://good.test/users/carol#x", "type": "Multikey",
                             "controller": "https://evil.test/users/mallory", "publicKeyMultibase": "z6Mk"}, "https://good.test/k"]
})"));
    auto const actor = read_actor(document);
    ASSERT_TRUE(actor) << actor.error().detail;
    EXPECT_EQ("Carol [nimda]", actor->name);
    EXPECT_EQ("https://good.test/@carol", actor->url->text());
    EXPECT_EQ("https://good.test/inbox", actor->shared_inbox->text());
    EXPECT_EQ("https://cdn.test/2.png", actor->icon->url.text());
    EXPECT_EQ("https://cdn.test/b.jpg", actor->image->url.text());
    EXPECT_EQ(std::vector{iri("https://old.test/users/carol")}, actor->also_known_as);
    EXPECT_EQ("https://new.test/users/carol", actor->moved_to->text());
    EXPECT_TRUE(actor->manually_approves_followers);
    EXPECT_EQ(false, actor->discoverable);
    EXPECT_FALSE(actor->indexable);
    ASSERT_EQ(1U, actor->fields.size());
    EXPECT_EQ("<script>1</script>", actor->fields[0].name);
    ASSERT_EQ(1U, actor->tags.emojis.size());
    EXPECT_EQ("bee", actor->tags.emojis[0].shortcode);
    EXPECT_EQ(std::vector<std::string>{"blog.test"}, actor->attribution_domains);
    ASSERT_EQ(2U, actor->keys.size());
    EXPECT_EQ(KeyFormat::pem, actor->keys[0].format);
    EXPECT_EQ("https://good.test/users/carol#ed", actor->keys[1].id.text());
}

TEST(ReadActor, TellsModeratorsFromAccountsBehindAChannel) {
    auto const group = with(person(), "type", "Group");
    auto const forum =
        read_actor(with(group, "attributedTo", "https://good.test/c/bees/moderators")).value();
    EXPECT_EQ("https://good.test/c/bees/moderators", forum.moderators->text());
    EXPECT_TRUE(forum.attributed_to.empty());
    auto const channel =
        read_actor(
            with(group, "attributedTo", {{{"type", "Person"}, {"id", "https://good.test/a"}}})
        ).value();
    EXPECT_FALSE(channel.moderators);
    ASSERT_EQ(1U, channel.attributed_to.size());
    EXPECT_EQ(ActorType::person, channel.attributed_to[0].type);
    auto const mbin =
        read_actor(with(group, "moderators", "https://good.test/m/bees/moderators")).value();
    EXPECT_EQ("https://good.test/m/bees/moderators", mbin.moderators->text());
}

TEST(ReadActor, LeavesOutCollectionsOnOtherHosts) {
    auto document = person();
    for (auto const* name : {"outbox", "followers", "following", "featured"}) {
        document[name] = "https://victim.test/" + std::string(name);
    }
    document["endpoints"]["sharedInbox"] = "https://victim.test/inbox";
    auto const actor = read_actor(document).value();
    EXPECT_FALSE(actor.outbox || actor.followers || actor.following || actor.featured);
    EXPECT_FALSE(actor.shared_inbox);
}

TEST(ReadActor, TakesEmptyPhpArraysForNothing) {
    auto document = person();
    for (auto const* name :
         {"endpoints", "icon", "image", "tag", "attachment", "summary", "source", "alsoKnownAs"}) {
        document[name] = json::array();
    }
    EXPECT_EQ("read", rule_of(document));
}

TEST(ThreatJ, J09_ListsOfActorsAreCut) {
    auto document = person();
    document["attachment"] =
        json(60, json{{"type", "PropertyValue"}, {"name", "n"}, {"value", std::string(5000, 'v')}});
    for (int i = 0; i < 100; ++i) {
        document["alsoKnownAs"].push_back("https://good.test/" + std::to_string(i));
    }
    auto const actor = read_actor(document).value();
    ASSERT_EQ(16U, actor.fields.size());
    EXPECT_EQ(2047U, actor.fields[0].value_html.size());
    EXPECT_EQ(64U, actor.also_known_as.size());
    document["alsoKnownAs"] = json(1001, "https://good.test/1");
    EXPECT_EQ("actor.alsoKnownAs", rule_of(document));
}

TEST(ReadKey, ReadsKeyDocumentsOfBothForms) {
    auto const pem = read_key(person()["publicKey"]).value();
    EXPECT_EQ("https://good.test/users/carol#main-key", pem.id.text());
    auto const multikey = read_key(json::parse(
        R"({"id":"https://good.test/k","type":"Multikey","controller":"https://good.test/a","publicKeyMultibase":"z6"})"
    ));
    ASSERT_TRUE(multikey);
    EXPECT_EQ(KeyFormat::multibase, multikey->format);
    EXPECT_EQ("https://good.test/a", multikey->owner.text());
}

TEST(ReadKey, LeavesKeysThatAreOnlyNamedToTheirDocument) {
    auto const actor =
        read_actor(with(person(), "publicKey", "https://good.test/users/carol/main-key"));
    ASSERT_TRUE(actor);
    EXPECT_TRUE(actor->keys.empty());
}

}  // namespace
}  // namespace folkmoot::activitypub
