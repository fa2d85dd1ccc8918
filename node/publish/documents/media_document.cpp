#include "node/publish/documents/media_document.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

using activitypub::Media;
using activitypub::MediaKind;

struct Extension {
    std::string_view media_type;
    std::string_view extension;
};

/// The types that may be shown or played in place; others get no extension.
constexpr auto extensions = std::to_array<Extension>({
    {"audio/mpeg", ".mp3"},
    {"audio/ogg", ".ogg"},
    {"image/gif", ".gif"},
    {"image/jpeg", ".jpg"},
    {"image/png", ".png"},
    {"image/webp", ".webp"},
    {"video/mp4", ".mp4"},
    {"video/webm", ".webm"},
});

MediaKind kind_of(std::string_view media_type) {
    if (media_type.starts_with("image/")) {
        return MediaKind::image;
    }
    if (media_type.starts_with("video/")) {
        return MediaKind::video;
    }
    return media_type.starts_with("audio/") ? MediaKind::audio : MediaKind::document;
}

std::optional<std::int64_t> pixels(std::uint32_t value) {
    return value == 0 ? std::nullopt : std::optional<std::int64_t>(value);
}

Media from_record(Site const& site, storage::MediaFileRecord const& record) {
    Media media;
    media.kind = kind_of(record.media_type);
    media.url = known_iri(media_url(site, record));
    media.media_type = record.media_type;
    media.alt_text = record.description;
    media.blurhash = record.blurhash;
    media.width = pixels(record.width);
    media.height = pixels(record.height);
    if (record.focus_x != 0 || record.focus_y != 0) {
        media.focus_x = record.focus_x;
        media.focus_y = record.focus_y;
    }
    return media;
}

}  // namespace

std::string media_path(std::vector<std::uint8_t> const& hash, std::string_view media_type) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string path(media_path_class);
    for (auto const byte : hash) {
        path += digits[byte >> 4U];
        path += digits[byte & 15U];
    }
    auto const known = std::ranges::find(extensions, media_type, &Extension::media_type);
    if (known != extensions.end()) {
        path += known->extension;
    }
    return path;
}

std::string media_url(Site const& site, storage::MediaFileRecord const& media) {
    return site.media(media_path(media.hash, media.media_type));
}

std::optional<Media> stored_picture(DocumentSource const& source, std::uint64_t id) {
    if (id == 0) {
        return std::nullopt;
    }
    auto const record = source.tables.media_files.load(source.txn, storage::MediaId(id));
    return record ? std::optional(from_record(source.site, *record)) : std::nullopt;
}

std::optional<Media> attachment_document(
    DocumentSource const& source, storage::AttachmentRecord const& attachment
) {
    if (attachment.media != 0) {
        return stored_picture(source, attachment.media);
    }
    Media media;
    media.kind = kind_of(attachment.media_type);
    media.url = known_iri(attachment.url);
    media.media_type = attachment.media_type;
    media.alt_text = attachment.description;
    media.blurhash = attachment.blurhash;
    media.width = pixels(attachment.width);
    media.height = pixels(attachment.height);
    return media;
}

}  // namespace folkmoot::node
