#include "activitypub/vocabulary/read_activity.hpp"

#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/classify.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/member_reader.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

constexpr std::size_t max_urn_bytes = 256;

/// The id alone, for what is embedded but not read.
Result<Reference> id_reference(json const& value, IriPolicy policy) {
    auto const text = as_id(value);
    if (!text) {
        return std::unexpected(Error{ErrorCode::missing, "reference.id"});
    }
    if (is_public_collection(*text)) {
        return Reference::to(public_iri());
    }
    auto id = Iri::parse(*text, policy, Fragment::allowed);
    if (!id) {
        return std::unexpected(Error{id.error().code, "reference.id: " + id.error().detail});
    }
    return Reference::to(std::move(*id));
}

template <class Value>
Result<Reference> wrap(Result<Value> value) {
    if (!value) {
        return std::unexpected(std::move(value.error()));
    }
    return Reference::of(std::move(*value));
}

/// One of `target`, `origin`, `result`, `instrument`: left out when it names nothing usable
/// (Friendica's `instrument` is a program without an id).
std::optional<Reference> read_optional(MemberReader& in, std::string_view name, std::size_t depth) {
    auto const entries = get_list(in.document(), name);
    if (entries.empty()) {
        return std::nullopt;
    }
    if (entries.size() > 1) {
        in.refuse(ErrorCode::malformed, in.rule(name));
        return std::nullopt;
    }
    auto reference = read_reference(*entries.front(), in.policy(), depth);
    if (reference) {
        return std::move(*reference);
    }
    auto const code = reference.error().code;
    if (code == ErrorCode::wrong_type || code == ErrorCode::too_large) {
        in.refuse(std::move(reference.error()));
    }
    return std::nullopt;
}

void read_objects(MemberReader& in, Activity& activity, std::size_t depth) {
    auto const entries = get_list(in.document(), "object");
    if (entries.size() > limits::max_activity_objects) {
        in.refuse(ErrorCode::too_large, in.rule("object"));
        return;
    }
    for (auto const* entry : entries) {
        auto reference = read_reference(*entry, in.policy(), depth);
        if (!reference) {
            in.refuse(std::move(reference.error()));
            return;
        }
        activity.objects.push_back(std::move(*reference));
    }
}

void read_actor_id(MemberReader& in, Activity& activity) {
    auto const* value = find_member(in.document(), "actor");
    auto const text = get_id(in.document(), "actor");
    if (value == nullptr) {
        in.refuse(ErrorCode::missing, in.rule("actor"));
    } else if (!text) {
        in.refuse(ErrorCode::wrong_type, in.rule("actor"));
    } else if (auto id = Iri::parse(*text, in.policy())) {
        activity.actor = std::move(*id);
    } else {
        in.refuse(Error{id.error().code, in.rule("actor: ") + id.error().detail});
    }
}

/// Misskey writes the emoji of a Like beside an empty or missing content.
std::string read_reaction(MemberReader& in) {
    auto content = in.lines("content", limits::max_summary_bytes);
    return content.empty() ? in.line("_misskey_reaction", limits::max_name_bytes)
                           : std::move(content);
}

void read_context(MemberReader& in, Activity& activity) {
    auto const text = get_string(in.document(), "context");
    if (text && text->starts_with("urn:") && text->size() <= max_urn_bytes) {
        activity.report_context = in.token("context", max_urn_bytes);
    } else {
        activity.context = in.id("context");
    }
}

}  // namespace

Result<Reference> read_reference(json const& value, IriPolicy policy, std::size_t depth) {
    if (value.is_string()) {
        return id_reference(value, policy);
    }
    if (!value.is_object()) {
        return std::unexpected(Error{ErrorCode::wrong_type, "reference.kind"});
    }
    switch (classify(value)) {
        case DocumentKind::activity:
            return wrap(read_activity_at(value, policy, depth));
        case DocumentKind::actor: {
            auto actor = read_actor(value, policy);
            // Many embed an abbreviated actor; its id is all that can be used.
            bool const abbreviated = !actor && actor.error().code == ErrorCode::missing;
            return abbreviated ? id_reference(value, policy) : wrap(std::move(actor));
        }
        case DocumentKind::object:
            return wrap(read_object(value, policy));
        default:
            return id_reference(value, policy);
    }
}

Result<Activity> read_activity_at(json const& document, IriPolicy policy, std::size_t depth) {
    if (depth >= limits::max_activity_depth) {
        return std::unexpected(Error{ErrorCode::too_large, "activity.depth"});
    }
    auto type = read_type(document);
    if (!type) {
        return std::unexpected(type.error());
    }
    MemberReader in(document, policy, "activity");
    Activity activity;
    activity.type = activity_type(*type).value_or(ActivityType::other);
    if (activity.type == ActivityType::other) {
        activity.type_name = std::move(*type);
    }
    activity.id = in.own_id(Fragment::allowed);
    read_actor_id(in, activity);
    read_objects(in, activity, depth + 1);
    activity.target = read_optional(in, "target", depth + 1);
    activity.origin = read_optional(in, "origin", depth + 1);
    activity.result = read_optional(in, "result", depth + 1);
    activity.instrument = read_optional(in, "instrument", depth + 1);
    activity.audience = in.audience();
    activity.tags = in.tags();
    activity.summary = in.lines("summary", limits::max_summary_bytes);
    activity.has_summary = get_string(document, "summary").has_value();
    activity.content = read_reaction(in);
    activity.choice = in.line("choice_text", limits::max_name_bytes);
    activity.message = in.lines("participationMessage", limits::max_summary_bytes);
    read_context(in, activity);
    activity.published = in.time("published");
    activity.updated = in.time("updated");
    activity.end_time = in.time("endTime");
    if (!activity.end_time) {
        activity.end_time = in.time("expires");
    }
    activity.remove_data = get_bool(document, "removeData");
    activity.with_replies = get_bool(document, "withReplies");
    if (in.failed()) {
        return std::unexpected(in.take_error());
    }
    return activity;
}

Result<Activity> read_activity(json const& document, IriPolicy policy) {
    return read_activity_at(document, policy, 0);
}

}  // namespace folkmoot::activitypub
