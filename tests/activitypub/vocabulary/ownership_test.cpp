// The rules of trust that need no store: rows F05, F15 to F19, F23, F25, F28 and the hostile set's
// class ownership.
#include "activitypub/vocabulary/ownership.hpp"

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

Origin const home{"https", "home.test", 443};
constexpr auto carol = "https://good.test/users/carol";

std::string verdict_of(json const& document, char const* signer = carol) {
    auto const read = read_activity(document);
    if (!read) {
        return read.error().detail;
    }
    auto const verdict = check_ownership(*read, iri(signer), home);
    return std::string(verdict ? to_string(*verdict) : to_string(verdict.error()));
}

json follow_of(char const* follower, char const* followed, char const* id) {
    return {{"id", id}, {"type", "Follow"}, {"actor", follower}, {"object", followed}};
}

json const note_by_dave = with(note(), "attributedTo", "https://good.test/users/dave");

json group_document() {
    auto document = person();
    document["type"] = "Group";
    document["id"] = "https://good.test/groups/hobby";
    document["publicKey"]["owner"] = document["id"];
    return document;
}

struct Case {
    char const* name;
    json document;
    char const* expected;
};

class Ownership : public testing::TestWithParam<Case> {};

TEST_P(Ownership, IsJudgedFromTheDocumentAlone) {
    EXPECT_EQ(GetParam().expected, verdict_of(GetParam().document));
}

