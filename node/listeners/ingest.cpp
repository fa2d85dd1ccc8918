#include "node/listeners/ingest.hpp"

#include "activitypub/html/composer.hpp"
#include "activitypub/html/sanitizer.hpp"
#include "activitypub/html/text.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/text.hpp"
#include "node/listeners/find.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::ObjectType;

/// Longest content warning or excerpt that is kept, in bytes.
constexpr std::size_t summary_bytes = 5'000;

storage::ObjectKind kind_of(ObjectType type) noexcept {
    switch (type) {
        case ObjectType::note:
            return storage::ObjectKind::note;
        case ObjectType::article:
            return storage::ObjectKind::article;
        case ObjectType::page:
            return storage::ObjectKind::page;
        case ObjectType::question:
            return storage::ObjectKind::question;
        case ObjectType::event:
            return storage::ObjectKind::event;
        case ObjectType::video:
            return storage::ObjectKind::video;
        case ObjectType::audio:
            return storage::ObjectKind::audio;
        case ObjectType::image:
            return storage::ObjectKind::image;
        case ObjectType::document:
            return storage::ObjectKind::document;
        default:
            return storage::ObjectKind::other;
    }
}

storage::ObjectKind kind_of(activitypub::MediaKind kind) noexcept {
    switch (kind) {
        case activitypub::MediaKind::image:
            return storage::ObjectKind::image;
        case activitypub::MediaKind::video:
            return storage::ObjectKind::video;
        case activitypub::MediaKind::audio:
            return storage::ObjectKind::audio;
        case activitypub::MediaKind::document:
            return storage::ObjectKind::document;
        case activitypub::MediaKind::link:
            return storage::ObjectKind::other;
    }
    return storage::ObjectKind::document;
}

storage::TopicKind topic_kind_of(activitypub::Object const& object) {
    constexpr std::array<std::pair<std::string_view, storage::TopicKind>, 7> names{{
        {"question", storage::TopicKind::question},
        {"idea", storage::TopicKind::idea},
        {"article", storage::TopicKind::article},
        {"event", storage::TopicKind::event},
        {"job", storage::TopicKind::job},
        {"announcement", storage::TopicKind::announcement},
        {"poll", storage::TopicKind::poll},
    }};
    auto const found =
        std::ranges::find(names, object.post_kind, [](auto const& name) { return name.first; });
    if (found != names.end()) {
        return found->second;
    }
    switch (object.type) {
        case ObjectType::event:
            return storage::TopicKind::event;
        case ObjectType::question:
            return storage::TopicKind::poll;
        default:
            return storage::TopicKind::discussion;
    }
}

/// Visibility by addressing. A silenced host is heard by its followers and in threads, and appears
/// in no public list.
storage::Visibility visibility_of(
    activitypub::Object const& object, storage::ActorRecord const& author, bool silenced
) {
    auto const followers = activitypub::Iri::parse(author.followers);
    auto const seen = activitypub::visibility_of(
        object.audience,
        object.tags,
        object.attributed_to.front().id,
        followers ? &*followers : nullptr
    );
    switch (seen) {
        case activitypub::Visibility::public_:
            return silenced ? storage::Visibility::unlisted : storage::Visibility::public_;
        case activitypub::Visibility::unlisted:
            return storage::Visibility::unlisted;
        case activitypub::Visibility::followers:
            return storage::Visibility::followers;
        case activitypub::Visibility::limited:
        case activitypub::Visibility::direct:
            return storage::Visibility::direct;
    }
    return storage::Visibility::direct;
}

std::vector<storage::RecipientRecord> recipients(
    storage::Txn const& txn,
    ListenerServices const& services,
    std::vector<activitypub::Iri> const& ids
) {
    std::vector<storage::RecipientRecord> known;
    for (auto const& id : ids) {
        auto& recipient = known.emplace_back();
        if (auto const actor = find_actor(txn, services, id)) {
            recipient.actor = actor->id;
        } else {
            recipient.iri = id.text();
        }
    }
    return known;
}

std::vector<storage::MentionRecord> mentions(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Tags const& tags
) {
    std::vector<storage::MentionRecord> named;
    for (auto const& mention : tags.mentions) {
        if (named.size() == activitypub::limits::max_mention_lookups) {
            break;
        }
        auto& kept = named.emplace_back();
        auto const actor = find_actor(txn, services, mention.href);
        kept.actor = actor ? actor->id : 0;
        kept.iri = mention.href.text();
        kept.name = mention.name;
    }
    return named;
}

