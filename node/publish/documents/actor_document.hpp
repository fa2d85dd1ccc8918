// Actors of this node as ActivityPub documents (reference: federation, section 1.4).
#pragma once

#include "activitypub/vocabulary/actor.hpp"
#include "node/publish/documents/document_source.hpp"

namespace folkmoot::node {

/// The document of a local actor of any kind, with both its keys. Errors: not_found, internal for a
/// key that cannot be written.
Result<activitypub::Actor> actor_document(
    DocumentSource const& source, storage::ActorRecord const& actor
);

}  // namespace folkmoot::node
