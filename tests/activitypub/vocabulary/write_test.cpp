// What we put on the wire, as golden files, and the forwarding of received text. A test name is the
// file's name.
#include "activitypub/vocabulary/collection.hpp"
#include "activitypub/vocabulary/context.hpp"
#include "activitypub/vocabulary/document.hpp"
#include "tests/activitypub/vocabulary/samples.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using tests::iri;

constexpr auto node = "https://folk.example";

Iri at(std::string_view path) {
    return iri(node + std::string(path));
}

Timestamp time(std::string_view text) {
    return parse_timestamp(text).value();
}

Iri const ana = at("/users/ana");
Iri const bees = at("/groups/beekeeping");

/// Compares with the golden file, and with itself read again.
template <class T>
void expect_written(std::string const& name, ordered_json const& document, T const& value) {
    tests::expect_golden("vocabulary/" + name + ".json", json(document));
    EXPECT_EQ("@context", document.begin().key());
    auto const again = read_document(document.dump());
    ASSERT_TRUE(again) << again.error().detail;
    ASSERT_TRUE(std::holds_alternative<T>(*again));
    EXPECT_TRUE(value == std::get<T>(*again)) << document.dump(2);
}

Object topic() {
    Object object;
    object.type = ObjectType::article;
    object.id = at("/objects/1842");
    object.attributed_to = {{ana, std::nullopt}};
    object.audience = {{bees, public_iri()}, {at("/users/ana/followers")}, {bees}};
    object.name = "Varroa counts this autumn";
    object.summary_html = "<p>Our counts doubled since August \u2026</p>";
    object.content_html = "<p>Full text\u2026</p>";
    object.content_map = {{"en", object.content_html}};
    object.language = {"en", "English"};
    object.media_type = "text/html";
    object.source = Source{"Full text\u2026", "text/markdown"};
    object.urls = {{at("/g/beekeeping/1842-varroa-counts-this-autumn"), {}, {}}};
    object.context = at("/objects/1842/context");
    object.context_history = at("/objects/1842/history");
    object.replies.id = at("/objects/1842/replies");
    object.likes.id = at("/objects/1842/likes");
    object.shares.id = at("/objects/1842/shares");
    object.tags.mentions = {{bees, "@beekeeping@folk.example"}};
    object.tags.hashtags = {{"varroa", at("/tags/varroa")}};
    object.tags.group_tags = {{at("/groups/beekeeping/tag/open"), "open"}};
    Media photo;
    photo.kind = MediaKind::image;
    photo.url = iri("https://media.folk.example/1.jpg");
    photo.media_type = "image/jpeg";
    photo.alt_text = "A frame with brood";
    photo.width = 1200;
    photo.height = 800;
    photo.blurhash = "UBL_:rOpGG-oBUNG";
    Media link;
    link.kind = MediaKind::link;
    link.url = iri("https://example.org/study");
    link.media_type = "text/html";
    object.attachments = {link, photo};
    object.comments_enabled = true;
    object.searchable_by = public_iri();
    object.post_kind = "question";
    object.interaction_policy = InteractionPolicy{InteractionRule{{public_iri()}, {}}, {}, {}, {}};
    object.published = time("2026-11-22T10:11:12Z");
    object.updated = time("2026-11-22T10:20:00Z");
    return object;
}

