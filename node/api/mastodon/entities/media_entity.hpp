// MediaAttachment (Mastodon API: /entities/MediaAttachment).
#pragma once

#include "node/api/mastodon/entities/entity_source.hpp"
#include "node/api/mastodon/json_writer.hpp"
#include "storage/schema/media.hpp"
#include "storage/schema/posts.hpp"

namespace folkmoot::node {

/// A file that is stored here.
void write_media(JsonWriter& json, Site const& site, storage::MediaFileRecord const& media);

/// The files of a post, stored here or elsewhere, as an array. Ones whose record is gone are left
/// out.
void write_attachments(
    JsonWriter& json, EntitySource const& source, storage::PostRecord const& post
);

}  // namespace folkmoot::node
