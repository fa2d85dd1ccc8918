// Reading of objects: the forms of federation notes 3.11 and the caps of rows F16 and J09.
#include "activitypub/vocabulary/object.hpp"
#include "tests/activitypub/vocabulary/samples.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;
using tests::iri;
using tests::note;
using tests::with;

std::string rule_of(json const& document) {
    auto const object = read_object(document);
    return object ? "read" : object.error().detail;
}

Object read_with(char const* name, json value) {
    return read_object(with(note(), name, std::move(value))).value();
}

struct Refusal {
    char const* name;
    json document;
    char const* rule;
};

class ReadObjectRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ReadObjectRefuses, ByTheRule) {
    EXPECT_EQ(GetParam().rule, rule_of(GetParam().document));
}

json many(std::size_t count, json const& item) {
    return json(count, item);
}

json numbered(std::size_t count) {
    auto list = json::array();
    for (std::size_t i = 0; i < count; ++i) {
        list.push_back("https://good.test/users/" + std::to_string(i));
    }
    return list;
}

INSTANTIATE_TEST_SUITE_P(
    Threat,
    ReadObjectRefuses,
    testing::Values(
        Refusal{"IdNumber", with(note(), "id", 1), "object.id"},
        Refusal{"IdObject", with(note(), "id", {{"id", "x"}}), "object.id"},
        Refusal{"IdRelative", with(note(), "id", "/notes/1"), "object.id: iri.syntax"},
        Refusal{"F16_AuthorNumber", with(note(), "attributedTo", 1), "object.attributedTo"},
        Refusal{
            "F16_AuthorObjectWithoutId",
            with(note(), "attributedTo", {{"type", "Person"}}),
            "object.attributedTo"
        },
        Refusal{"F16_AuthorWord", with(note(), "attributedTo", "carol"), "object.attributedTo"},
        Refusal{
            "F16_AuthorNumberInArray", with(note(), "attributedTo", {1}), "object.attributedTo"
        },
        Refusal{"ToObjectWithoutId", with(note(), "to", {{"a", 1}}), "object.to"},
        Refusal{"ToNumber", with(note(), "to", 5), "object.to"},
        Refusal{"CcNumberInArray", with(note(), "cc", {5}), "object.cc"},
        Refusal{"ContentArray", with(note(), "content", {"a"}), "object.content"},
        Refusal{"ContentObject", with(note(), "content", {{"en", "a"}}), "object.content"},
        Refusal{"NameNumber", with(note(), "name", 1), "object.name"},
        Refusal{"PublishedNumber", with(note(), "published", 17), "object.published"},
        Refusal{"TagNumber", with(note(), "tag", 5), "object.tag"},
        Refusal{"AttachmentNumber", with(note(), "attachment", 5), "object.attachment"},
        Refusal{"UrlNumber", with(note(), "url", 5), "object.url"},
        Refusal{"J09_Recipients", with(note(), "to", numbered(201)), "object.recipients"},
        Refusal{
            "J09_RecipientsTogether",
            with(with(note(), "to", numbered(150)), "cc", numbered(51)),
            "object.recipients"
        },
        Refusal{"J09_Tags", with(note(), "tag", many(101, {{"type", "Mention"}})), "object.tag"},
        Refusal{"J09_Name", with(note(), "name", std::string(513, 'n')), "object.name"},
        Refusal{
            "J09_Summary",
            with(note(), "summary", std::string(20 * 1024 + 1, 's')),
            "object.summary"
        },
        Refusal{
            "J09_Content",
            with(note(), "content", std::string(256 * 1024 + 1, 'c')),
            "object.content"
        },
        Refusal{
            "J09_Attachments",
            with(note(), "attachment", many(1001, json::object())),
            "object.attachment"
        },
        Refusal{
            "J09_Options",
            with(with(note(), "type", "Question"), "oneOf", many(51, {{"name", "a"}})),
            "object.options"
        },
        Refusal{
            "J09_Attributions", with(note(), "attributedTo", numbered(11)), "object.attributedTo"
        }
    ),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST(ReadObject, ReadsTheWholeOfANote) {
    auto const object = read_object(note()).value();
    EXPECT_EQ(ObjectType::note, object.type);
    EXPECT_EQ("https://good.test/notes/1", object.id->text());
    EXPECT_EQ("https://good.test/users/carol", author_of(object)->text());
    EXPECT_EQ("<p>hello</p>", object.content_html);
    EXPECT_EQ("2026-01-02T03:04:05Z", format_timestamp(*object.published));
}

TEST(ReadObject, KeepsUnknownTypesByName) {
    auto const object = read_with("type", "Album");
    EXPECT_EQ(ObjectType::other, object.type);
    EXPECT_EQ("Album", object.type_name);
}

TEST(ThreatF, F16_OneAuthorOrNone) {
    auto const author = [](json attribution) -> std::string {
        auto const object = read_with("attributedTo", std::move(attribution));
        auto const* id = author_of(object);
        return id == nullptr ? "" : id->text();
    };
    json const carol = {{"type", "Person"}, {"id", "https://good.test/users/carol"}};
    json const channel = {{"type", "Group"}, {"id", "https://good.test/channels/c"}};
    json const foreign_group = {{"type", "Group"}, {"id", "https://evil.test/channels/c"}};
    auto const id = carol["id"].get<std::string>();
    EXPECT_EQ(id, author(id));
    EXPECT_EQ(id, author(carol));
    EXPECT_EQ(id, author({carol}));
    EXPECT_EQ(id, author({carol, channel})) << "PeerTube";
    EXPECT_EQ(id, author({channel, carol}));
    EXPECT_EQ("https://good.test/channels/c", author(channel));
    EXPECT_EQ("", author({id, "https://home.test/users/alice"}));
    EXPECT_EQ("", author({id, channel["id"]}));
    EXPECT_EQ("", author({carol, foreign_group}));
    EXPECT_EQ("", author({carol, carol}));
    EXPECT_EQ("", author({channel, channel}));
    EXPECT_EQ("", author(json::array()));
}

TEST(ReadObject, LeavesOutWhatIsOfTheRightKindAndNoUse) {
    EXPECT_TRUE(read_with("url", "javascript:alert(1)").urls.empty());
    EXPECT_TRUE(read_with("url", {{"type", "Link"}, {"href", "data:text/html,x"}}).urls.empty());
    EXPECT_FALSE(read_with("published", "yesterday").published);
    EXPECT_FALSE(read_with("inReplyTo", "tag:a,2026:b").in_reply_to);
    EXPECT_FALSE(read_with("conversation", "tag:a,2026:b").context);
    EXPECT_TRUE(read_with("to", {"not an id", "http://good.test/plain"}).audience.to.empty());
    EXPECT_TRUE(read_with("tag", {"#bees", 5, {{"type", "Mention"}}}).tags.empty());
    EXPECT_FALSE(read_with("sensitive", "yes").sensitive);
}

TEST(ReadObject, PrivateAddressesOfAttachmentsAreLeftOut) {
    auto list = json::array();
    for (auto const* url :
         {"http://[::ffff:127.0.0.1]/a.png",
          "http://[::127.0.0.1]/a.png",
          "http://0.0.0.0/a.png",
          "http://2130706433/a.png",
          "http://localhost/a.png",
          "file:///a.png"}) {
        list.push_back({{"type", "Image"}, {"mediaType", "image/png"}, {"url", url}});
    }
    EXPECT_TRUE(read_with("attachment", list).attachments.empty());
}

TEST(ReadObject, ReadsAttachmentsOfAllForms) {
    auto const object = read_with("attachment", json::parse(R"([
        {"type": "Document", "mediaType": "Image/JPEG; x=1", "url": "http://cdn.test/1.jpg", "name": "a\u202eb", "width": 3, "height": 2,
         "blurhash": "U00", "focalPoint": [0.5, -1]},
        {"type": "Document", "url": [{"type": "Link", "mediaType": "video/mp4", "href": "https://cdn.test/2.mp4"}]},
        {"type": "Image", "url": "https://cdn.test/3.png", "summary": "alt", "name": "3.png"},
        {"type": "Link", "href": "https://page.test/"},
        {"type": "PropertyValue", "name": "x", "value": "y"}
    ])"));
    ASSERT_EQ(4U, object.attachments.size());
    auto const& first = object.attachments[0];
    EXPECT_EQ("image/jpeg", first.media_type);
    EXPECT_EQ("ab", first.alt_text);
    EXPECT_EQ(3, first.width);
    EXPECT_EQ(0.5, first.focus_x);
    EXPECT_EQ("video/mp4", object.attachments[1].media_type);
    EXPECT_EQ("alt", object.attachments[2].alt_text);
    EXPECT_EQ(MediaKind::link, object.attachments[3].kind);
    EXPECT_EQ(
        16U,
        read_with("attachment", many(40, {{"type", "Image"}, {"url", "https://cdn.test/1.png"}}))
            .attachments.size()
    );
}

TEST(ReadObject, ReadsTagsOfAllKinds) {
    auto const tags = read_with("tag", json::parse(R"([
        {"type": "Mention", "href": "https://home.test/users/alice", "name": "@alice"},
        {"type": "Hashtag", "href": "https://good.test/tags/bees", "name": "#Bees"}, {"type": "Hashtag", "name": "wax"},
        {"type": "Emoji", "name": ":bee:", "icon": {"type": "Image", "url": "https://cdn.test/bee.png"}, "id": null},
        {"type": "Emoji", "name": ":\"><img src=x onerror=steal()>:", "icon": {"type": "Image", "url": "https://cdn.test/e.png"}},
        {"type": "Emoji", "name": ":b:", "icon": {"url": "https://cdn.test/e.png"}},
        {"type": "Emoji", "name": ":noicon:"},
        {"type": "CommunityPostTag", "id": "https://good.test/c/bees/tag/1", "preferredUsername": "solved"},
        {"type": "Link", "href": "https://good.test/notes/9", "rel": "https://misskey-hub.net/ns#_misskey_quote", "name": "RE"},
        {"type": "Unknown"}
    ])"))
                          .tags;
    ASSERT_EQ(1U, tags.mentions.size());
    ASSERT_EQ(2U, tags.hashtags.size());
    EXPECT_EQ("Bees", tags.hashtags[0].name);
    EXPECT_EQ("wax", tags.hashtags[1].name);
    ASSERT_EQ(1U, tags.emojis.size());
    EXPECT_EQ("bee", tags.emojis[0].shortcode);
    ASSERT_EQ(1U, tags.group_tags.size());
    EXPECT_EQ(1U, tags.links.size());
}

TEST(ReadObject, FindsTheLanguage) {
    auto const language = [](json extra) {
        auto document = note();
        document.update(extra);
        return read_object(document).value().language.identifier;
    };
    EXPECT_EQ("", language(json::object()));
    EXPECT_EQ("en", language({{"contentMap", {{"en", "<p>hello</p>"}}}}));
    EXPECT_EQ("zh", language({{"contentMap", {{"en", "other"}, {"zh", "<p>hello</p>"}}}}));
    EXPECT_EQ("de", language({{"contentMap", {{"de", "x"}, {"en", "y"}}}}));
    EXPECT_EQ("fr", language({{"language", {{"identifier", "fr"}, {"name", "French"}}}}));
    EXPECT_EQ("fr", language({{"language", "fr"}}));
    EXPECT_EQ("", language({{"contentMap", {{"en", nullptr}}}}));
}

TEST(ReadObject, TakesTheContentFromTheMapWhenThereIsNoOther) {
    auto const object =
        read_object(with(with(note(), "content", nullptr), "contentMap", {{"en", "<p>only</p>"}}))
            .value();
    EXPECT_EQ("<p>only</p>", object.content_html);
}

TEST(ReadObject, ReadsThreadsAndTheirCollections) {
    auto const object = read_object(with(
                                        note(),
                                        "replies",
                                        json::parse(R"({
        "id": "https://good.test/notes/1/replies", "type": "Collection", "totalItems": 4,
        "first": {"type": "CollectionPage", "next": "https://good.test/notes/1/replies?page=1",
                  "items": ["https://good.test/notes/2", {"id": "https://good.test/notes/3"}, 5, null]}})"
                                        )
                                    ))
                            .value();
    EXPECT_EQ("https://good.test/notes/1/replies", object.replies.id->text());
    EXPECT_EQ(4, object.replies.total_items);
    EXPECT_EQ(
        (std::vector{iri("https://good.test/notes/2"), iri("https://good.test/notes/3")}),
        object.replies.items
    );
    EXPECT_EQ(
        "https://good.test/notes/9",
        read_with("inReplyTo", {{"id", "https://good.test/notes/9"}}).in_reply_to->text()
    );
    EXPECT_EQ(
        "https://good.test/notes/9",
        read_with("inReplyTo", {"https://good.test/notes/9"}).in_reply_to->text()
    );
    EXPECT_EQ(CollectionRef{}, read_with("replies", {1, 2}).replies);
    EXPECT_EQ(CollectionRef{}, read_with("replies", 7).replies);
}

