#include "activitypub/vocabulary/member_reader.hpp"

#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace folkmoot::activitypub {

using nlohmann::json;

void MemberReader::refuse(ErrorCode code, std::string_view rule) {
    refuse(Error{code, std::string(rule)});
}

void MemberReader::refuse(Error error) {
    if (!error_) {
        error_ = std::move(error);
    }
}

json const* MemberReader::member(std::string_view name) const {
    auto const* value = find_member(document_, name);
    return value != nullptr && value->is_array() && value->empty() ? nullptr : value;
}

std::string MemberReader::text(std::string_view name, std::size_t cap) {
    auto const* value = member(name);
    if (value == nullptr) {
        return {};
    }
    auto const text = as_string(*value);
    if (!text) {
        refuse(ErrorCode::wrong_type, rule(name));
        return {};
    }
    if (text->size() > cap) {
        refuse(ErrorCode::too_large, rule(name));
        return {};
    }
    return std::string(*text);
}

std::string MemberReader::line(std::string_view name, std::size_t cap) {
    return clean_line(text(name, cap));
}

std::string MemberReader::lines(std::string_view name, std::size_t cap) {
    return clean_text(text(name, cap));
}

std::string MemberReader::token(std::string_view name, std::size_t cap) {
    auto const value = get_string(document_, name);
    bool const usable = value && value->size() <= cap &&
                        std::ranges::all_of(*value, [](char c) { return c > ' ' && c < '\x7F'; });
    return usable ? std::string(*value) : std::string();
}

bool MemberReader::flag(std::string_view name) const {
    return get_bool(document_, name).value_or(false);
}

