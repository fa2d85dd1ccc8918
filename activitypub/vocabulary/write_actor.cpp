#include "activitypub/vocabulary/actor.hpp"
#include "activitypub/vocabulary/context.hpp"
#include "activitypub/vocabulary/member_writer.hpp"

#include <utility>

namespace folkmoot::activitypub {
namespace {

using Json = nlohmann::ordered_json;

void write_collections(Actor const& actor, MemberWriter& out) {
    out.value("inbox", actor.inbox.text());
    out.id("outbox", actor.outbox);
    out.id("followers", actor.followers);
    out.id("following", actor.following);
    if (actor.shared_inbox) {
        out.value("endpoints", {{"sharedInbox", actor.shared_inbox->text()}});
    }
    if (actor.type == ActorType::group && actor.moderators && actor.attributed_to.empty()) {
        out.id("attributedTo", actor.moderators);
    } else {
        out.attributions(actor.attributed_to);
        out.id("moderators", actor.moderators);
    }
    out.id("featured", actor.featured);
    out.id("featuredTags", actor.featured_tags);
    out.id("upcomingEvents", actor.upcoming_events);
}

void write_flags(Actor const& actor, MemberWriter& out) {
    if (actor.type == ActorType::group) {
        out.value("postingRestrictedToMods", actor.posting_restricted_to_mods);
        out.value("sensitive", actor.sensitive);
    } else {
        out.flag("postingRestrictedToMods", actor.posting_restricted_to_mods);
        out.flag("sensitive", actor.sensitive);
    }
    out.value("manuallyApprovesFollowers", actor.manually_approves_followers);
    out.maybe("discoverable", actor.discoverable);
    out.maybe("indexable", actor.indexable);
    out.flag("memorial", actor.memorial);
    out.flag("suspended", actor.suspended);
}

void write_fields(Actor const& actor, MemberWriter& out) {
    if (actor.fields.empty()) {
        return;
    }
    Json list = Json::array();
    for (auto const& field : actor.fields) {
        list.push_back(
            {{"type", "PropertyValue"}, {"name", field.name}, {"value", field.value_html}}
        );
    }
    out.value("attachment", std::move(list));
}

void write_languages(Actor const& actor, MemberWriter& out) {
    if (actor.languages.empty()) {
        return;
    }
    Json list = Json::array();
    for (auto const& language : actor.languages) {
        list.push_back(write_language(language));
    }
    out.value("language", std::move(list));
}

/// The first PEM key as `publicKey`, an object, which is all that Lemmy reads; Multikeys as
/// `assertionMethod`.
void write_keys(Actor const& actor, MemberWriter& out) {
    Json pem = Json::array();
    Json multikeys = Json::array();
    for (auto const& key : actor.keys) {
        (key.format == KeyFormat::pem ? pem : multikeys).push_back(write_key(key));
    }
    if (pem.size() == 1) {
        out.value("publicKey", std::move(pem.front()));
    } else if (!pem.empty()) {
        out.value("publicKey", std::move(pem));
    }
    if (!multikeys.empty()) {
        out.value("assertionMethod", std::move(multikeys));
    }
}

}  // namespace

Json write_actor_body(Actor const& actor) {
    Json body = Json::object();
    MemberWriter out(body);
    out.value("id", actor.id.text());
    out.value("type", to_string(actor.type));
    out.value("preferredUsername", actor.preferred_username);
    out.text("webfinger", actor.webfinger);
    out.text("name", actor.name);
    out.text("summary", actor.summary_html);
    out.source(actor.source);
    out.id("url", actor.url);
    write_collections(actor, out);
    write_flags(actor, out);
    out.media("icon", actor.icon);
    out.media("image", actor.image);
    write_fields(actor, out);
    out.tags(actor.tags);
    out.ids("alsoKnownAs", actor.also_known_as);
    out.id("movedTo", actor.moved_to);
    if (!actor.attribution_domains.empty()) {
        out.value("attributionDomains", actor.attribution_domains);
    }
    write_languages(actor, out);
    out.text("groupKind", actor.group_kind);
    if (!actor.implements.empty()) {
        Json generator = {{"type", "Application"}};
        MemberWriter(generator).ids("implements", actor.implements);
        out.value("generator", std::move(generator));
    }
    out.time("published", actor.published);
    out.time("updated", actor.updated);
    write_keys(actor, out);
    return body;
}

Json write_actor(Actor const& actor) {
    Json document = {{"@context", actor_context()}};
    document.update(write_actor_body(actor));
    return document;
}

}  // namespace folkmoot::activitypub
