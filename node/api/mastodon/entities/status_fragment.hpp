// The part of a Status that is the same for every viewer and does not count anything.
#pragma once

#include "node/api/mastodon/entities/entity_source.hpp"
#include "node/api/mastodon/fragment_cache.hpp"
#include "storage/tables/posts.hpp"

namespace folkmoot::node {

/// Tells whether a fragment is of this text of the post.
std::uint64_t status_stamp(storage::Post const& post, storage::PostBodyRecord const& body) noexcept;

/// Renders it: reads the parent, mentioned actors, tags, files and the application.
Fragment render_status(
    EntitySource const& source, storage::PostRecord const& post, storage::PostBodyRecord const& body
);

}  // namespace folkmoot::node