Object reply() {
    Object object;
    object.id = at("/objects/1843");
    object.attributed_to = {{ana, std::nullopt}};
    object.audience = {{bees, public_iri()}, {iri("https://lemmy.example/u/rob")}, {bees}};
    object.content_html = "<p>@rob yes :bee:</p>";
    object.content_map = {{"en", object.content_html}};
    object.language = {"en", {}};
    object.source = Source{"@rob@lemmy.example yes :bee:", "text/markdown"};
    object.in_reply_to = iri("https://lemmy.example/post/77");
    object.context = at("/objects/1842/context");
    object.tags.mentions = {
        {iri("https://lemmy.example/u/rob"), "@rob@lemmy.example"},
        {bees, "@beekeeping@folk.example"}
    };
    Emoji bee{at("/emoji/bee"), "bee", {}, time("2026-01-01")};
    bee.icon.kind = MediaKind::image;
    bee.icon.url = iri("https://media.folk.example/e/bee.png");
    bee.icon.media_type = "image/png";
    object.tags.emojis = {bee};
    object.replies.id = at("/objects/1843/replies");
    object.replies.items = {at("/objects/1844")};
    object.likes = {at("/objects/1843/likes"), {}, 3, {}};
    object.shares = {at("/objects/1843/shares"), {}, 0, {}};
    object.quote =
        Quote{iri("https://lemmy.example/post/5"), iri("https://lemmy.example/stamps/1")};
    object.published = time("2026-11-22T10:11:12.5Z");
    return object;
}

Activity activity_of(ActivityType type, Iri const& actor, Reference object) {
    Activity activity;
    activity.type = type;
    activity.id = at("/activities/1");
    activity.actor = actor;
    activity.objects = {std::move(object)};
    return activity;
}

TEST(Write, Topic) {
    expect_written("topic", write_object(topic()), topic());
}

TEST(Write, Reply) {
    expect_written("reply", write_object(reply()), reply());
}

TEST(Write, Poll) {
    auto object = reply();
    object.type = ObjectType::question;
    object.quote.reset();
    object.poll = Poll{false, {{"Yes", 2}, {"No", 0}}, time("2026-12-01"), {}, 2};
    expect_written("poll", write_object(object), object);
}

TEST(Write, Event) {
    auto object = topic();
    object.type = ObjectType::event;
    EventDetails event;
    event.start_time = time("2026-12-05T09:00:00Z");
    event.end_time = time("2026-12-05T12:00:00Z");
    event.timezone = "Europe/Berlin";
    EventPlace hall;
    hall.name = "Town hall";
    hall.street = "Markt 1";
    hall.locality = "Jena";
    hall.country = "DE";
    hall.latitude = 50.9;
    hall.longitude = 11.6;
    EventPlace stream;
    stream.name = "Stream";
    stream.is_virtual = true;
    stream.url = iri("https://meet.example/x");
    event.places = {hall, stream};
    event.organizers = {ana};
    event.capacity = 40;
    event.participants = 12;
    event.category = "MEETING";
    event.attendees = at("/objects/1842/attendees");
    object.event = event;
    expect_written("event", write_object(object), object);
}

TEST(Write, Tombstone) {
    auto const object = tombstone(at("/objects/1842"), "Article", time("2026-11-23T00:00:00Z"));
    expect_written("tombstone", write_object(object), object);
}

TEST(Write, Group) {
    Actor group;
    group.type = ActorType::group;
    group.id = bees;
    group.preferred_username = "beekeeping";
    group.webfinger = "beekeeping@folk.example";
    group.name = "Beekeeping";
    group.summary_html = "<p>All about hives</p>";
    group.source = Source{"All about hives", "text/markdown"};
    group.url = at("/g/beekeeping");
    group.inbox = at("/groups/beekeeping/inbox");
    group.outbox = at("/groups/beekeeping/outbox");
    group.followers = at("/groups/beekeeping/followers");
    group.shared_inbox = at("/inbox");
    group.moderators = at("/groups/beekeeping/moderators");
    group.featured = at("/groups/beekeeping/collections/featured");
    group.discoverable = true;
    group.indexable = true;
    Media icon;
    icon.kind = MediaKind::image;
    icon.url = iri("https://media.folk.example/i/1.png");
    icon.media_type = "image/png";
    group.icon = icon;
    group.languages = {{"en", "English"}, {"zh", "Chinese"}};
    group.keys = {
        {iri("https://folk.example/groups/beekeeping#main-key"),
         bees,
         KeyFormat::pem,
         "-----BEGIN PUBLIC KEY-----\n"},
        {iri("https://folk.example/groups/beekeeping#ed25519-key"),
         bees,
         KeyFormat::multibase,
         "z6Mk"},
    };
    group.group_kind = "support";
    group.published = time("2026-01-02T03:04:05Z");
    expect_written("group", write_actor(group), group);
}

