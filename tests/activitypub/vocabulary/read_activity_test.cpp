// Reading of activities, collections and whole documents.
#include "activitypub/vocabulary/collection.hpp"
#include "activitypub/vocabulary/document.hpp"
#include "tests/activitypub/vocabulary/samples.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;
using tests::activity;
using tests::iri;
using tests::note;
using tests::person;
using tests::with;

std::string rule_of(json const& document) {
    auto const result = read_activity(document);
    return result ? "read" : result.error().detail;
}

struct Refusal {
    char const* name;
    json document;
    char const* rule;
};

class ReadActivityRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ReadActivityRefuses, ByTheRule) {
    EXPECT_EQ(GetParam().rule, rule_of(GetParam().document));
}

json const like = activity("Like", "https://home.test/objects/1");

INSTANTIATE_TEST_SUITE_P(
    Threat,
    ReadActivityRefuses,
    testing::Values(
        Refusal{"NoType", with(like, "type", nullptr), "type.missing"},
        Refusal{"TwoTypes", with(like, "type", {"Create", "Delete"}), "type.ambiguous"},
        Refusal{"NoActor", with(like, "actor", nullptr), "activity.actor"},
        Refusal{"ActorNumber", with(like, "actor", 1), "activity.actor"},
        Refusal{
            "TwoActors",
            with(like, "actor", {"https://good.test/a", "https://good.test/b"}),
            "activity.actor"
        },
        Refusal{"ActorWithoutId", with(like, "actor", {{"type", "Person"}}), "activity.actor"},
        Refusal{
            "F26_ActorFragment",
            with(like, "actor", "https://good.test/#a"),
            "activity.actor: iri.fragment"
        },
        Refusal{
            "F26_ActorUserInfo",
            with(like, "actor", "https://good.test@evil.test/a"),
            "activity.actor: iri.userinfo"
        },
        Refusal{"IdNumber", with(like, "id", 1), "activity.id"},
        Refusal{"IdWord", with(like, "id", "1"), "activity.id: iri.syntax"},
        Refusal{"ObjectNumber", with(like, "object", 1), "reference.kind"},
        Refusal{"ObjectWord", with(like, "object", "x"), "reference.id: iri.syntax"},
        Refusal{"ObjectWithoutIdOrType", with(like, "object", {{"a", 1}}), "reference.id"},
        Refusal{"ObjectBroken", with(like, "object", with(note(), "content", 1)), "object.content"},
        Refusal{"TargetNumber", with(like, "target", 1), "reference.kind"},
        Refusal{
            "TwoTargets",
            with(like, "target", {"https://a.test/1", "https://a.test/2"}),
            "activity.target"
        },
        Refusal{
            "J09_Objects", with(like, "object", json(101, "https://a.test/1")), "activity.object"
        },
        Refusal{
            "J09_Recipients", with(like, "to", json(201, "https://a.test/1")), "activity.recipients"
        },
        Refusal{
            "TooDeep",
            activity("Announce", activity("Undo", activity("Undo", like))),
            "activity.depth"
        }
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(ReadActivity, ReadsActorsOfAllForms) {
    for (auto const& form :
         {json("https://good.test/users/carol"),
          person(),
          json::array({"https://good.test/users/carol"}),
          json::array({person()})}) {
        EXPECT_EQ(
            "https://good.test/users/carol",
            read_activity(with(like, "actor", form)).value().actor.text()
        );
    }
}

TEST(ReadActivity, ReadsEmbeddedObjectsActorsAndActivities) {
    EXPECT_NE(nullptr, read_activity(activity("Create", note())).value().object()->object());
    EXPECT_NE(nullptr, read_activity(activity("Update", person())).value().object()->actor());
    auto const undo =
        read_activity(activity("Undo", with(like, "id", "https://good.test/users/carol#likes/1")))
            .value();
    ASSERT_NE(nullptr, undo.object()->activity());
    EXPECT_EQ(ActivityType::like, undo.object()->activity()->type);
    EXPECT_EQ("https://good.test/users/carol#likes/1", undo.object()->id->text());
}

TEST(ReadActivity, TakesAbbreviatedActorsAndUntypedObjectsForTheirIds) {
    auto const follow =
        read_activity(
            activity("Follow", {{"type", "Person"}, {"id", "https://home.test/users/alice"}})
        )
            .value();
    EXPECT_EQ(Reference::to(iri("https://home.test/users/alice")), *follow.object());
    auto const flag =
        read_activity(activity("Delete", {{"id", "https://good.test/notes/1"}})).value();
    EXPECT_EQ(Reference::to(iri("https://good.test/notes/1")), *flag.object());
}

TEST(ReadActivity, ReadsSeveralObjects) {
    auto const flag =
        read_activity(
            activity("Flag", {"https://home.test/users/alice", "https://home.test/objects/1"})
        )
            .value();
    EXPECT_EQ(2U, flag.objects.size());
    EXPECT_EQ(2U, read_activity(activity("Create", {note(), note()})).value().objects.size());
}

TEST(ReadActivity, KeepsUnknownTypesByName) {
    auto const dance = read_activity(activity("Dance", "https://home.test/objects/1")).value();
    EXPECT_EQ(ActivityType::other, dance.type);
    EXPECT_EQ("Dance", dance.type_name);
}

TEST(ReadActivity, ReadsWhatModeratorsWrite) {
    auto const block =
        read_activity(
            json::parse(
                R"({"id": "https://good.test/1", "type": "Block", "actor": "https://good.test/users/mod",
        "object": "https://evil.test/u/m", "target": "https://good.test/c/bees", "summary": "spam\u202e", "expires": "2026-12-01T00:00:00Z",
        "removeData": true, "audience": "https://good.test/c/bees"})"
            )
        )
            .value();
    EXPECT_EQ("https://good.test/c/bees", block.target->id->text());
    EXPECT_EQ("spam", block.summary);
    EXPECT_EQ("2026-12-01T00:00:00Z", format_timestamp(*block.end_time));
    EXPECT_EQ(true, block.remove_data);
    EXPECT_EQ(std::vector{iri("https://good.test/c/bees")}, block.audience.groups);
    EXPECT_TRUE(block.has_summary);
}

