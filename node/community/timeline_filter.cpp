#include "node/community/timeline_filter.hpp"

namespace folkmoot::node {

using storage::ActorId;

Result<bool> TimelineFilter::is_unwanted(ActorId actor) {
    if (!viewer_.actor || viewer_.actor == actor) {
        return false;
    }
    if (auto const known = unwanted_.find(actor.value()); known != unwanted_.end()) {
        return known->second;
    }
    auto const blocks = tables_.blocks.exists(txn_, viewer_.actor, actor);
    if (!blocks) {
        return failed(blocks.error());
    }
    auto const mute = tables_.mutes.between(txn_, viewer_.actor, actor, now_);
    if (!mute && mute.error().code != storage::ErrorCode::not_found) {
        return failed(mute.error());
    }
    return unwanted_[actor.value()] = *blocks || mute.has_value();
}

Result<std::optional<storage::PostRecord>> TimelineFilter::shown(
    storage::EntryRow const& row, ActorId wanted_actor
) {
    auto post = tables_.posts.load(txn_, row.object);
    if (!post) {
        if (post.error().code == storage::ErrorCode::not_found) {
            return std::nullopt;
        }
        return failed(post.error());
    }
    for (auto const actor : {row.actor, ActorId(post->author)}) {
        auto const unwanted = actor == wanted_actor ? Result<bool>(false) : is_unwanted(actor);
        if (!unwanted) {
            return std::unexpected(unwanted.error());
        }
        if (*unwanted) {
            return std::nullopt;
        }
    }
    // A timeline shows what is there; posts that wait or were removed are found on their own pages.
    if (post->state != storage::PostState::normal) {
        return std::nullopt;
    }
    auto const seen = judge_.may_see(*post);
    if (!seen) {
        return std::unexpected(seen.error());
    }
    return *seen ? std::optional(std::move(*post)) : std::nullopt;
}

storage::EntryRow row_of(storage::PostRecord const& post) {
    return {
        .id = storage::EntryId(post.id),
        .kind = storage::EntryKind::post,
        .actor = ActorId(post.author),
        .object = storage::PostId(post.id),
        .group = ActorId(post.group),
        .visibility = post.visibility
    };
}

}  // namespace folkmoot::node
