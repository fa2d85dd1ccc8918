#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/classify.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/member_reader.hpp"
#include "activitypub/vocabulary/object.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

constexpr std::size_t max_word_bytes = 128;
constexpr std::size_t max_rule_actors = 100;
constexpr std::string_view misskey_quote_rel = "https://misskey-hub.net/ns#_misskey_quote";

void read_content(MemberReader& in, Object& object) {
    object.content_html = in.text("content", limits::max_content_bytes);
    object.media_type = in.token("mediaType", max_word_bytes);
    object.source = in.source();
    auto const translations = get_language_map(in.document(), "contentMap");
    if (translations.size() > limits::max_languages) {
        in.refuse(ErrorCode::too_large, in.rule("contentMap"));
        return;
    }
    for (auto const& [tag, html] : translations) {
        if (html.size() > limits::max_content_bytes || tag.size() > max_word_bytes) {
            in.refuse(ErrorCode::too_large, in.rule("contentMap"));
            return;
        }
        object.content_map.emplace_back(clean_line(tag), html);
    }
    if (object.content_html.empty() && !object.content_map.empty()) {
        object.content_html = object.content_map.front().second;
    }
}

/// The key of the map whose text is the content, as GoToSocial does, or else its first key, as
/// Mastodon does; without a map the `language` of threadiverse and video servers.
Language read_language(MemberReader& in, Object const& object) {
    auto const& map = object.content_map;
    auto const* language = find_member(in.document(), "language");
    Language found;
    if (language != nullptr && language->is_object()) {
        MemberReader words(*language, in.policy(), "language");
        found = words.language();
    } else {
        found.identifier = in.token("language", max_word_bytes);
    }
    if (!map.empty()) {
        auto const same = std::ranges::find(
            map, object.content_html, &std::pair<std::string, std::string>::second
        );
        auto const& tag = same == map.end() ? map.front().first : same->first;
        if (tag != found.identifier) {
            found = {tag, {}};
        }
    }
    return found;
}

std::optional<Quote> read_quote(MemberReader& in, Tags const& tags) {
    std::optional<Iri> quoted;
    for (auto const* name : {"quote", "quoteUrl", "quoteUri", "_misskey_quote"}) {
        quoted = quoted ? std::move(quoted) : in.id(name);
    }
    if (!quoted) {
        auto const link = std::ranges::find(tags.links, misskey_quote_rel, &ObjectLink::rel);
        quoted = link == tags.links.end() ? std::nullopt : std::optional(link->href);
    }
    if (!quoted) {
        return std::nullopt;
    }
    return Quote{std::move(*quoted), in.id("quoteAuthorization")};
}

std::optional<InteractionRule> read_rule(json const& policy, char const* name, MemberReader& in) {
    auto const* value = get_object(policy, name);
    if (value == nullptr) {
        return std::nullopt;
    }
    MemberReader rule(*value, in.policy(), "interactionPolicy");
    auto const either = [&rule](char const* now, char const* before) {
        return rule.ids(
            find_member(rule.document(), now) == nullptr ? before : now, max_rule_actors
        );
    };
    return InteractionRule{
        either("automaticApproval", "always"), either("manualApproval", "approvalRequired")
    };
}

std::optional<InteractionPolicy> read_policy(MemberReader& in) {
    auto const* value = get_object(in.document(), "interactionPolicy");
    if (value == nullptr) {
        return std::nullopt;
    }
    return InteractionPolicy{
        read_rule(*value, "canQuote", in),
        read_rule(*value, "canReply", in),
        read_rule(*value, "canLike", in),
        read_rule(*value, "canAnnounce", in),
    };
}

void read_thread(MemberReader& in, Object& object) {
    object.in_reply_to = in.id("inReplyTo");
    object.context = in.id("context");
    if (!object.context) {
        object.context = in.id("conversation");
    }
    object.context_history = in.id("contextHistory");
    object.replies = in.collection("replies");
    object.likes = in.collection("likes");
    object.shares = in.collection("shares");
}