TEST(ReadActivity, TellsAnEmptySummaryFromNone) {
    auto const removal = activity("Delete", "https://good.test/notes/1");
    EXPECT_FALSE(read_activity(removal).value().has_summary);
    EXPECT_FALSE(read_activity(with(removal, "summary", nullptr)).value().has_summary);
    EXPECT_TRUE(read_activity(with(removal, "summary", "")).value().has_summary);
}

TEST(ReadActivity, ReadsReactionsOfBothDialects) {
    EXPECT_EQ("\U0001F41D", read_activity(with(like, "content", "\U0001F41D")).value().content);
    EXPECT_EQ(":bee:", read_activity(with(like, "_misskey_reaction", ":bee:")).value().content);
}

TEST(ReadActivity, LeavesOutSideReferencesThatNameNothing) {
    auto const read =
        read_activity(with(like, "instrument", {{"type", "Service"}, {"name", "Friendica"}}));
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->instrument);
}

TEST(Reference, ComparesByValueAndCopiesDeeply) {
    auto const first = read_activity(activity("Announce", activity("Create", note()))).value();
    auto second = first;
    EXPECT_EQ(first, second);
    std::get<Box<Activity>>(second.objects[0].embedded)->summary = "changed";
    EXPECT_FALSE(first == second);
    second = first;
    EXPECT_EQ(first, second);
}

TEST(ThreatJ, J10_OneBadItemDoesNotHideTheRestOfACollection) {
    auto const collection =
        read_collection(json::parse(R"({"type": "OrderedCollection", "id": "https://good.test/c",
        "totalItems": 4, "orderedItems": ["https://good.test/1", 5, {"type": "Note", "content": 5}, {"type": "Note", "id": "https://good.test/2"},
        null, "nonsense"]})"))
            .value();
    ASSERT_EQ(2U, collection.items.size());
    EXPECT_EQ("https://good.test/2", collection.items[1].id->text());
    EXPECT_EQ(4, collection.total_items);
}

TEST(ReadCollection, ReadsPagesAndEmbeddedFirstPages) {
    auto const page =
        read_collection(json::parse(R"({"type": "CollectionPage", "id": "https://good.test/c?p=1",
        "partOf": "https://good.test/c", "next": "https://good.test/c?p=2", "items": "https://good.test/1"})"
                        ))
            .value();
    EXPECT_EQ(CollectionType::collection_page, page.type);
    EXPECT_EQ("https://good.test/c", page.part_of->text());
    EXPECT_EQ(1U, page.items.size());
    auto const whole =
        read_collection(json::parse(R"({"type": "Collection", "id": "https://good.test/c",
        "first": {"type": "CollectionPage", "next": "https://good.test/c?p=2", "items": ["https://good.test/1"]}})"
                        ))
            .value();
    EXPECT_EQ(1U, whole.items.size());
    EXPECT_EQ("https://good.test/c?p=2", whole.next->text());
    EXPECT_FALSE(whole.first);
}

TEST(ReadCollection, KeepsAThousandItems) {
    json const document = {{"type", "Collection"}, {"items", json(2000, "https://good.test/1")}};
    EXPECT_EQ(1000U, read_collection(document).value().items.size());
}

TEST(ReadDocument, GivesTheTypedValueOrTheFirstRule) {
    auto const index = [](json const& document) {
        return read_document(document.dump()).value().index();
    };
    EXPECT_EQ(0U, index(like));
    EXPECT_EQ(1U, index(person()));
    EXPECT_EQ(2U, index(note()));
    EXPECT_EQ(3U, index({{"type", "Collection"}}));
    EXPECT_EQ(4U, index(person()["publicKey"]));
    EXPECT_EQ("document.kind", read_document(R"({"subject":"acct:a@b"})").error().detail);
    EXPECT_EQ("json-ld.keyword", read_document(R"({"type":"Note","@graph":[]})").error().detail);
    EXPECT_EQ(
        "json.duplicate_key", read_document(R"({"type":"Note","type":"Note"})").error().detail
    );
}

}  // namespace
}  // namespace folkmoot::activitypub
