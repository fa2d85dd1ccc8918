#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/member_reader.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

constexpr std::int64_t max_pixels = 100'000;
constexpr std::size_t max_blurhash_bytes = 128;
constexpr std::size_t max_media_type_bytes = 128;

std::optional<MediaKind> kind_of(std::string_view type) {
    if (type == "Image") {
        return MediaKind::image;
    }
    if (type == "Video") {
        return MediaKind::video;
    }
    if (type == "Audio") {
        return MediaKind::audio;
    }
    if (type == "Document") {
        return MediaKind::document;
    }
    if (type == "Link" || type == "Page") {
        return MediaKind::link;
    }
    return std::nullopt;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// "Image/PNG; q=1" as "image/png"; empty for what is no media type.
std::string media_type_of(json const& value) {
    auto const given = get_string(value, "mediaType").value_or("");
    auto type = lower(std::string(given.substr(0, given.find(';'))));
    bool const usable = type.size() <= max_media_type_bytes && type.contains('/') &&
                        std::ranges::all_of(type, [](char c) { return c > ' ' && c < '\x7F'; });
    return usable ? type : std::string();
}

/// The address of a media value and the media type said beside it.
struct Address {
    Iri url;
    std::string media_type;
};

std::optional<Address> address_of(json const& value, IriPolicy policy) {
    if (auto const text = as_string(value)) {
        auto url = Iri::parse(*text, policy.for_links(), Fragment::allowed);
        return url ? std::optional(Address{std::move(*url), {}}) : std::nullopt;
    }
    if (!value.is_object()) {
        return std::nullopt;
    }
    auto const* name = find_member(value, "url") == nullptr ? "href" : "url";
    for (auto const* entry : get_list(value, name)) {
        auto const text = entry->is_object() ? get_string(*entry, "href") : as_string(*entry);
        if (!text) {
            continue;
        }
        if (auto url = Iri::parse(*text, policy.for_links(), Fragment::allowed)) {
            return Address{
                std::move(*url), entry->is_object() ? media_type_of(*entry) : std::string()
            };
        }
    }
    return std::nullopt;
}

std::string alt_text_of(json const& value) {
    for (auto const* name : {"summary", "name"}) {
        auto const text = get_string(value, name);
        if (text && !text->empty()) {
            return std::string(truncate_utf8(clean_text(*text), limits::keep_alt_text_bytes));
        }
    }
    return {};
}

void read_focus(json const& value, Media& media) {
    auto const* point = find_member(value, "focalPoint");
    if (point == nullptr || !point->is_array() || point->size() != 2) {
        return;
    }
    json const pair = {{"x", point->at(0)}, {"y", point->at(1)}};
    auto const x = get_number(pair, "x", -1, 1);
    auto const y = get_number(pair, "y", -1, 1);
    if (x && y) {
        media.focus_x = x;
        media.focus_y = y;
    }
}

bool is_shortcode(std::string_view name) noexcept {
    return name.size() >= 2 && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_';
           });
}

std::optional<Emoji> read_emoji(json const& value, IriPolicy policy) {
    auto name = get_string(value, "name").value_or("");
    if (name.size() >= 2 && name.starts_with(':') && name.ends_with(':')) {
        name = name.substr(1, name.size() - 2);
    }
    auto const icons = get_list(value, "icon");
    auto media = icons.empty() ? std::nullopt : read_media(*icons.front(), policy);
    if (!is_shortcode(name) || !media) {
        return std::nullopt;
    }
    MemberReader in(value, policy, "tag");
    media->kind = MediaKind::image;
    return Emoji{in.id("id"), std::string(name), std::move(*media), in.time("updated")};
}

void read_tag(json const& value, IriPolicy policy, Tags& tags) {
    MemberReader in(value, policy, "tag");
    auto const type = get_string(value, "type").value_or("");
    auto const name = clean_line(get_string(value, "name").value_or(""));
    if (name.size() > limits::max_name_bytes) {
        return;
    }
    if (type == "Mention") {
        if (auto href = in.id("href")) {
            tags.mentions.push_back({std::move(*href), name});
        }
    } else if (type == "Hashtag") {
        auto word = name.starts_with('#') ? name.substr(1) : name;
        if (!word.empty()) {
            tags.hashtags.push_back({std::move(word), in.link("href")});
        }
    } else if (type == "Emoji" && tags.emojis.size() < limits::keep_emojis) {
        if (auto emoji = read_emoji(value, policy)) {
            tags.emojis.push_back(std::move(*emoji));
        }
    } else if (type == "CommunityPostTag") {
        auto label = clean_line(get_string(value, "preferredUsername").value_or(name));
        auto id = in.id("id");
        if (id && !label.empty() && label.size() <= limits::max_name_bytes) {
            tags.group_tags.push_back({std::move(*id), std::move(label)});
        }
    } else if (type == "Link") {
        if (auto href = in.id("href")) {
            tags.links.push_back({std::move(*href), in.token("rel", 256), name});
        }
    }
}

}  // namespace

std::optional<Media> read_media(json const& value, IriPolicy policy) {
    auto address = address_of(value, policy);
    if (!address) {
        return std::nullopt;
    }
    Media media;
    media.url = std::move(address->url);
    if (!value.is_object()) {
        media.kind = MediaKind::image;
        return media;
    }
    auto const kind = kind_of(get_string(value, "type").value_or("Document"));
    if (!kind) {
        return std::nullopt;
    }
    media.kind = *kind;
    media.media_type = media_type_of(value);
    if (media.media_type.empty()) {
        media.media_type = std::move(address->media_type);
    }
    media.alt_text = alt_text_of(value);
    MemberReader in(value, policy, "media");
    media.blurhash = in.token("blurhash", max_blurhash_bytes);
    media.width = get_integer(value, "width", 1, max_pixels);
    media.height = get_integer(value, "height", 1, max_pixels);
    media.sensitive = in.flag("sensitive");
    read_focus(value, media);
    return media;
}

Tags read_tags(std::vector<json const*> const& entries, IriPolicy policy) {
    Tags tags;
    for (auto const* entry : entries) {
        read_tag(*entry, policy, tags);
    }
    return tags;
}

}  // namespace folkmoot::activitypub