void read_approval(MemberReader& in, Object& object) {
    object.interacting_object = in.id("interactingObject", Fragment::allowed);
    object.interaction_target = in.id("interactionTarget");
    bool const gotosocial = object.type == ObjectType::like_approval ||
                            object.type == ObjectType::reply_approval ||
                            object.type == ObjectType::announce_approval;
    if (gotosocial && !object.interacting_object) {
        object.interacting_object = in.id("object", Fragment::allowed);
    }
    if (gotosocial && !object.interaction_target) {
        object.interaction_target = in.id("target");
    }
}

void read_own_terms(MemberReader& in, Object& object) {
    object.post_kind = in.token("postKind", max_word_bytes);
    if (object.post_kind.empty()) {
        object.post_kind = in.token("fm:postKind", max_word_bytes);
    }
    object.idea_status = in.token("ideaStatus", max_word_bytes);
    if (object.idea_status.empty()) {
        object.idea_status = in.token("fm:ideaStatus", max_word_bytes);
    }
    object.accepted_answer = in.id("acceptedAnswer");
}

void read_by_type(MemberReader& in, Object& object) {
    switch (object.type) {
        case ObjectType::question:
            object.poll = read_poll(in);
            break;
        case ObjectType::event:
            object.event = read_event(in);
            break;
        case ObjectType::tombstone:
            object.former_type = in.token("formerType", max_word_bytes);
            object.deleted = in.time("deleted");
            break;
        default:
            break;
    }
}

}  // namespace

Result<Object> read_object(json const& document, IriPolicy policy) {
    auto type = read_type(document);
    if (!type) {
        return std::unexpected(type.error());
    }
    MemberReader in(document, policy, "object");
    Object object;
    object.type = object_type(*type).value_or(ObjectType::other);
    if (object.type == ObjectType::other) {
        object.type_name = std::move(*type);
    }
    // Votes have ids like "https://a.example/users/ana#votes/7" (Mastodon).
    object.id = in.own_id(Fragment::allowed);
    object.attributed_to = in.attributions();
    object.audience = in.audience();
    object.name = in.line("name", limits::max_name_bytes);
    object.summary_html = in.text("summary", limits::max_summary_bytes);
    read_content(in, object);
    object.language = read_language(in, object);
    object.urls = in.links("url");
    read_thread(in, object);
    object.tags = in.tags();
    object.attachments = in.attachments();
    object.image = in.picture("image");
    if (!object.image) {
        object.image = in.picture("icon");
    }
    object.published = in.time("published");
    object.updated = in.time("updated");
    object.sensitive = in.flag("sensitive");
    object.direct_message = in.flag("directMessage");
    object.distinguished = in.flag("distinguished");
    object.stickied = in.flag("stickied");
    object.comments_enabled = get_bool(document, "commentsEnabled");
    auto searchable = in.ids("searchableBy", 1);
    if (!searchable.empty()) {
        object.searchable_by = std::move(searchable.front());
    }
    object.quote = read_quote(in, object.tags);
    object.interaction_policy = read_policy(in);
    object.approved_by = in.id("approvedBy");
    read_approval(in, object);
    read_own_terms(in, object);
    read_by_type(in, object);
    if (in.failed()) {
        return std::unexpected(in.take_error());
    }
    return object;
}

Iri const* author_of(Object const& object) noexcept {
    Attribution const* author = nullptr;
    for (auto const& attribution : object.attributed_to) {
        bool const beside = object.attributed_to.size() > 1 && object.id &&
                            attribution.type == ActorType::group &&
                            same_origin(attribution.id, *object.id);
        if (beside) {
            continue;
        }
        if (author != nullptr) {
            return nullptr;
        }
        author = &attribution;
    }
    return author == nullptr ? nullptr : &author->id;
}

bool is_poll_vote(Object const& object) noexcept {
    return object.type == ObjectType::note && !object.name.empty() && object.content_html.empty() &&
           object.in_reply_to.has_value();
}

Iri const* page_url(Object const& object) noexcept {
    auto const page = std::ranges::find_if(object.urls, [](Link const& link) {
        return link.media_type.empty() || link.media_type.starts_with("text/html");
    });
    return page == object.urls.end() ? nullptr : &page->href;
}

Object tombstone(Iri id, std::string former_type, std::optional<Timestamp> deleted) {
    Object object;
    object.type = ObjectType::tombstone;
    object.id = std::move(id);
    object.former_type = std::move(former_type);
    object.deleted = deleted;
    return object;
}

}  // namespace folkmoot::activitypub
