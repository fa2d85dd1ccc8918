#include "node/publish/draft.hpp"
#include "node/publish/names.hpp"
#include "node/publish/publisher.hpp"
#include "node/publish/recipients.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::Activity;
using activitypub::ActivityType;
using activitypub::Reference;
using storage::OutgoingKind;

Activity follow_of(
    Draft const& draft,
    storage::ActorRecord const& follower,
    storage::ActorRecord const& followed,
    std::string const& id
) {
    auto const target = known_iri(actor_iri(draft.site(), followed));
    return draft.writer().make(
        ActivityType::follow,
        follower,
        id,
        Reference::to(target),
        {.to = {target}, .cc = {}, .groups = {}}
    );
}

/// A follow or its end, told to the host of the followed.
/// @param type  ActivityType::follow, or undo for its end
Result<OutgoingRows> follow_told(
    Draft const& draft, storage::FollowRecord const& follow, ActivityType type
) {
    auto const follower = draft.source().actor(follow.follower);
    auto const followed = draft.source().actor(follow.followed);
    if (!follower || !followed) {
        return std::unexpected((follower ? followed : follower).error());
    }
    auto const activity = follow_of(draft, *follower, *followed, draft.site().activity(follow.id));
    auto text = type == ActivityType::undo ? draft.writer().undo(*follower, activity)
                                           : draft.writer().text(*follower, activity);
    Recipients recipients(draft.source());
    recipients.add(follow.followed);
    auto rows = draft.rows(OutgoingKind::follow, follow.id);
    rows.row(storage::direct_channel, recipients.take())
        .form(*follower, std::move(text), everybody);
    return rows.take();
}

/// The remote Follow that is being answered, as its sender wrote it: id, actor, object.
Activity follow_answered(
    Draft const& draft,
    storage::FollowRecord const& follow,
    storage::ActorRecord const& follower,
    storage::ActorRecord const& followed
) {
    auto activity = follow_of(draft, follower, followed, follow.activity_iri);
    if (follow.activity_iri.empty()) {
        activity.id.reset();
    }
    activity.audience = {};
    activity.published.reset();
    return activity;
}

Result<OutgoingRows> follow_answer(
    Draft const& draft, storage::FollowRecord const& follow, ActivityType type, char const* what
) {
    auto const follower = draft.source().actor(follow.follower);
    auto const followed = draft.source().actor(follow.followed);
    if (!follower || !followed) {
        return std::unexpected((follower ? followed : follower).error());
    }
    auto const answer = draft.writer().make(
        type,
        *followed,
        draft.site().activity(follow.id, what),
        Reference::of(follow_answered(draft, follow, *follower, *followed)),
        {.to = {known_iri(follower->iri)}, .cc = {}, .groups = {}}
    );
    Recipients recipients(draft.source());
    recipients.add(follow.follower);
    auto rows = draft.rows(OutgoingKind::follow, follow.id);
    rows.row(storage::direct_channel, recipients.take())
        .form(*followed, draft.writer().text(*followed, answer), everybody);
    return rows.take();
}

}  // namespace

Result<OutgoingRows> Publisher::follow_requested(
    storage::Txn const& txn, storage::FollowRecord const& follow
) const {
    auto const draft = begin(txn);
    return follow_told(draft, follow, ActivityType::follow);
}

Result<OutgoingRows> Publisher::follow_undone(
    storage::Txn const& txn, storage::FollowRecord const& follow
) const {
    auto const draft = begin(txn);
    return follow_told(draft, follow, ActivityType::undo);
}

Result<OutgoingRows> Publisher::follow_accepted(
    storage::Txn const& txn, storage::FollowRecord const& follow
) const {
    auto const draft = begin(txn);
    return follow_answer(draft, follow, ActivityType::accept, "accept");
}

Result<OutgoingRows> Publisher::follow_rejected(
    storage::Txn const& txn, storage::FollowRecord const& follow
) const {
    auto const draft = begin(txn);
    return follow_answer(draft, follow, ActivityType::reject, "reject");
}

}  // namespace folkmoot::node