TEST(ReadObject, ReadsPollsAndVotes) {
    auto const poll = read_object(json::parse(R"({"type": "Question", "id": "https://good.test/q/1",
        "anyOf": [{"type": "Note", "name": "red", "replies": {"type": "Collection", "totalItems": 2}}, {"name": "blue"}, {"name": ""}],
        "endTime": "2026-02-01T00:00:00Z", "closed": "2026-02-01T00:00:00Z", "votersCount": 2})"))
                          .value()
                          .poll;
    ASSERT_TRUE(poll);
    EXPECT_TRUE(poll->multiple);
    EXPECT_EQ((std::vector<PollOption>{{"red", 2}, {"blue", 0}}), poll->options);
    EXPECT_EQ(2, poll->voters);
    EXPECT_EQ(poll->end_time, poll->closed);

    auto vote = json::parse(
        R"({"type": "Note", "id": "https://good.test/users/carol#votes/1", "name": "red",
        "attributedTo": "https://good.test/users/carol", "inReplyTo": "https://home.test/q/1"})"
    );
    EXPECT_TRUE(is_poll_vote(read_object(vote).value()));
    EXPECT_FALSE(is_poll_vote(read_object(with(vote, "content", "text")).value()));
    EXPECT_FALSE(is_poll_vote(read_object(with(vote, "inReplyTo", nullptr)).value()));
    EXPECT_FALSE(is_poll_vote(read_object(with(vote, "name", nullptr)).value()));
}

