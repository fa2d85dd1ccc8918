#include "federation/resolve/actor_record.hpp"

#include "activitypub/html/sanitizer.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <utility>

namespace folkmoot::federation {
namespace {

std::string clean_html(std::string const& html) {
    return std::string(activitypub::sanitize(html, activitypub::HtmlPolicy::note).html.view());
}

std::string text_of(std::optional<activitypub::Iri> const& iri) {
    return iri ? iri->text() : std::string();
}

std::vector<storage::ProfileFieldRecord> fields_of(activitypub::Actor const& document) {
    std::vector<storage::ProfileFieldRecord> fields;
    for (auto const& field : document.fields) {
        auto& kept = fields.emplace_back();
        kept.name = activitypub::clean_line(field.name);
        kept.value = clean_html(field.value_html);
    }
    return fields;
}

std::vector<storage::EmojiRefRecord> emojis_of(activitypub::Actor const& document) {
    std::vector<storage::EmojiRefRecord> emojis;
    for (auto const& emoji : document.tags.emojis) {
        auto& kept = emojis.emplace_back();
        kept.shortcode = emoji.shortcode;
        kept.url = emoji.icon.url.text();
        kept.iri = text_of(emoji.id);
        kept.media_type = emoji.icon.media_type;
    }
    return emojis;
}

/// An inbox shared by a whole host takes activities for others: only the actor's own origin may
/// name one (threat D02).
std::string shared_inbox_of(activitypub::Actor const& document) {
    auto const& inbox = document.shared_inbox;
    return inbox && same_origin(*inbox, document.id) ? inbox->text() : std::string();
}

void apply_profile(storage::ActorRecord& record, activitypub::Actor const& document) {
    record.display_name = activitypub::clean_line(document.name);
    record.summary_html = clean_html(document.summary_html);
    record.fields = fields_of(document);
    record.emojis = emojis_of(document);
    record.icon_url = document.icon ? document.icon->url.text() : std::string();
    record.icon_description = document.icon ? document.icon->alt_text : std::string();
    record.header_url = document.image ? document.image->url.text() : std::string();
    record.header_description = document.image ? document.image->alt_text : std::string();
    record.url = text_of(document.url);
    record.language =
        document.languages.empty() ? std::string() : document.languages.front().identifier;
    record.also_known_as.clear();
    for (auto const& alias : document.also_known_as) {
        record.also_known_as.push_back(alias.text());
    }
}

}  // namespace

storage::ActorKind kind_of(activitypub::ActorType type) noexcept {
    switch (type) {
        case activitypub::ActorType::person:
            return storage::ActorKind::person;
        case activitypub::ActorType::group:
            return storage::ActorKind::group;
        case activitypub::ActorType::service:
            return storage::ActorKind::service;
        case activitypub::ActorType::application:
            return storage::ActorKind::application;
        case activitypub::ActorType::organization:
            return storage::ActorKind::organization;
    }
    return storage::ActorKind::person;
}

void apply_document(
    storage::ActorRecord& record,
    activitypub::Actor const& document,
    ChosenHandle const& handle,
    std::int64_t now
) {
    record.kind = kind_of(document.type);
    record.iri = document.id.text();
    record.username = handle.username;
    record.handle = handle.folded;
    apply_profile(record, document);
    record.inbox = document.inbox.text();
    record.shared_inbox = shared_inbox_of(document);
    record.outbox = text_of(document.outbox);
    record.followers = text_of(document.followers);
    record.following = text_of(document.following);
    record.featured = text_of(document.featured);
    record.moderators = text_of(document.moderators);
    record.locked = document.manually_approves_followers;
    record.bot = document.type == activitypub::ActorType::service ||
                 document.type == activitypub::ActorType::application;
    record.discoverable = document.discoverable.value_or(false);
    record.indexable = document.indexable.value_or(false);
    record.memorial = document.memorial;
    record.posting_restricted_to_mods = document.posting_restricted_to_mods;
    if (document.type == activitypub::ActorType::group) {
        record.visibility = document.manually_approves_followers ? storage::Visibility::members
                                                                 : storage::Visibility::public_;
    }
    if (record.created == 0) {
        auto const published =
            document.published ? document.published->time_since_epoch().count() : now;
        record.created = std::min<std::int64_t>(published, now);
    }
    record.updated = document.updated ? document.updated->time_since_epoch().count() : now;
    record.fetched_at = now;
    record.last_refresh_attempt = now;
}

std::vector<storage::ActorKeyRecord> key_records(
    std::vector<RemoteKey> const& keys, std::int64_t now
) {
    std::vector<storage::ActorKeyRecord> records;
    for (auto const& key : keys) {
        auto& record = records.emplace_back();
        auto const raw = key.key.to_raw_ed25519();
        record.algorithm = raw ? storage::KeyAlgorithm::ed25519 : storage::KeyAlgorithm::rsa_sha256;
        record.key_iri = key.id;
        record.public_key = raw ? *raw : key.key.to_der();
        record.created = now;
        record.fetched_at = now;
    }
    return records;
}

}  // namespace folkmoot::federation
