// Posts of this node as ActivityPub objects, in the one shape that every peer takes (reference:
// federation, section 3.6; decision 3: titled topics are Articles).
#pragma once

#include "activitypub/vocabulary/object.hpp"
#include "node/publish/documents/document_source.hpp"

namespace folkmoot::node {

/// Whom a local post is addressed to, by its visibility, its group and whom it names. The group
/// comes first in `to`: Lemmy looks for it there.
Result<activitypub::Audience> audience_of(
    DocumentSource const& source, storage::PostRecord const& post
);

/// The object of a local post. Error: not_found when its author, group or parent is gone.
Result<activitypub::Object> post_document(
    DocumentSource const& source,
    storage::PostRecord const& post,
    storage::PostBodyRecord const& body
);

/// What is left of a deleted or removed local post.
activitypub::Object tombstone_document(Site const& site, storage::PostRecord const& post);

}  // namespace folkmoot::node