TEST(ReadObject, ReadsEvents) {
    auto const event =
        read_object(
            json::parse(R"({"type": "Event", "id": "https://good.test/e/1", "name": "Hive day",
        "startTime": "2026-12-05T10:00:00+01:00", "endTime": "2026-12-05T13:00:00+01:00", "timezone": "Europe/Berlin",
        "location": [{"type": "Place", "name": "Hall", "latitude": 50.9, "longitude": 11.6,
                      "address": {"type": "PostalAddress", "streetAddress": "Markt 1", "addressLocality": "Jena"}},
                     {"type": "VirtualLocation", "url": "https://meet.test/x"}, "somewhere"],
        "organizers": {"type": "OrderedCollection", "orderedItems": ["https://good.test/users/carol"]},
        "eventStatus": "https://schema.org/EventCancelled", "joinMode": "restricted", "maximumAttendeeCapacity": 40,
        "participantCount": 12, "externalParticipationUrl": null})")
        )
            .value()
            .event;
    ASSERT_TRUE(event);
    EXPECT_EQ("2026-12-05T09:00:00Z", format_timestamp(*event->start_time));
    ASSERT_EQ(2U, event->places.size());
    EXPECT_EQ("Jena", event->places[0].locality);
    EXPECT_TRUE(event->places[1].is_virtual);
    EXPECT_EQ(1U, event->organizers.size());
    EXPECT_EQ(EventStatus::cancelled, event->status);
    EXPECT_EQ(JoinMode::restricted, event->join_mode);
    EXPECT_EQ(40, event->capacity);
}