TEST(Write, Person) {
    Actor person;
    person.id = ana;
    person.preferred_username = "ana";
    person.name = "Ana";
    person.inbox = at("/users/ana/inbox");
    person.following = at("/users/ana/following");
    person.fields = {
        {"Site", "<a href=\"https://ana.example\" rel=\"me nofollow noopener\">ana.example</a>"}
    };
    person.also_known_as = {iri("https://old.example/users/ana")};
    person.moved_to = iri("https://new.example/users/ana");
    person.attribution_domains = {"ana.example"};
    person.indexable = false;
    person.manually_approves_followers = true;
    person.implements = {iri("https://datatracker.ietf.org/doc/html/rfc9421")};
    expect_written("person", write_actor(person), person);
}

TEST(Write, CreateTopic) {
    auto create = activity_of(ActivityType::create, ana, Reference::of(topic()));
    create.audience = topic().audience;
    create.published = topic().published;
    expect_written("create_topic", write_activity(create), create);
}

TEST(Write, FollowAndItsAnswers) {
    auto const rob = iri("https://lemmy.example/c/bees");
    auto follow = activity_of(ActivityType::follow, ana, Reference::to(rob));
    follow.audience.to = {rob};
    expect_written("follow", write_activity(follow), follow);
    auto accept = activity_of(ActivityType::accept, bees, Reference::of(follow));
    accept.id = at("/activities/2");
    accept.audience.to = {ana};
    expect_written("accept", write_activity(accept), accept);
    auto undo = activity_of(ActivityType::undo, ana, Reference::of(follow));
    undo.id = at("/activities/3");
    expect_written("undo_follow", write_activity(undo), undo);
}

TEST(Write, Ban) {
    auto ban =
        activity_of(ActivityType::block, ana, Reference::to(iri("https://evil.example/u/mallory")));
    ban.audience = {{public_iri()}, {bees}, {bees}};
    ban.target = Reference::to(bees);
    ban.summary = "spam";
    ban.has_summary = true;
    ban.end_time = time("2026-12-01");
    ban.remove_data = true;
    expect_written("ban", write_activity(ban), ban);
}

TEST(Write, RemovalByAModeratorAlwaysCarriesASummary) {
    auto removal = activity_of(
        ActivityType::delete_, ana, Reference::to(iri("https://lemmy.example/comment/9"))
    );
    EXPECT_FALSE(write_activity(removal).contains("summary"));
    removal.has_summary = true;
    EXPECT_EQ("", write_activity(removal)["summary"]);
}

TEST(Write, Report) {
    auto flag = activity_of(
        ActivityType::flag, at("/actor"), Reference::to(iri("https://lemmy.example/u/rob"))
    );
    flag.objects.push_back(Reference::to(iri("https://lemmy.example/post/77")));
    flag.audience.to = {iri("https://lemmy.example/u/rob")};
    flag.summary = "insult";
    flag.has_summary = true;
    flag.content = "insult";
    flag.report_context = "urn:folkmoot:reporter:MFRGG";
    expect_written("flag", write_activity(flag), flag);
}

TEST(Write, MoveAndLock) {
    auto move = activity_of(ActivityType::move, ana, Reference::to(ana));
    move.target = Reference::to(iri("https://new.example/users/ana"));
    expect_written("move", write_activity(move), move);
    auto lock = activity_of(ActivityType::lock, ana, Reference::to(at("/objects/1842")));
    lock.audience = {{public_iri()}, {bees}, {bees}};
    expect_written("lock", write_activity(lock), lock);
}

