#include "activitypub/json/guard.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/context.hpp"
#include "activitypub/vocabulary/member_writer.hpp"
#include "activitypub/vocabulary/write_reference.hpp"

#include <utility>

namespace folkmoot::activitypub {
namespace {

using Json = nlohmann::ordered_json;

bool is_activitystreams_type(ActivityType type) noexcept {
    switch (type) {
        case ActivityType::announce_request:
        case ActivityType::choose_answer:
        case ActivityType::emoji_react:
        case ActivityType::like_request:
        case ActivityType::lock:
        case ActivityType::other:
        case ActivityType::poll_vote:
        case ActivityType::quote_request:
        case ActivityType::reply_request:
        case ActivityType::resolve:
        case ActivityType::warn:
            return false;
        default:
            return true;
    }
}

/// Whether an actor is embedded at any depth, or an object is.
bool embeds_actor(Activity const& activity) {
    for (auto const& reference : activity.objects) {
        auto const* inner = reference.activity();
        if (reference.actor() != nullptr || (inner != nullptr && embeds_actor(*inner))) {
            return true;
        }
    }
    return false;
}

bool needs_terms(Activity const& activity) {
    for (auto const& reference : activity.objects) {
        auto const* inner = reference.activity();
        if (reference.object() != nullptr || (inner != nullptr && needs_terms(*inner))) {
            return true;
        }
    }
    bool const instrument = activity.instrument && activity.instrument->object() != nullptr;
    return instrument || !is_activitystreams_type(activity.type) || !activity.tags.empty() ||
           activity.remove_data || activity.with_replies || activity.end_time;
}

Json context_of(Activity const& activity) {
    if (embeds_actor(activity)) {
        return actor_context();
    }
    return needs_terms(activity) ? object_context() : plain_context();
}

void write_objects(Activity const& activity, MemberWriter& out) {
    if (activity.objects.size() == 1) {
        out.value("object", write_reference(activity.objects.front()));
        return;
    }
    if (activity.objects.empty()) {
        return;
    }
    Json list = Json::array();
    for (auto const& reference : activity.objects) {
        list.push_back(write_reference(reference));
    }
    out.value("object", std::move(list));
}

void write_optional(
    char const* name, std::optional<Reference> const& reference, MemberWriter& out
) {
    if (reference) {
        out.value(name, write_reference(*reference));
    }
}

/// All members but `object`.
Json write_envelope(Activity const& activity) {
    Json body = Json::object();
    MemberWriter out(body);
    out.id("id", activity.id);
    out.value(
        "type",
        activity.type == ActivityType::other ? std::string_view(activity.type_name)
                                             : to_string(activity.type)
    );
    out.value("actor", activity.actor.text());
    out.audience(activity.audience);
    out.time("published", activity.published);
    out.time("updated", activity.updated);
    if (activity.has_summary || !activity.summary.empty()) {
        out.value("summary", activity.summary);
    }
    out.text("content", activity.content);
    out.text("choice_text", activity.choice);
    out.text("participationMessage", activity.message);
    out.id("context", activity.context);
    out.text("context", activity.report_context);
    out.tags(activity.tags);
    write_optional("target", activity.target, out);
    write_optional("origin", activity.origin, out);
    write_optional("result", activity.result, out);
    write_optional("instrument", activity.instrument, out);
    // Lemmy reads the end of a ban from `endTime`, Mbin from `expires`.
    out.time("endTime", activity.end_time);
    if (activity.type == ActivityType::block) {
        out.time("expires", activity.end_time);
    }
    out.maybe("removeData", activity.remove_data);
    out.maybe("withReplies", activity.with_replies);
    return body;
}

bool is_json_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && is_json_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_json_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

Json write_reference(Reference const& reference) {
    if (auto const* object = reference.object()) {
        return write_object_body(*object);
    }
    if (auto const* actor = reference.actor()) {
        return write_actor_body(*actor);
    }
    if (auto const* activity = reference.activity()) {
        return write_activity_body(*activity);
    }
    return reference.id ? Json(reference.id->text()) : Json();
}

Json write_activity_body(Activity const& activity) {
    auto body = write_envelope(activity);
    MemberWriter out(body);
    write_objects(activity, out);
    return body;
}

Json write_activity(Activity const& activity) {
    Json document = {{"@context", context_of(activity)}};
    document.update(write_activity_body(activity));
    return document;
}

Result<std::string> write_announce_raw(Activity const& envelope, std::string_view raw) {
    auto const inner = trim(raw);
    if (!inner.starts_with('{') || !inner.ends_with('}')) {
        return std::unexpected(Error{ErrorCode::malformed, "announce.raw"});
    }
    Json document = {{"@context", announce_context()}};
    document.update(write_envelope(envelope));
    auto text = document.dump();
    text.pop_back();
    text.append(",\"object\":").append(inner).append("}");
    return text;
}

}  // namespace folkmoot::activitypub
