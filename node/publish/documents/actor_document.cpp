#include "node/publish/documents/actor_document.hpp"

#include "activitypub/signature/key.hpp"
#include "node/fold_errors.hpp"
#include "node/publish/documents/media_document.hpp"
#include "node/publish/names.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::ActorKey;
using activitypub::ActorType;
using activitypub::Iri;
using activitypub::KeyFormat;
using storage::ActorKind;

ActorType type_of(ActorKind kind) {
    switch (kind) {
        case ActorKind::person:
            return ActorType::person;
        case ActorKind::group:
            return ActorType::group;
        case ActorKind::service:
            return ActorType::service;
        case ActorKind::application:
            return ActorType::application;
        case ActorKind::organization:
            return ActorType::organization;
    }
    return ActorType::person;
}

Result<ActorKey> key_document(storage::ActorKeyRecord const& key, Iri const& owner) {
    bool const rsa = key.algorithm == storage::KeyAlgorithm::rsa_sha256;
    auto const parsed = rsa ? activitypub::PublicKey::from_der(key.public_key)
                            : activitypub::PublicKey::from_raw_ed25519(key.public_key);
    if (!parsed) {
        return refused(
            ErrorCode::internal, "A key of this server is damaged.", parsed.error().detail
        );
    }
    return ActorKey{
        .id = known_iri(Site::key_id(owner.text(), key.fragment)),
        .owner = owner,
        .format = rsa ? KeyFormat::pem : KeyFormat::multibase,
        .material = rsa ? parsed->to_pem() : parsed->to_multibase()
    };
}

Result<void> add_keys(
    DocumentSource const& source, storage::ActorRecord const& record, activitypub::Actor& actor
) {
    auto const keys = source.tables.actor_keys.of_actor(source.txn, storage::ActorId(record.id));
    if (!keys) {
        return failed(keys.error());
    }
    for (auto const& key : *keys) {
        if (key.retired_at != 0) {
            continue;
        }
        auto document = key_document(key, actor.id);
        if (!document) {
            return std::unexpected(document.error());
        }
        actor.keys.push_back(std::move(*document));
    }
    return {};
}

void add_group_parts(
    DocumentSource const& source, storage::ActorRecord const& record, activitypub::Actor& actor
) {
    actor.moderators = known_iri(actor.id.text() + "/moderators");
    auto const settings =
        source.tables.group_settings.load(source.txn, storage::ActorId(record.id));
    if (!settings) {
        return;
    }
    actor.posting_restricted_to_mods =
        settings->posting_policy == storage::PostingPolicy::moderators;
    actor.manually_approves_followers = settings->join_policy != storage::JoinPolicy::open ||
                                        settings->visibility == storage::Visibility::members ||
                                        settings->visibility == storage::Visibility::hidden;
    for (auto const& language : settings->languages) {
        actor.languages.push_back({language, {}});
    }
    actor.group_kind = storage::EnumNameGroupKind(settings->kind);
}

void add_profile(
    DocumentSource const& source, storage::ActorRecord const& record, activitypub::Actor& actor
) {
    actor.name = record.display_name;
    actor.summary_html = record.summary_html;
    if (!record.summary_source.empty()) {
        actor.source = activitypub::Source{record.summary_source, "text/markdown"};
    }
    actor.url = known_iri(actor_page(source.site, record));
    actor.icon = stored_picture(source, record.icon_media);
    actor.image = stored_picture(source, record.header_media);
    for (auto const& field : record.fields) {
        actor.fields.push_back({field.name, field.value});
    }
    for (auto const& alias : record.also_known_as) {
        actor.also_known_as.push_back(known_iri(alias));
    }
    if (record.moved_to != 0) {
        if (auto const target = source.actor(record.moved_to)) {
            actor.moved_to = known_iri(actor_iri(source.site, *target));
        }
    }
}

}  // namespace

Result<activitypub::Actor> actor_document(
    DocumentSource const& source, storage::ActorRecord const& record
) {
    activitypub::Actor actor;
    actor.type = type_of(record.kind);
    actor.id = known_iri(actor_iri(source.site, record));
    actor.preferred_username = record.username;
    actor.webfinger = full_handle(source.site, record);
    auto const below = [&](char const* path) { return known_iri(actor.id.text() + path); };
    actor.inbox = below("/inbox");
    actor.outbox = below("/outbox");
    actor.followers = below("/followers");
    actor.following = below("/following");
    actor.shared_inbox = known_iri(source.site.shared_inbox());
    actor.featured = below("/collections/featured");
    actor.manually_approves_followers = record.locked;
    actor.discoverable = record.discoverable;
    actor.indexable = record.indexable;
    actor.memorial = record.memorial;
    actor.suspended = record.suspended;
    actor.published = time_of(record.created);
    if (record.updated != 0) {
        actor.updated = time_of(record.updated);
    }
    add_profile(source, record, actor);
    if (record.kind == ActorKind::group) {
        add_group_parts(source, record, actor);
    }
    if (auto const added = add_keys(source, record, actor); !added) {
        return std::unexpected(added.error());
    }
    return actor;
}

}  // namespace folkmoot::node