/// Files, without those of hosts that we take nothing from (F21); private addresses never passed
/// the reader.
std::vector<storage::AttachmentRecord> attachments(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Object const& object
) {
    std::vector<storage::AttachmentRecord> files;
    for (auto const& media : object.attachments) {
        auto const standing = services.policies.standing(txn, media.url.host());
        if (!standing || standing->refused || standing->reject_media ||
            files.size() == services.community.limits.attachments) {
            continue;
        }
        auto& file = files.emplace_back();
        file.kind = kind_of(media.kind);
        file.url = media.url.text();
        file.media_type = media.media_type;
        file.description = media.alt_text;
        file.blurhash = media.blurhash;
        file.width =
            static_cast<std::uint32_t>(std::clamp<std::int64_t>(media.width.value_or(0), 0, 100'000)
            );
        file.height = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(media.height.value_or(0), 0, 100'000)
        );
        file.focus_x = static_cast<float>(media.focus_x.value_or(0));
        file.focus_y = static_cast<float>(media.focus_y.value_or(0));
    }
    return files;
}

std::vector<storage::EmojiRefRecord> emojis(activitypub::Tags const& tags) {
    std::vector<storage::EmojiRefRecord> kept;
    for (auto const& emoji : tags.emojis) {
        auto& record = kept.emplace_back();
        record.shortcode = emoji.shortcode;
        record.url = emoji.icon.url.text();
        record.iri = emoji.id ? emoji.id->text() : std::string();
        record.media_type = emoji.icon.media_type;
    }
    return kept;
}

bool is_titled(activitypub::Object const& object) noexcept {
    return object.type != ObjectType::note && object.type != ObjectType::question;
}

std::string plain(std::string const& html) {
    auto const text =
        activitypub::plain_text(activitypub::sanitize(html, activitypub::HtmlPolicy::note).html);
    return std::string(activitypub::truncate_utf8(activitypub::clean_text(text), summary_bytes));
}

storage::PostBodyRecord body_of(activitypub::Object const& object) {
    auto const policy =
        is_titled(object) ? activitypub::HtmlPolicy::article : activitypub::HtmlPolicy::note;
    storage::PostBodyRecord body;
    body.summary = plain(object.summary_html);
    if (object.media_type == "text/markdown") {
        activitypub::ComposeOptions options;
        options.policy = policy;
        body.html = activitypub::markdown_to_html(object.content_html, options).html.view();
    } else {
        body.html = activitypub::sanitize(object.content_html, policy).html.view();
    }
    return body;
}

}  // namespace

bool is_postable(activitypub::Object const& object) noexcept {
    return kind_of(object.type) != storage::ObjectKind::other && !is_poll_vote(object);
}

ReceivedPost ingest(
    storage::Txn const& txn,
    ListenerServices const& services,
    activitypub::Object const& object,
    storage::ActorRecord const& author,
    std::int64_t received
) {
    auto const standing =
        services.policies.standing(txn, object.id->host()).value_or(federation::HostStanding{});
    ReceivedPost result;
    auto& post = result.post;
    post.author = author.id;
    post.host = author.host;
    post.iri = object.id->text();
    post.kind = kind_of(object.type);
    post.topic_kind = topic_kind_of(object);
    post.title = activitypub::clean_line(object.name);
    post.language = object.language.identifier;
    post.visibility = visibility_of(object, author, standing.silenced);
    post.sensitive = object.sensitive;
    post.locked = object.comments_enabled == false;
    post.distinguished = object.distinguished;
    auto const published =
        object.published ? object.published->time_since_epoch().count() : received;
    post.created = std::clamp<std::int64_t>(published, 1, received);
    post.edited = object.updated && object.updated->time_since_epoch().count() > post.created
                      ? std::min<std::int64_t>(object.updated->time_since_epoch().count(), received)
                      : 0;
    post.to = recipients(txn, services, object.audience.to);
    post.cc = recipients(txn, services, object.audience.cc);
    auto const* const page = page_url(object);
    post.url = page != nullptr ? page->text() : std::string();
    post.in_reply_to_iri = object.in_reply_to ? object.in_reply_to->text() : std::string();
    post.context_iri = object.context ? object.context->text() : std::string();
    if (!standing.reject_media) {
        post.attachments = attachments(txn, services, object);
    }
    post.mentions = mentions(txn, services, object.tags);
    post.emojis = emojis(object.tags);
    if (object.quote) {
        auto const quoted = find_post(txn, services, object.quote->object);
        post.quote = quoted ? quoted->id : 0;
        post.quote_iri = object.quote->object.text();
    }
    result.body = body_of(object);
    for (auto const& tag : object.tags.hashtags) {
        if (result.hashtags.size() < services.community.limits.hashtags) {
            result.hashtags.push_back(tag.name);
        }
    }
    return result;
}

}  // namespace folkmoot::node
