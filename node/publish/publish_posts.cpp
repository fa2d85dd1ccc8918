#include "node/publish/documents/post_document.hpp"
#include "node/publish/draft.hpp"
#include "node/publish/names.hpp"
#include "node/publish/publisher.hpp"
#include "node/publish/recipients.hpp"

#include <optional>
#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::ActivityType;
using activitypub::Reference;
using storage::OutgoingKind;

storage::Channel author_channel(storage::PostRecord const& post) {
    return post.visibility == storage::Visibility::direct ? storage::direct_channel
                                                          : storage::Channel(post.author);
}

/// Hosts that must hear of an author's post beside the channels.
std::vector<federation::ExplicitRecipient> beside_channels(
    Draft const& draft, storage::PostRecord const& post, Scene const& scene
) {
    Recipients recipients(draft.source());
    if (scene.in_remote_group()) {
        recipients.add(scene.group->id);
    }
    recipients.add_named(post);
    if (scene.in_local_group()) {
        recipients.drop_covered(scene.group_channel());
    }
    return recipients.take();
}

/// What hosts that follow a group and read boosts only get of an event in it.
struct BoostForm {
    storage::ActorRecord const& signer;
    Result<std::string> json;
};

/// An author's activity about a post of theirs: wrapped by a local group, bare to everybody else.
/// @param announce_id  of the group's Announce
/// @param boost_form   used in a local group only
Result<OutgoingRows> author_rows(
    Draft const& draft,
    EventRows rows,
    storage::PostRecord const& post,
    Scene const& scene,
    std::string const& announce_id,
    Result<std::string> const& text,
    std::optional<BoostForm> boost_form
) {
    if (scene.in_local_group() && text) {
        rows.row(scene.group_channel())
            .form(
                *scene.group,
                draft.writer().wrapped(*scene.group, announce_id, *text),
                wrapped_readers
            );
        if (boost_form) {
            rows.form(boost_form->signer, std::move(boost_form->json), boost_readers);
        }
    }
    rows.row(author_channel(post), beside_channels(draft, post, scene))
        .form(scene.actor, text, everybody);
    return rows.take();
}

}  // namespace

Result<OutgoingRows> Publisher::post_created(
    storage::Txn const& txn,
    storage::PostRecord const& post,
    storage::PostBodyRecord const& body,
    storage::EntryId topic_entry
) const {
    auto const draft = begin(txn);
    auto const scene = draft.scene(post.author, post.group);
    if (!scene) {
        return std::unexpected(scene.error());
    }
    std::optional<BoostForm> boost;
    if (scene->in_local_group() && topic_entry) {
        boost.emplace(
            *scene->group,
            draft.writer().boost(
                *scene->group, site_.activity(topic_entry.value()), site_.object(post.id)
            )
        );
    }
    return author_rows(
        draft,
        draft.rows(OutgoingKind::creation, post.id),
        post,
        *scene,
        site_.activity(post.id, "announce"),
        draft.writer().post_text(scene->actor, post, body, 0),
        std::move(boost)
    );
}

Result<OutgoingRows> Publisher::post_edited(
    storage::Txn const& txn, storage::PostRecord const& post, storage::PostBodyRecord const& body
) const {
    auto const draft = begin(txn);
    auto const scene = draft.scene(post.author, post.group);
    if (!scene) {
        return std::unexpected(scene.error());
    }
    auto const text = draft.writer().post_text(scene->actor, post, body, body.version);
    auto const what = "update/" + std::to_string(body.version) + "/announce";
    bool const is_topic = post.in_reply_to == 0;
    return author_rows(
        draft,
        draft.rows(OutgoingKind::update, post.id),
        post,
        *scene,
        site_.activity(post.id, what),
        text,
        is_topic ? std::optional<BoostForm>({scene->actor, text}) : std::nullopt
    );
}

Result<OutgoingRows> Publisher::post_deleted(
    storage::Txn const& txn, storage::PostRecord const& post
) const {
    auto const draft = begin(txn);
    auto const scene = draft.scene(post.author, post.group);
    auto audience = audience_of(draft.source(), post);
    if (!scene || !audience) {
        return std::unexpected(scene ? audience.error() : scene.error());
    }
    auto gone = tombstone_document(site_, post);
    gone.deleted = std::chrono::floor<std::chrono::seconds>(draft.now());
    auto const deletion = draft.writer().make(
        ActivityType::delete_,
        scene->actor,
        site_.activity(post.id, "delete"),
        Reference::of(std::move(gone)),
        std::move(*audience)
    );
    auto const text = draft.writer().text(scene->actor, deletion);
    return author_rows(
        draft,
        draft.rows(OutgoingKind::removal, post.id),
        post,
        *scene,
        site_.activity(post.id, "delete/announce"),
        text,
        BoostForm{scene->actor, text}
    );
}

Result<OutgoingRows> Publisher::post_removed(
    storage::Txn const& txn,
    storage::PostRecord const& post,
    storage::ActorId moderator,
    std::string_view reason
) const {
    auto const draft = begin(txn);
    auto const scene = draft.scene(moderator.value(), post.group);
    if (!scene) {
        return std::unexpected(scene.error());
    }
    if (!scene->in_local_group()) {
        return OutgoingRows{};
    }
    auto const group_iri = known_iri(actor_iri(site_, *scene->group));
    auto removal = draft.writer().make(
        ActivityType::delete_,
        scene->actor,
        site_.activity(post.id, "remove"),
        Reference::to(known_iri(post_iri(site_, post))),
        {.to = {activitypub::public_iri()}, .cc = {group_iri}, .groups = {group_iri}}
    );
    removal.has_summary = true;
    removal.summary = reason.empty() ? "No reason given" : std::string(reason);
    auto const text = draft.writer().text(scene->actor, removal);
    if (!text) {
        return std::unexpected(text.error());
    }
    auto rows = draft.rows(OutgoingKind::moderation, post.id);
    rows.row(scene->group_channel())
        .form(
            *scene->group,
            draft.writer().wrapped(
                *scene->group, site_.activity(post.id, "remove/announce"), *text
            ),
            wrapped_readers
        );
    auto const entry =
        store_.entries.boost_of(txn, storage::ActorId(scene->group->id), storage::PostId(post.id));
    if (entry) {
        auto const boost = draft.writer().make(
            ActivityType::announce,
            *scene->group,
            site_.activity(entry->value()),
            Reference::to(known_iri(post_iri(site_, post))),
            draft.writer().to_everybody(*scene->group)
        );
        rows.form(*scene->group, draft.writer().undo(*scene->group, boost), boost_readers);
    }
    return rows.take();
}

}  // namespace folkmoot::node