TEST(Write, OutboxOfAGroup) {
    auto create = activity_of(ActivityType::create, ana, Reference::of(reply()));
    auto announce = activity_of(ActivityType::announce, bees, Reference::of(create));
    announce.id = at("/activities/2");
    Collection outbox;
    outbox.id = at("/groups/beekeeping/outbox");
    outbox.total_items = 1;
    outbox.first = at("/groups/beekeeping/outbox?page=1");
    outbox.items = {Reference::of(announce)};
    expect_written("outbox", write_collection(outbox), outbox);
}

TEST(Write, CollectionsThatOnlyCount) {
    Collection followers;
    followers.id = at("/groups/beekeeping/followers");
    followers.total_items = 12;
    auto const document = write_collection(followers);
    EXPECT_EQ(ordered_json::array(), document["orderedItems"]);
    followers.first = at("/groups/beekeeping/followers?page=1");
    EXPECT_FALSE(write_collection(followers).contains("orderedItems"));
}

TEST(Write, OneNamespaceOfOurOwn) {
    EXPECT_EQ(ordered_json(folkmoot_namespace), object_context()[1]["fm"]);
    EXPECT_EQ(ordered_json(folkmoot_namespace), actor_context()[3]["fm"]);
}

Activity envelope() {
    Activity announce;
    announce.type = ActivityType::announce;
    announce.id = at("/activities/9");
    announce.actor = bees;
    announce.audience = {{public_iri()}, {at("/groups/beekeeping/followers")}, {}};
    announce.published = time("2026-11-22T10:11:12Z");
    return announce;
}

TEST(WriteAnnounceRaw, KeepsEveryByteOfTheInnerActivity) {
    constexpr std::string_view raw =
        R"({ "type":"Create",  "b":1.0,"a":1e2, "object":{"x":"\u00e9\/","object":[]}, "proof":{"z":1,"a":2} })";
    auto const text = write_announce_raw(envelope(), raw).value();
    EXPECT_EQ(raw, raw_member(text, "object"));
    auto const document = json::parse(text);
    EXPECT_EQ(json("Announce"), document["type"]);
    EXPECT_EQ(json(bees.text()), document["actor"]);
    EXPECT_TRUE(text.starts_with(R"({"@context":[)")) << text;
}

TEST(WriteAnnounceRaw, TakesObjectsOnly) {
    EXPECT_EQ(
        R"({"a":1})",
        raw_member(write_announce_raw(envelope(), " \n{\"a\":1}\r\n").value(), "object")
    );
    for (auto const* raw : {"", "null", "[]", "\"x\"", "{\"a\":1", "1}"}) {
        EXPECT_FALSE(write_announce_raw(envelope(), raw)) << raw;
    }
}

TEST(RawMember, FindsMembersOfTheTopLevelOnly) {
    constexpr std::string_view document =
        R"({"s":"a,\"}b\\","object":{"object":{"x":[1,{"y":"]}"}]}},"n":-1.5e3 ,"t":true,"e":[]})";
    EXPECT_EQ(R"("a,\"}b\\")", raw_member(document, "s"));
    EXPECT_EQ(R"({"object":{"x":[1,{"y":"]}"}]}})", raw_member(document, "object"));
    EXPECT_EQ("-1.5e3", raw_member(document, "n"));
    EXPECT_EQ("true", raw_member(document, "t"));
    EXPECT_EQ("[]", raw_member(document, "e"));
    EXPECT_EQ("", raw_member(document, "x"));
    EXPECT_EQ("", raw_member("{}", "x"));
}

TEST(RawMember, EndsOnBrokenText) {
    for (auto const* text :
         {"",
          "{",
          R"({")",
          R"({"a)",
          R"({"a")",
          R"({"a":)",
          R"({"a":")",
          R"({"a":"\)",
          R"({"a":{)",
          R"({"a":[")",
          R"({"a" 1})",
          "[1]",
          R"({"a":1)"}) {
        EXPECT_NO_THROW((void)raw_member(text, "a")) << text;
    }
}

}  // namespace
}  // namespace folkmoot::activitypub
