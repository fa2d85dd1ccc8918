#include "node/api/mastodon/entities/media_entity.hpp"

#include "node/publish/documents/media_document.hpp"

#include <string>
#include <string_view>

namespace folkmoot::node {
namespace {

/// What a MediaAttachment says, wherever the file is.
struct MediaFacts {
    std::uint64_t id{0};
    std::string_view type;
    std::string url;
    std::string preview_url;
    std::string remote_url;
    std::string_view description;
    std::string_view blurhash;
    std::uint32_t width{0};
    std::uint32_t height{0};
    float focus_x{0};
    float focus_y{0};
    std::uint32_t duration_ms{0};
};

std::string_view type_word(std::string_view media_type) noexcept {
    for (std::string_view const type : {"image", "video", "audio"}) {
        if (media_type.starts_with(type)) {
            return type;
        }
    }
    return "unknown";
}

std::string_view type_word(storage::AttachmentRecord const& attachment) noexcept {
    auto const by_type = type_word(attachment.media_type);
    if (by_type != "unknown") {
        return by_type;
    }
    switch (attachment.kind) {
        case storage::ObjectKind::image:
            return "image";
        case storage::ObjectKind::video:
            return "video";
        case storage::ObjectKind::audio:
            return "audio";
        default:
            return "unknown";
    }
}

void write_meta(JsonWriter& json, MediaFacts const& facts) {
    json.key("meta").begin_object();
    if (facts.focus_x != 0 || facts.focus_y != 0) {
        json.key("focus").begin_object();
        json.key("x").real(facts.focus_x).key("y").real(facts.focus_y);
        json.end_object();
    }
    if (facts.width != 0 && facts.height != 0) {
        json.key("original").begin_object();
        json.key("width").number(facts.width).key("height").number(facts.height);
        json.key("size").string(std::to_string(facts.width) + "x" + std::to_string(facts.height));
        json.key("aspect").real(static_cast<double>(facts.width) / facts.height);
        if (facts.duration_ms != 0) {
            json.key("duration").real(facts.duration_ms / 1000.0);
        }
        json.end_object();
    }
    json.end_object();
}

void write(JsonWriter& json, MediaFacts const& facts) {
    json.begin_object();
    json.key("id").id(facts.id);
    json.key("type").string(facts.type);
    json.key("url").text_or_null(facts.url);
    json.key("preview_url").text_or_null(facts.preview_url);
    json.key("remote_url").text_or_null(facts.remote_url);
    json.key("preview_remote_url").null();
    json.key("text_url").null();
    write_meta(json, facts);
    json.key("description").text_or_null(facts.description);
    json.key("blurhash").text_or_null(facts.blurhash);
    json.end_object();
}

/// @param id  attachments have none of their own: the post's, counted on
void write_elsewhere(
    JsonWriter& json, storage::AttachmentRecord const& attachment, std::uint64_t id
) {
    MediaFacts facts;
    facts.id = id;
    facts.type = type_word(attachment);
    facts.url = attachment.url;
    facts.remote_url = attachment.url;
    facts.preview_url = attachment.preview_url;
    if (facts.preview_url.empty() && facts.type == "image") {
        facts.preview_url = attachment.url;
    }
    facts.description = attachment.description;
    facts.blurhash = attachment.blurhash;
    facts.width = attachment.width;
    facts.height = attachment.height;
    facts.focus_x = attachment.focus_x;
    facts.focus_y = attachment.focus_y;
    write(json, facts);
}

}  // namespace

void write_media(JsonWriter& json, Site const& site, storage::MediaFileRecord const& media) {
    MediaFacts facts;
    facts.id = media.id;
    facts.type = type_word(media.media_type);
    facts.url = media_url(site, media);
    if (!media.preview_hash.empty()) {
        facts.preview_url = site.media(media_path(media.preview_hash, media.preview_type));
    } else if (facts.type == "image") {
        facts.preview_url = facts.url;
    }
    facts.remote_url = media.remote_url;
    facts.description = media.description;
    facts.blurhash = media.blurhash;
    facts.width = media.width;
    facts.height = media.height;
    facts.focus_x = media.focus_x;
    facts.focus_y = media.focus_y;
    facts.duration_ms = media.duration_ms;
    write(json, facts);
}

void write_attachments(
    JsonWriter& json, EntitySource const& source, storage::PostRecord const& post
) {
    json.begin_array();
    auto id = post.id;
    for (auto const& attachment : post.attachments) {
        ++id;
        if (attachment.media == 0) {
            write_elsewhere(json, attachment, id);
            continue;
        }
        auto const media =
            source.tables.media_files.load(source.txn, storage::MediaId(attachment.media));
        if (media) {
            write_media(json, source.site, *media);
        }
    }
    json.end_array();
}

}  // namespace folkmoot::node
