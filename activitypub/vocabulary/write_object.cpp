#include "activitypub/vocabulary/context.hpp"
#include "activitypub/vocabulary/member_writer.hpp"
#include "activitypub/vocabulary/object.hpp"

#include <utility>

namespace folkmoot::activitypub {
namespace {

using Json = nlohmann::ordered_json;

void write_content(Object const& object, MemberWriter& out) {
    out.text("name", object.name);
    out.text("summary", object.summary_html);
    out.text("content", object.content_html);
    if (!object.content_map.empty()) {
        Json map = Json::object();
        for (auto const& [tag, html] : object.content_map) {
            map[tag] = html;
        }
        out.value("contentMap", std::move(map));
    }
    out.text("mediaType", object.media_type);
    out.source(object.source);
    if (!object.language.identifier.empty()) {
        out.value("language", write_language(object.language));
    }
}

void write_thread(Object const& object, MemberWriter& out) {
    out.id("inReplyTo", object.in_reply_to);
    out.id("context", object.context);
    out.id("contextHistory", object.context_history);
    out.collection("replies", object.replies);
    out.collection("likes", object.likes);
    out.collection("shares", object.shares);
}

/// The property of FEP-044f, and the older ones that Misskey, Fedibird and their kin read.
void write_quote(Quote const& quote, MemberWriter& out) {
    for (auto const* name : {"quote", "quoteUrl", "quoteUri", "_misskey_quote"}) {
        out.value(name, quote.object.text());
    }
    out.id("quoteAuthorization", quote.authorization);
}

void write_rule(char const* name, std::optional<InteractionRule> const& rule, Json& policy) {
    if (!rule) {
        return;
    }
    auto& out = policy[name] = Json::object();
    MemberWriter members(out);
    members.ids("automaticApproval", rule->automatic);
    members.ids("manualApproval", rule->manual);
}

void write_policy(InteractionPolicy const& policy, MemberWriter& out) {
    Json value = Json::object();
    write_rule("canQuote", policy.can_quote, value);
    write_rule("canReply", policy.can_reply, value);
    write_rule("canLike", policy.can_like, value);
    write_rule("canAnnounce", policy.can_announce, value);
    out.value("interactionPolicy", std::move(value));
}

/// A tombstone says no more than that something is gone.
Json write_tombstone(Object const& object) {
    Json body = Json::object();
    MemberWriter out(body);
    out.id("id", object.id);
    out.value("type", "Tombstone");
    out.text("formerType", object.former_type);
    out.time("deleted", object.deleted);
    return body;
}

}  // namespace

Json write_object_body(Object const& object) {
    if (object.type == ObjectType::tombstone) {
        return write_tombstone(object);
    }
    Json body = Json::object();
    MemberWriter out(body);
    out.id("id", object.id);
    out.value(
        "type",
        object.type == ObjectType::other ? std::string_view(object.type_name)
                                         : to_string(object.type)
    );
    out.attributions(object.attributed_to);
    out.audience(object.audience);
    write_content(object, out);
    if (object.sensitive || !object.audience.empty()) {
        out.value("sensitive", object.sensitive);
    }
    out.flag("directMessage", object.direct_message);
    out.links("url", object.urls);
    write_thread(object, out);
    out.tags(object.tags);
    if (!object.attachments.empty()) {
        Json list = Json::array();
        for (auto const& media : object.attachments) {
            list.push_back(write_media(media));
        }
        out.value("attachment", std::move(list));
    }
    out.media("image", object.image);
    out.maybe("commentsEnabled", object.comments_enabled);
    out.flag("stickied", object.stickied);
    out.flag("distinguished", object.distinguished);
    out.id("searchableBy", object.searchable_by);
    out.text("postKind", object.post_kind);
    out.text("ideaStatus", object.idea_status);
    out.id("acceptedAnswer", object.accepted_answer);
    if (object.poll) {
        write_poll(*object.poll, out);
    }
    if (object.event) {
        write_event(*object.event, out);
    }
    if (object.quote) {
        write_quote(*object.quote, out);
    }
    if (object.interaction_policy) {
        write_policy(*object.interaction_policy, out);
    }
    out.id("approvedBy", object.approved_by);
    out.id("interactingObject", object.interacting_object);
    out.id("interactionTarget", object.interaction_target);
    out.time("published", object.published);
    out.time("updated", object.updated);
    return body;
}

Json write_object(Object const& object) {
    Json document = {{"@context", object_context()}};
    document.update(write_object_body(object));
    return document;
}

}  // namespace folkmoot::activitypub
