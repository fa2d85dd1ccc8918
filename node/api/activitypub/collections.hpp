// Collections that hang on actors and objects: counts where the items are nobody's business, items
// where they are public (RULE 1.4b; threat P05).
#pragma once

#include "node/access/viewer.hpp"
#include "node/app/app.hpp"
#include "node/publish/documents/document_source.hpp"

#include <cstdint>
#include <string>

namespace folkmoot::node {

/// Items on one page of an outbox or a conversation.
inline constexpr std::size_t outbox_page_size = 50;
inline constexpr std::size_t context_page_size = 100;

/// A collection that tells its size only: followers, following, likes, shares.
std::string counted_collection(std::string const& id, std::uint64_t total);

/// What an actor published, newest first: a group's Announces, a member's Creates, unpaged for the
/// first items, because Lemmy reads nothing else.
Result<std::string> outbox_collection(
    App& app, DocumentSource const& source, storage::ActorRecord const& actor
);

/// Pinned topics of a group: whole objects (Lemmy wants them so); empty for members.
Result<std::string> featured_collection(
    DocumentSource const& source, storage::ActorRecord const& actor
);

/// Moderators of a group, highest first.
Result<std::string> moderators_collection(
    DocumentSource const& source, storage::ActorRecord const& group
);

/// The conversation below a topic in order of arrival, root first, as ids (FEP-7888, FEP-f228).
/// @param page  0: the collection; from 1: a page of it
Result<std::string> context_collection(
    DocumentSource const& source,
    Viewer const& viewer,
    storage::PostRecord const& root,
    std::uint32_t page
);

/// Direct replies to a post, as ids.
Result<std::string> replies_collection(
    DocumentSource const& source, Viewer const& viewer, storage::PostRecord const& post
);

}  // namespace folkmoot::node