INSTANTIATE_TEST_SUITE_P(
    ThreatF,
    Ownership,
    testing::Values(
        Case{"Create", activity("Create", note()), "owner"},
        Case{"CreateById", activity("Create", "https://good.test/notes/1"), "stored_owner"},
        Case{
            "F05_CreateByForeignId",
            activity("Create", "https://evil.test/notes/1"),
            "ownership.object_id_foreign"
        },
        Case{"F16_OtherAuthor", activity("Create", note_by_dave), "ownership.author_not_actor"},
        Case{
            "F16_LocalAuthor",
            activity("Create", with(note(), "attributedTo", "https://home.test/users/alice")),
            "ownership.author_not_actor"
        },
        Case{
            "F16_SecondAuthor",
            activity(
                "Create", with(note(), "attributedTo", {carol, "https://home.test/users/alice"})
            ),
            "ownership.author_several"
        },
        Case{
            "F16_NoAuthor",
            activity("Create", with(note(), "attributedTo", nullptr)),
            "ownership.author_missing"
        },
        Case{
            "F16_AuthorNumber",
            activity("Create", with(note(), "attributedTo", 1)),
            "object.attributedTo"
        },
        Case{
            "F05_ForeignObject",
            activity("Create", with(note(), "id", "https://evil.test/notes/x")),
            "ownership.object_id_foreign"
        },
        Case{
            "F17_LocalObject",
            activity("Create", with(note(), "id", "https://home.test/posts/1")),
            "ownership.object_id_foreign"
        },
        Case{
            "F15_AnonymousObject",
            activity("Create", with(note(), "id", nullptr)),
            "ownership.object_id_missing"
        },
        Case{
            "OtherPort",
            activity("Create", with(note(), "id", "https://good.test:443/notes/1")),
            "owner"
        },
        Case{"CreateOfActor", activity("Create", person()), "ownership.object_kind"},
        Case{
            "CreateOfActivity",
            activity("Create", activity("Like", "https://good.test/notes/1")),
            "ownership.object_kind"
        },
        Case{
            "CreateOfNothing",
            with(activity("Create", "x"), "object", nullptr),
            "ownership.object_missing"
        },
        Case{"CreateOfVotes", activity("Create", {note(), note()}), "owner"},
        Case{
            "CreateOfVotesOneForeign",
            activity("Create", {note(), note_by_dave}),
            "ownership.author_not_actor"
        },
        Case{
            "ForeignActivityId",
            with(activity("Create", note()), "id", "https://evil.test/activities/1"),
            "ownership.activity_id_foreign"
        },
        Case{
            "NoActivityId",
            with(activity("Create", note()), "id", nullptr),
            "ownership.activity_id_missing"
        },
        Case{"F15_UpdateAsksTheStore", activity("Update", note()), "stored_owner"},
        Case{"UpdateByOther", activity("Update", note_by_dave), "ownership.author_not_actor"},
        Case{
            "UpdateForeign",
            activity("Update", with(note(), "id", "https://evil.test/notes/5")),
            "ownership.object_id_foreign"
        },
        Case{"UpdateSelf", activity("Update", person()), "owner"},
        Case{
            "UpdateOtherPerson",
            with(activity("Update", person()), "actor", "https://good.test/users/dave"),
            "ownership.actor_not_signer"
        },
        Case{"UpdateGroupByModerator", activity("Update", group_document()), "moderator"},
        Case{"UpdateById", activity("Update", "https://good.test/notes/1"), "stored_owner"},
        Case{"UpdateSeveral", activity("Update", {note(), note()}), "ownership.object_several"},
        Case{"DeleteOwn", activity("Delete", "https://good.test/notes/1"), "stored_owner"},
        Case{
            "DeleteTombstone",
            activity("Delete", {{"type", "Tombstone"}, {"id", "https://good.test/notes/1"}}),
            "stored_owner"
        },
        Case{"DeleteSelf", activity("Delete", carol), "owner"},
        Case{
            "F18_DeleteForeign",
            activity("Delete", "https://evil.test/notes/5"),
            "ownership.object_id_foreign"
        },
        Case{
            "DeleteByModerator",
            with(activity("Delete", "https://evil.test/notes/5"), "summary", "Rule 3"),
            "moderator"
        },
        Case{
            "DeleteByModeratorEmptyReason",
            with(activity("Delete", "https://evil.test/notes/5"), "summary", ""),
            "moderator"
        },
        Case{"UndoOwn", activity("Undo", activity("Like", "https://home.test/objects/1")), "self"},
        Case{"UndoById", activity("Undo", "https://good.test/activities/7"), "stored_owner"},
        Case{
            "F28_UndoOfOther",
            activity(
                "Undo",
                with(
                    activity("Like", "https://home.test/1"), "actor", "https://good.test/users/dave"
                )
            ),
            "ownership.inner_actor_differs"
        },
        Case{
            "F28_UndoForeignId",
            activity("Undo", "https://evil.test/activities/7"),
            "ownership.inner_id_foreign"
        },
        Case{
            "F28_UndoForeignFollow",
            activity(
                "Undo",
                follow_of(
                    "https://evil.test/users/m",
                    "https://home.test/users/alice",
                    "https://evil.test/f/1"
                )
            ),
            "ownership.inner_id_foreign"
        },
        Case{
            "UndoBanNeedsAModerator",
            activity(
                "Undo",
                with(
                    activity("Block", "https://evil.test/u/m"),
                    "target",
                    "https://home.test/groups/open"
                )
            ),
            "moderator"
        },
        Case{
            "AcceptFollow",
            activity(
                "Accept", follow_of("https://home.test/users/alice", carol, "https://home.test/f/1")
            ),
            "self"
        },
        Case{"AcceptById", activity("Accept", "https://home.test/f/1"), "stored_owner"},
        Case{
            "AcceptAnonymousFollow",
            activity(
                "Accept", with(follow_of("https://home.test/users/alice", carol, ""), "id", nullptr)
            ),
            "self"
        },
        Case{
            "F22_AcceptByOther",
            activity(
                "Accept",
                follow_of(
                    "https://home.test/users/alice",
                    "https://good.test/users/dave",
                    "https://home.test/f/1"
                )
            ),
            "ownership.not_the_addressee"
        },
        Case{
            "RejectByOther",
            activity(
                "Reject",
                follow_of(
                    "https://home.test/users/alice",
                    "https://good.test/users/dave",
                    "https://home.test/f/1"
                )
            ),
            "ownership.not_the_addressee"
        },
        Case{
            "AcceptOfRelay",
            activity(
                "Accept",
                follow_of("https://home.test/actor", tests::everybody, "https://home.test/f/1")
            ),
            "stored_owner"
        },
        Case{"RejectPost", activity("Reject", "https://home.test/activities/9"), "stored_owner"},
        Case{"Announce", activity("Announce", "https://evil.test/notes/5"), "self"},
        Case{"AnnounceActivity", activity("Announce", activity("Create", note())), "self"},
        Case{
            "F19_AnnounceOfAnnounce",
            activity("Announce", activity("Announce", "https://good.test/notes/1")),
            "ownership.announce_nested"
        },
        Case{
            "AnnounceAnonymous",
            activity("Announce", with(note(), "id", nullptr)),
            "ownership.object_id_missing"
        },
        Case{"Like", activity("Like", "https://home.test/objects/1"), "self"},
        Case{
            "LikeSeveral",
            activity("Like", {"https://home.test/1", "https://home.test/2"}),
            "ownership.object_several"
        },
        Case{"Follow", activity("Follow", "https://home.test/users/alice"), "self"},
        Case{"FollowSelf", activity("Follow", carol), "ownership.self_reference"},
        Case{
            "FollowList",
            activity("Follow", {"https://home.test/users/alice", "https://home.test/users/bob"}),
            "ownership.object_several"
        },
        Case{
            "PinOwn",
            with(
                activity("Add", "https://good.test/notes/1"),
                "target",
                "https://good.test/users/carol/collections/featured"
            ),
            "owner"
        },
        Case{
            "AddSameHost",
            with(
                activity("Add", "https://good.test/u/x"),
                "target",
                "https://good.test/groups/hobby/moderators"
            ),
            "stored_owner"
        },
        Case{
            "F28_AddForeign",
            with(activity("Add", carol), "target", "https://home.test/groups/open/moderators"),
            "moderator"
        },
        Case{"AddWithoutTarget", activity("Add", carol), "ownership.target_missing"},
        Case{
            "PinOfLongerName",
            with(activity("Remove", carol), "target", "https://good.test/users/carolina/featured"),
            "stored_owner"
        },
        Case{
            "F28_Ban",
            with(
                activity("Block", "https://home.test/users/bob"),
                "target",
                "https://home.test/groups/open"
            ),
            "moderator"
        },
        Case{"BlockPerson", activity("Block", "https://home.test/users/bob"), "self"},
        Case{
            "F23_Move",
            with(activity("Move", carol), "target", "https://new.test/users/carol"),
            "owner"
        },
        Case{
            "F23_MoveOther",
            with(activity("Move", "https://good.test/users/dave"), "target", carol),
            "ownership.move_of_other"
        },
        Case{"F23_MoveWithoutTarget", activity("Move", carol), "ownership.target_missing"},
        Case{
            "F23_MoveToSelf",
            with(activity("Move", carol), "target", carol),
            "ownership.self_reference"
        },
        Case{
            "MoveTopic",
            with(
                with(activity("Move", "https://good.test/t/1"), "origin", "https://good.test/g/1"),
                "target",
                "https://good.test/g/2"
            ),
            "moderator"
        },
        Case{
            "Flag",
            activity("Flag", {"https://home.test/users/alice", "https://home.test/objects/1"}),
            "self"
        },
        Case{
            "FlagNothing", with(activity("Flag", ""), "object", nullptr), "ownership.object_missing"
        },
        Case{"Lock", activity("Lock", "https://home.test/objects/1"), "stored_owner"},
        Case{
            "ChooseAnswer", activity("ChooseAnswer", "https://home.test/objects/1"), "stored_owner"
        },
        Case{"Warn", activity("Warn", "https://home.test/objects/1"), "moderator"},
        Case{
            "QuoteRequest",
            with(activity("QuoteRequest", "https://home.test/objects/1"), "instrument", note()),
            "self"
        },
        Case{
            "QuoteRequestForAnother",
            with(
                activity("QuoteRequest", "https://home.test/objects/1"), "instrument", note_by_dave
            ),
            "ownership.author_not_actor"
        },
        Case{"Unknown", activity("Dance", "https://home.test/objects/1"), "self"}
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(ThreatF, F02_TheActorIsTheSigner) {
    EXPECT_EQ(
        "ownership.actor_not_signer",
        verdict_of(activity("Create", note()), "https://good.test/users/dave")
    );
    EXPECT_EQ(
        "ownership.actor_not_signer",
        verdict_of(activity("Create", note()), "https://evil.test/users/mallory")
    );
}

TEST(ThreatF, F17_NobodyOutsideSpeaksForThisNode) {
    auto document = activity("Like", "https://good.test/notes/1");
    document["actor"] = "https://home.test/users/alice";
    document["id"] = "https://home.test/activities/1";
    EXPECT_EQ("ownership.actor_local", verdict_of(document, "https://home.test/users/alice"));
    EXPECT_EQ("ownership.actor_not_signer", verdict_of(document));
}

TEST(ThreatF, F19_InnerActivitiesAreJudgedAsIfTheirActorHadSentThem) {
    auto const inner = [](json const& document) {
        auto const verdict = check_inner(read_activity(document).value());
        return std::string(verdict ? to_string(*verdict) : to_string(verdict.error()));
    };
    EXPECT_EQ("owner", inner(activity("Create", note())));
    EXPECT_EQ("ownership.author_not_actor", inner(activity("Create", note_by_dave)));
    EXPECT_EQ(
        "ownership.object_id_foreign", inner(activity("Delete", "https://evil.test/notes/5"))
    );
}

TEST(ThreatF, F05_FetchedObjectsComeFromTheirId) {
    auto const fetched = [](json const& document, char const* from) {
        auto const object = read_object(document).value();
        auto const author = check_fetched(object, iri(from));
        return author ? (*author)->text() : std::string(to_string(author.error()));
    };
    EXPECT_EQ(carol, fetched(note(), "https://good.test/notes/1"));
    EXPECT_EQ("ownership.id_not_fetched", fetched(note(), "https://good.test/notes/2"));
    EXPECT_EQ("ownership.id_not_fetched", fetched(note(), "https://evil.test/notes/1"));
    EXPECT_EQ(
        "ownership.id_not_fetched",
        fetched(with(note(), "id", nullptr), "https://good.test/notes/1")
    );
    EXPECT_EQ(
        "ownership.author_foreign",
        fetched(with(note(), "attributedTo", "https://evil.test/m"), "https://good.test/notes/1")
    );
    EXPECT_EQ(
        "ownership.author_missing",
        fetched(with(note(), "attributedTo", nullptr), "https://good.test/notes/1")
    );
    EXPECT_EQ(
        "ownership.author_several",
        fetched(
            with(note(), "attributedTo", {carol, "https://good.test/d"}),
            "https://good.test/notes/1"
        )
    );
}

TEST(ThreatF, F25_ApprovalsAreBoundToBothObjectsAndTheAuthor) {
    json const stamp = {
        {"type", "QuoteAuthorization"},
        {"id", "https://good.test/stamps/1"},
        {"attributedTo", carol},
        {"interactingObject", "https://home.test/objects/9"},
        {"interactionTarget", "https://good.test/notes/1"}
    };
    auto const holds = [](json const& document) {
        return approves(
            read_object(document).value(),
            iri("https://home.test/objects/9"),
            iri("https://good.test/notes/1"),
            iri(carol)
        );
    };
    EXPECT_TRUE(holds(stamp));
    EXPECT_FALSE(holds(with(stamp, "id", "https://evil.test/stamps/1")));
    EXPECT_FALSE(holds(with(stamp, "id", nullptr)));
    EXPECT_FALSE(holds(with(stamp, "attributedTo", "https://evil.test/users/mallory")));
    EXPECT_FALSE(holds(with(stamp, "interactingObject", "https://home.test/objects/8")));
    EXPECT_FALSE(holds(with(stamp, "interactionTarget", "https://good.test/notes/2")));
    EXPECT_FALSE(holds(with(stamp, "interactionTarget", nullptr)));
}

TEST(Ownership, ErrorsCarryTheRulesName) {
    auto const error = to_error(OwnershipError::author_not_actor);
    EXPECT_EQ(ErrorCode::origin_mismatch, error.code);
    EXPECT_EQ("ownership.author_not_actor", error.detail);
}

}  // namespace
}  // namespace folkmoot::activitypub
