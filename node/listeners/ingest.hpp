// A remote object as records of a post: sanitised, capped, without what must not be fetched or
// shown. Placement (parent, group) is the caller's. No I/O but reading the given snapshot.
#pragma once

#include "activitypub/vocabulary/object.hpp"
#include "node/community/received_posts.hpp"
#include "node/listeners/listener_services.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <string>

namespace folkmoot::node {

/// Whether an object is of a type that is kept as a post: Note, Article, Page, Question, Event,
/// media. Not: Tombstone, approvals, chat messages, votes, unknown types.
bool is_postable(activitypub::Object const& object) noexcept;

/// Makes the records of a post.
/// @param object    passed check_ownership() or check_fetched(); is_postable()
/// @param author    its author, as stored
/// @param received  milliseconds since 1970; a later `published` counts as this
ReceivedPost ingest(
    storage::Txn const& txn,
    ListenerServices const& services,
    activitypub::Object const& object,
    storage::ActorRecord const& author,
    std::int64_t received
);

}  // namespace folkmoot::node