std::optional<Timestamp> MemberReader::time(std::string_view name) {
    auto const* value = member(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    auto const text = as_string(*value);
    if (!text) {
        refuse(ErrorCode::wrong_type, rule(name));
        return std::nullopt;
    }
    return parse_timestamp(*text);
}

std::optional<Iri> MemberReader::own_id(Fragment fragment) {
    auto const* value = find_member(document_, "id");
    if (value == nullptr) {
        return std::nullopt;
    }
    auto const text = as_string(*value);
    if (!text) {
        refuse(ErrorCode::wrong_type, rule("id"));
        return std::nullopt;
    }
    auto id = Iri::parse(*text, policy_, fragment);
    if (!id) {
        refuse(Error{id.error().code, rule("id: ") + id.error().detail});
        return std::nullopt;
    }
    return std::move(*id);
}

std::vector<json const*> MemberReader::references(std::string_view name) {
    auto entries = get_list(document_, name);
    for (auto const* entry : entries) {
        if (!entry->is_string() && !entry->is_object()) {
            refuse(ErrorCode::wrong_type, rule(name));
            return {};
        }
    }
    return entries;
}

std::optional<Iri> MemberReader::id(std::string_view name, Fragment fragment) {
    for (auto const* entry : references(name)) {
        if (auto const text = as_id(*entry)) {
            if (auto id = Iri::parse(*text, policy_, fragment)) {
                return std::move(*id);
            }
        }
    }
    return std::nullopt;
}

std::optional<Iri> MemberReader::link(std::string_view name) {
    auto const text = get_id(document_, name);
    if (!text) {
        return std::nullopt;
    }
    auto link = Iri::parse(*text, policy_.for_links(), Fragment::allowed);
    return link ? std::optional(std::move(*link)) : std::nullopt;
}

std::vector<Iri> MemberReader::ids(std::string_view name, std::size_t keep) {
    auto const entries = references(name);
    if (entries.size() > limits::max_list_entries) {
        refuse(ErrorCode::too_large, rule(name));
        return {};
    }
    std::vector<Iri> ids;
    for (auto const* entry : entries) {
        auto const text = as_id(*entry);
        if (!text || ids.size() == keep) {
            continue;
        }
        auto id =
            is_public_collection(*text) ? Result<Iri>(public_iri()) : Iri::parse(*text, policy_);
        if (id && std::ranges::find(ids, *id) == ids.end()) {
            ids.push_back(std::move(*id));
        }
    }
    return ids;
}

json const* MemberReader::object(std::string_view name) {
    auto const* value = member(name);
    if (value == nullptr || value->is_string()) {
        return nullptr;
    }
    if (!value->is_object()) {
        refuse(ErrorCode::wrong_type, rule(name));
        return nullptr;
    }
    return value;
}

std::vector<json const*> MemberReader::objects(std::string_view name, std::size_t cap) {
    auto const* value = member(name);
    if (value == nullptr) {
        return {};
    }
    if (!value->is_structured() && !value->is_string()) {
        refuse(ErrorCode::wrong_type, rule(name));
        return {};
    }
    auto entries = as_list(*value);
    if (entries.size() > cap) {
        refuse(ErrorCode::too_large, rule(name));
        return {};
    }
    std::erase_if(entries, [](json const* entry) { return !entry->is_object(); });
    return entries;
}

std::vector<Link> MemberReader::links(std::string_view name) {
    auto const entries = references(name);
    if (entries.size() > limits::max_list_entries) {
        refuse(ErrorCode::too_large, rule(name));
        return {};
    }
    std::vector<Link> links;
    for (auto const* entry : entries) {
        auto const address = entry->is_object() ? get_string(*entry, "href") : as_string(*entry);
        if (!address || links.size() == limits::keep_links) {
            continue;
        }
        auto href = Iri::parse(*address, policy_.for_links(), Fragment::allowed);
        if (!href) {
            continue;
        }
        MemberReader in(*entry, policy_, scope_);
        links.push_back({std::move(*href), in.token("mediaType", 128), in.token("rel", 256)});
    }
    return links;
}

std::optional<Media> MemberReader::picture(std::string_view name) {
    auto const entries = references(name);
    if (entries.size() > limits::max_list_entries) {
        refuse(ErrorCode::too_large, rule(name));
        return std::nullopt;
    }
    std::optional<Media> largest;
    for (auto const* entry : entries) {
        auto media = read_media(*entry, policy_);
        if (media && (!largest || media->width.value_or(0) > largest->width.value_or(0))) {
            media->kind = MediaKind::image;
            largest = std::move(media);
        }
    }
    return largest;
}

std::vector<Media> MemberReader::attachments() {
    std::vector<Media> attachments;
    for (auto const* entry : objects("attachment")) {
        if (attachments.size() == limits::keep_attachments) {
            break;
        }
        if (auto media = read_media(*entry, policy_)) {
            attachments.push_back(std::move(*media));
        }
    }
    return attachments;
}

std::optional<Source> MemberReader::source() {
    auto const* value = member("source");
    if (value == nullptr || !value->is_object()) {
        return std::nullopt;
    }
    MemberReader in(*value, policy_, scope_);
    Source source{in.text("content", limits::max_content_bytes), in.token("mediaType", 128)};
    if (in.failed()) {
        refuse(ErrorCode::wrong_type, rule("source"));
    }
    return source;
}

Language MemberReader::language() {
    constexpr std::size_t max_word_bytes = 128;
    Language language{token("identifier", max_word_bytes), {}};
    auto const name = clean_line(get_string(document_, "name").value_or(""));
    if (name != language.identifier) {
        language.name = truncate_utf8(name, max_word_bytes);
    }
    return language;
}

Tags MemberReader::tags() {
    return read_tags(objects("tag", limits::max_tags), policy_);
}

std::vector<Iri> MemberReader::recipients(std::string_view name) {
    auto const entries = references(name);
    if (entries.size() > limits::max_recipients) {
        refuse(ErrorCode::too_large, rule("recipients"));
        return {};
    }
    for (auto const* entry : entries) {
        if (!as_id(*entry)) {
            refuse(ErrorCode::wrong_type, rule(name));
            return {};
        }
    }
    return ids(name, limits::max_recipients);
}

Audience MemberReader::audience() {
    Audience audience{recipients("to"), recipients("cc"), recipients("audience")};
    if (audience.to.size() + audience.cc.size() > limits::max_recipients) {
        refuse(ErrorCode::too_large, rule("recipients"));
    }
    return audience;
}

std::vector<Attribution> MemberReader::attributions() {
    // Pleroma's ChatMessage names its author `actor`.
    auto const* name = member("attributedTo") == nullptr ? "actor" : "attributedTo";
    std::vector<Attribution> attributions;
    for (auto const* entry : references(name)) {
        auto const text = as_id(*entry);
        auto id = text ? Iri::parse(*text, policy_)
                       : Result<Iri>(std::unexpected(Error{ErrorCode::missing, {}}));
        if (!id) {
            refuse(ErrorCode::malformed, rule(name));
            return {};
        }
        if (attributions.size() == limits::keep_attributions) {
            refuse(ErrorCode::too_large, rule(name));
            return {};
        }
        auto const type = entry->is_object() ? get_string(*entry, "type") : std::nullopt;
        attributions.push_back({std::move(*id), type ? actor_type(*type) : std::nullopt});
    }
    return attributions;
}

CollectionRef MemberReader::collection(std::string_view name) {
    CollectionRef found;
    auto const* value = member(name);
    if (value == nullptr || value->is_number() || value->is_boolean()) {
        return found;
    }
    constexpr std::size_t keep = 100;
    auto const add_items = [&](json const& holder) {
        MemberReader in(holder, policy_, scope_);
        for (auto const* list : {"items", "orderedItems"}) {
            for (auto const* entry : get_list(holder, list)) {
                auto const text = as_id(*entry);
                auto id = text ? Iri::parse(*text, policy_) : std::unexpected(Error{});
                if (id && found.items.size() < keep) {
                    found.items.push_back(std::move(*id));
                }
            }
        }
    };
    if (value->is_array()) {
        add_items(json{{"items", *value}});
        return found;
    }
    found.id = id(name);
    if (!value->is_object()) {
        return found;
    }
    MemberReader in(*value, policy_, scope_);
    found.total_items =
        get_integer(*value, "totalItems", 0, std::numeric_limits<std::int64_t>::max());
    add_items(*value);
    if (auto const* first = find_member(*value, "first")) {
        found.first = in.id("first");
        add_items(*first);
    }
    return found;
}

}  // namespace folkmoot::activitypub
