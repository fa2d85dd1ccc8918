#include "node/publish/draft.hpp"
#include "node/publish/names.hpp"
#include "node/publish/publisher.hpp"
#include "node/publish/recipients.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::Activity;
using activitypub::ActivityType;
using activitypub::Audience;
using activitypub::Reference;
using storage::OutgoingKind;

Activity like_of(
    Draft const& draft,
    Scene const& scene,
    storage::ReactionRecord const& reaction,
    storage::PostRecord const& post
) {
    auto const& site = draft.site();
    Audience audience;
    if (scene.group) {
        auto const group = known_iri(actor_iri(site, *scene.group));
        audience.to.push_back(group);
        audience.to.push_back(activitypub::public_iri());
        audience.groups.push_back(group);
    } else if (auto const author = draft.source().actor(post.author)) {
        audience.to.push_back(known_iri(actor_iri(site, *author)));
    }
    auto const type = reaction.kind == storage::ReactionKind::dislike ? ActivityType::dislike
                                                                      : ActivityType::like;
    return draft.writer().make(
        type,
        scene.actor,
        site.activity(reaction.id),
        Reference::to(known_iri(post_iri(site, post))),
        std::move(audience)
    );
}

/// A vote or its end: announced by a local group, told to the author's host and to a remote
/// group's.
Result<OutgoingRows> reaction_rows(
    Draft const& draft,
    storage::ReactionRecord const& reaction,
    storage::PostRecord const& post,
    bool undone
) {
    auto const loaded = draft.scene(reaction.actor, post.group);
    if (!loaded) {
        return std::unexpected(loaded.error());
    }
    auto const& scene = *loaded;
    auto const like = like_of(draft, scene, reaction, post);
    auto const text =
        undone ? draft.writer().undo(scene.actor, like) : draft.writer().text(scene.actor, like);
    auto const announce_id =
        draft.site().activity(reaction.id, undone ? "undo/announce" : "announce");
    auto rows = draft.rows(OutgoingKind::vote, reaction.id);
    bool hidden = false;
    if (scene.in_local_group()) {
        auto const settings = draft.source().tables.group_settings.load(
            draft.source().txn, storage::ActorId(scene.group->id)
        );
        hidden = settings && settings->hide_votes;
        if (!hidden && text) {
            rows.row(scene.group_channel())
                .form(
                    *scene.group,
                    draft.writer().wrapped(*scene.group, announce_id, *text),
                    wrapped_readers
                );
        }
    }
    Recipients recipients(draft.source());
    recipients.add(post.author);
    if (scene.in_remote_group()) {
        recipients.add(scene.group->id);
    } else if (scene.in_local_group() && !hidden) {
        recipients.drop_covered(scene.group_channel());
    }
    rows.row(storage::direct_channel, recipients.take()).form(scene.actor, text, everybody);
    return rows.take();
}

}  // namespace

Result<OutgoingRows> Publisher::reaction_added(
    storage::Txn const& txn,
    storage::ReactionRecord const& reaction,
    storage::PostRecord const& post
) const {
    return reaction_rows(begin(txn), reaction, post, false);
}

Result<OutgoingRows> Publisher::reaction_removed(
    storage::Txn const& txn,
    storage::ReactionRecord const& reaction,
    storage::PostRecord const& post
) const {
    return reaction_rows(begin(txn), reaction, post, true);
}

}  // namespace folkmoot::node
