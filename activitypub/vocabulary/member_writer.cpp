#include "activitypub/vocabulary/member_writer.hpp"

#include <utility>

namespace folkmoot::activitypub {
namespace {

using Json = nlohmann::ordered_json;

char const* type_of(MediaKind kind) noexcept {
    switch (kind) {
        case MediaKind::image:
            return "Image";
        case MediaKind::video:
            return "Video";
        case MediaKind::audio:
            return "Audio";
        case MediaKind::document:
            return "Document";
        case MediaKind::link:
            return "Link";
    }
    return "Document";
}

Json write_mention(Mention const& mention) {
    return {{"type", "Mention"}, {"href", mention.href.text()}, {"name", mention.name}};
}

Json write_hashtag(Hashtag const& hashtag) {
    Json tag = {{"type", "Hashtag"}};
    MemberWriter(tag).id("href", hashtag.href);
    tag["name"] = '#' + hashtag.name;
    return tag;
}

Json write_emoji(Emoji const& emoji) {
    Json tag = Json::object();
    MemberWriter out(tag);
    out.id("id", emoji.id);
    out.value("type", "Emoji");
    out.value("name", ':' + emoji.shortcode + ':');
    out.time("updated", emoji.updated);
    out.value("icon", write_media(emoji.icon));
    return tag;
}

Json write_group_tag(GroupTag const& label) {
    return {
        {"type", "CommunityPostTag"}, {"id", label.id.text()}, {"preferredUsername", label.name}
    };
}

Json write_object_link(ObjectLink const& link) {
    Json tag = {{"type", "Link"}, {"href", link.href.text()}};
    MemberWriter out(tag);
    out.text("rel", link.rel);
    out.text("name", link.name);
    // FEP-e232: what makes it an object rather than a page.
    out.value(
        "mediaType", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""
    );
    return tag;
}

}  // namespace

void MemberWriter::text(char const* name, std::string const& value) {
    if (!value.empty()) {
        out_[name] = value;
    }
}

void MemberWriter::flag(char const* name, bool value) {
    if (value) {
        out_[name] = true;
    }
}

void MemberWriter::id(char const* name, std::optional<Iri> const& value) {
    if (value) {
        out_[name] = value->text();
    }
}

void MemberWriter::time(char const* name, std::optional<Timestamp> const& value) {
    if (value) {
        out_[name] = format_timestamp(*value);
    }
}

void MemberWriter::ids(char const* name, std::vector<Iri> const& values) {
    if (values.empty()) {
        return;
    }
    auto& list = out_[name] = Json::array();
    for (auto const& id : values) {
        list.push_back(id.text());
    }
}

void MemberWriter::id_or_ids(char const* name, std::vector<Iri> const& values) {
    if (values.size() == 1) {
        out_[name] = values.front().text();
    } else {
        ids(name, values);
    }
}

void MemberWriter::source(std::optional<Source> const& source) {
    if (source) {
        auto& out = out_["source"] = {{"content", source->content}};
        MemberWriter(out).text("mediaType", source->media_type);
    }
}

void MemberWriter::media(char const* name, std::optional<Media> const& media) {
    if (media) {
        out_[name] = write_media(*media);
    }
}

void MemberWriter::audience(Audience const& audience) {
    ids("to", audience.to);
    ids("cc", audience.cc);
    id_or_ids("audience", audience.groups);
}

void MemberWriter::tags(Tags const& tags) {
    if (tags.empty()) {
        return;
    }
    auto& list = out_["tag"] = Json::array();
    for (auto const& mention : tags.mentions) {
        list.push_back(write_mention(mention));
    }
    for (auto const& hashtag : tags.hashtags) {
        list.push_back(write_hashtag(hashtag));
    }
    for (auto const& emoji : tags.emojis) {
        list.push_back(write_emoji(emoji));
    }
    for (auto const& label : tags.group_tags) {
        list.push_back(write_group_tag(label));
    }
    for (auto const& link : tags.links) {
        list.push_back(write_object_link(link));
    }
}

void MemberWriter::collection(char const* name, CollectionRef const& collection) {
    bool const bare = !collection.first && !collection.total_items && collection.items.empty();
    if (bare) {
        id(name, collection.id);
        return;
    }
    auto& out = out_[name] = Json::object();
    MemberWriter members(out);
    members.id("id", collection.id);
    members.value("type", "Collection");
    members.number("totalItems", collection.total_items);
    if (collection.items.empty()) {
        members.id("first", collection.first);
        return;
    }
    auto& page = out["first"] = Json::object();
    MemberWriter first(page);
    first.id("id", collection.first);
    first.value("type", "CollectionPage");
    first.id("partOf", collection.id);
    first.ids("items", collection.items);
}

void MemberWriter::attributions(std::vector<Attribution> const& attributions) {
    Json list = Json::array();
    for (auto const& attribution : attributions) {
        if (attribution.type) {
            list.push_back({{"type", to_string(*attribution.type)}, {"id", attribution.id.text()}});
        } else {
            list.push_back(attribution.id.text());
        }
    }
    if (list.size() == 1) {
        out_["attributedTo"] = std::move(list.front());
    } else if (!list.empty()) {
        out_["attributedTo"] = std::move(list);
    }
}

void MemberWriter::links(char const* name, std::vector<Link> const& links) {
    bool const plain =
        links.size() == 1 && links.front().media_type.empty() && links.front().rel.empty();
    if (plain) {
        out_[name] = links.front().href.text();
        return;
    }
    if (links.empty()) {
        return;
    }
    auto& list = out_[name] = Json::array();
    for (auto const& link : links) {
        Json entry = {{"type", "Link"}};
        MemberWriter out(entry);
        out.text("rel", link.rel);
        out.text("mediaType", link.media_type);
        out.value("href", link.href.text());
        list.push_back(std::move(entry));
    }
}

Json write_media(Media const& media) {
    Json value = {{"type", type_of(media.kind)}};
    MemberWriter out(value);
    out.text("mediaType", media.media_type);
    out.value(media.kind == MediaKind::link ? "href" : "url", media.url.text());
    // Mastodon and GoToSocial read the alt text from `summary`, Lemmy from `name`.
    out.text("name", media.alt_text);
    out.text("summary", media.alt_text);
    out.number("width", media.width);
    out.number("height", media.height);
    out.text("blurhash", media.blurhash);
    if (media.focus_x && media.focus_y) {
        out.value("focalPoint", Json::array({*media.focus_x, *media.focus_y}));
    }
    out.flag("sensitive", media.sensitive);
    return value;
}

Json write_language(Language const& language) {
    return {
        {"identifier", language.identifier},
        {"name", language.name.empty() ? language.identifier : language.name},
    };
}

}  // namespace folkmoot::activitypub