TEST(ReadObject, ReadsQuotesOfEveryDialect) {
    for (auto const* name : {"quote", "quoteUrl", "quoteUri", "_misskey_quote"}) {
        auto const quote = read_with(name, "https://home.test/objects/1").quote;
        ASSERT_TRUE(quote) << name;
        EXPECT_EQ("https://home.test/objects/1", quote->object.text());
    }
    EXPECT_TRUE(read_with(
                    "tag",
                    {{"type", "Link"},
                     {"rel", "https://misskey-hub.net/ns#_misskey_quote"},
                     {"href", "https://home.test/objects/1"}}
    )
                    .quote);
    EXPECT_FALSE(read_with("quote", "javascript:1").quote);
}

TEST(ReadObject, ReadsInteractionPoliciesOldAndNew) {
    auto const policy = read_with(
                            "interactionPolicy",
                            json::parse(R"({
        "canQuote": {"automaticApproval": "as:Public", "manualApproval": []},
        "canReply": {"always": ["https://good.test/users/carol"], "approvalRequired": "https://www.w3.org/ns/activitystreams#Public"}})"
                            )
    )
                            .interaction_policy;
    ASSERT_TRUE(policy && policy->can_quote && policy->can_reply);
    EXPECT_EQ(std::vector{public_iri()}, policy->can_quote->automatic);
    EXPECT_EQ(std::vector{public_iri()}, policy->can_reply->manual);
    EXPECT_FALSE(policy->can_like);
}

