#include "node/publish/draft.hpp"
#include "node/publish/names.hpp"
#include "node/publish/publisher.hpp"
#include "node/publish/recipients.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::ActivityType;
using activitypub::Reference;
using storage::OutgoingKind;

}  // namespace

Result<OutgoingRows> Publisher::boosted(
    storage::Txn const& txn, storage::LogEntryRecord const& entry, storage::PostRecord const& post
) const {
    auto const draft = begin(txn);
    auto const actor = draft.source().actor(entry.actor);
    auto const author = draft.source().actor(post.author);
    if (!actor || !author) {
        return std::unexpected((actor ? author : actor).error());
    }
    Recipients recipients(draft.source());
    recipients.add(post.author);
    auto rows = draft.rows(OutgoingKind::creation, entry.id);
    rows.row(storage::Channel(actor->id), recipients.take())
        .form(
            *actor,
            draft.writer().boost(
                *actor,
                site_.activity(entry.id),
                post_iri(site_, post),
                {known_iri(actor_iri(site_, *author))}
            ),
            everybody
        );
    return rows.take();
}

Result<OutgoingRows> Publisher::boost_removed(
    storage::Txn const& txn, storage::LogEntryRecord const& entry, storage::PostRecord const& post
) const {
    auto const draft = begin(txn);
    auto const actor = draft.source().actor(entry.actor);
    if (!actor) {
        return std::unexpected(actor.error());
    }
    Recipients recipients(draft.source());
    recipients.add(post.author);
    auto const boost = draft.writer().make(
        ActivityType::announce,
        *actor,
        site_.activity(entry.id),
        Reference::to(known_iri(post_iri(site_, post))),
        draft.writer().to_everybody(*actor)
    );
    auto rows = draft.rows(OutgoingKind::removal, entry.id);
    rows.row(storage::Channel(actor->id), recipients.take())
        .form(*actor, draft.writer().undo(*actor, boost), everybody);
    return rows.take();
}

}  // namespace folkmoot::node
