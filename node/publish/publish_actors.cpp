#include "node/publish/documents/actor_document.hpp"
#include "node/publish/draft.hpp"
#include "node/publish/names.hpp"
#include "node/publish/publisher.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::ActivityType;
using activitypub::Reference;
using storage::OutgoingKind;

}  // namespace

Result<OutgoingRows> Publisher::actor_updated(
    storage::Txn const& txn, storage::ActorRecord const& actor
) const {
    auto const draft = begin(txn);
    auto document = actor_document(draft.source(), actor);
    if (!document) {
        return std::unexpected(document.error());
    }
    auto const id = actor_iri(site_, actor) + "#updates/" + std::to_string(actor.updated);
    auto const text = draft.writer().text(
        actor,
        draft.writer().make(
            ActivityType::update,
            actor,
            id,
            Reference::of(std::move(*document)),
            draft.writer().to_everybody(actor)
        )
    );
    if (!text) {
        return std::unexpected(text.error());
    }
    auto rows = draft.rows(OutgoingKind::update, actor.id);
    rows.row(storage::Channel(actor.id));
    if (actor.kind == storage::ActorKind::group) {
        rows.form(actor, draft.writer().wrapped(actor, id + "/announce", *text), wrapped_readers)
            .form(actor, text, boost_readers);
    } else {
        rows.form(actor, text, everybody);
    }
    return rows.take();
}

Result<OutgoingRows> Publisher::actor_deleted(
    storage::Txn const& txn, storage::ActorRecord const& actor
) const {
    auto const draft = begin(txn);
    auto const iri = actor_iri(site_, actor);
    auto rows = draft.rows(OutgoingKind::removal, actor.id);
    rows.row(storage::Channel(actor.id))
        .form(
            actor,
            draft.writer().text(
                actor,
                draft.writer().make(
                    ActivityType::delete_,
                    actor,
                    iri + "#delete",
                    Reference::to(known_iri(iri)),
                    draft.writer().to_everybody(actor)
                )
            ),
            everybody
        );
    return rows.take();
}

}  // namespace folkmoot::node