TEST(ReadObject, ReadsTombstonesAndApprovals) {
    auto const gone =
        read_object(
            json::parse(
                R"({"type":"Tombstone","id":"https://good.test/notes/1","formerType":"Note","deleted":"2026-01-01T00:00:00Z"})"
            )
        )
            .value();
    EXPECT_EQ("Note", gone.former_type);
    EXPECT_EQ(
        gone, tombstone(iri("https://good.test/notes/1"), "Note", parse_timestamp("2026-01-01"))
    );
    auto const like =
        read_object(json::parse(R"({"type":"LikeApproval","id":"https://good.test/a/1",
        "attributedTo":"https://good.test/users/carol","object":"https://home.test/x#likes/1","target":"https://good.test/notes/1"})"
                    ))
            .value();
    EXPECT_EQ("https://home.test/x#likes/1", like.interacting_object->text());
    EXPECT_EQ("https://good.test/notes/1", like.interaction_target->text());
}

TEST(ReadObject, NamesThePageForPeople) {
    auto const object = read_with("url", json::parse(R"([
        {"type": "Link", "mediaType": "video/mp4", "href": "https://good.test/v.mp4"},
        {"type": "Link", "mediaType": "text/html", "href": "https://good.test/v"}])"));
    EXPECT_EQ("https://good.test/v", page_url(object)->text());
    EXPECT_EQ(nullptr, page_url(read_object(note()).value()));
}

TEST(ThreatX, X12_TitlesAreCleanedAndHtmlIsNot) {
    auto const object =
        read_object(with(with(note(), "name", " a\u202eb\n<i>c</i> "), "summary", "<b>s</b>"))
            .value();
    EXPECT_EQ("ab <i>c</i>", object.name);
    EXPECT_EQ("<b>s</b>", object.summary_html);
}

}  // namespace
}  // namespace folkmoot::activitypub
