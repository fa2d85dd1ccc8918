// Stored and remote files as attachments and pictures of documents, and where stored ones are
// served.
#pragma once

#include "activitypub/vocabulary/media.hpp"
#include "node/publish/documents/document_source.hpp"

#include <optional>
#include <string>

namespace folkmoot::node {

/// Path class of stored files: served with the safe headers, never as ActivityPub (threat M05).
inline constexpr std::string_view media_path_class = "/media/";

/// Path of a stored file, e.g. "/media/3f…9a.png": its name is the hash of its bytes, so that it
/// may be cached for ever and cannot be guessed.
/// @param hash  SHA-256 of the bytes
std::string media_path(std::vector<std::uint8_t> const& hash, std::string_view media_type);

/// URL of the original of a stored file.
std::string media_url(Site const& site, storage::MediaFileRecord const& media);

/// A stored picture; nothing for id 0 or a record that is gone.
std::optional<activitypub::Media> stored_picture(DocumentSource const& source, std::uint64_t id);

/// An attachment of a post, stored here or elsewhere; nothing when its record is gone.
std::optional<activitypub::Media> attachment_document(
    DocumentSource const& source, storage::AttachmentRecord const& attachment
);

}  // namespace folkmoot::node
