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

Result<OutgoingRows> Publisher::relayed(
    storage::Txn const& txn, storage::ActorRecord const& group, RelayedActivity const& activity
) const {
    auto const draft = begin(txn);
    auto rows = draft.rows(activity.kind, activity.object.value());
    rows.row(storage::Channel(group.id))
        .form(
            group,
            draft.writer().wrapped(group, site_.activity(activity.id.value()), activity.raw),
            wrapped_readers
        );
    if (!activity.object_iri.empty() && activity.topic_entry) {
        rows.form(
            group,
            draft.writer().boost(
                group, site_.activity(activity.topic_entry.value()), activity.object_iri
            ),
            boost_readers
        );
    }
    return rows.take();
}

Result<OutgoingRows> Publisher::activity_refused(
    storage::Txn const& txn,
    storage::ActorRecord const& group,
    storage::ActorRecord const& sender,
    std::string_view activity_iri,
    std::string_view reason
) const {
    auto const draft = begin(txn);
    auto rejection = draft.writer().make(
        ActivityType::reject,
        group,
        actor_iri(site_, group) + "#refusals/" + std::to_string(store_.ids().next()),
        Reference::to(known_iri(std::string(activity_iri))),
        {.to = {known_iri(actor_iri(site_, sender))}, .cc = {}, .groups = {}}
    );
    rejection.has_summary = true;
    rejection.summary = std::string(reason);
    Recipients recipients(draft.source());
    recipients.add(sender.id);
    auto rows = draft.rows(OutgoingKind::other, 0);
    rows.row(storage::direct_channel, recipients.take())
        .form(group, draft.writer().text(group, rejection), everybody);
    return rows.take();
}

}  // namespace folkmoot::node
