#include "activitypub/json/getters.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

namespace folkmoot::activitypub {

using nlohmann::json;

json const* find_member(json const& object, std::string_view name) {
    if (!object.is_object()) {
        return nullptr;
    }
    auto const found = object.find(name);
    if (found == object.end() || found->is_null()) {
        return nullptr;
    }
    return &*found;
}

std::optional<std::string_view> as_string(json const& value) {
    auto const* text = value.get_ptr<json::string_t const*>();
    if (text == nullptr) {
        return std::nullopt;
    }
    return *text;
}

std::optional<std::string_view> get_string(json const& object, std::string_view name) {
    auto const* member = find_member(object, name);
    return member == nullptr ? std::nullopt : as_string(*member);
}

std::optional<bool> get_bool(json const& object, std::string_view name) {
    auto const* member = find_member(object, name);
    auto const* value = member == nullptr ? nullptr : member->get_ptr<json::boolean_t const*>();
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> get_integer(
    json const& object, std::string_view name, std::int64_t low, std::int64_t high
) {
    auto const number =
        get_number(object, name, static_cast<double>(low), static_cast<double>(high));
    if (!number) {
        return std::nullopt;
    }
    auto const* exact = find_member(object, name)->get_ptr<json::number_integer_t const*>();
    if (exact != nullptr) {
        return *exact >= low && *exact <= high ? std::optional(*exact) : std::nullopt;
    }
    // Beyond 2^53 a double is no longer the number that was written.
    constexpr double exact_limit = 9007199254740992.0;
    if (std::trunc(*number) != *number || std::abs(*number) > exact_limit) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*number);
}

std::optional<double> get_number(
    json const& object, std::string_view name, double low, double high
) {
    auto const* member = find_member(object, name);
    if (member == nullptr || !member->is_number()) {
        return std::nullopt;
    }
    auto const value = member->get<double>();
    return value >= low && value <= high ? std::optional(value) : std::nullopt;
}

json const* get_object(json const& object, std::string_view name) {
    auto const* member = find_member(object, name);
    return member != nullptr && member->is_object() ? member : nullptr;
}

std::vector<json const*> as_list(json const& value) {
    std::vector<json const*> entries;
    if (!value.is_array()) {
        if (!value.is_null()) {
            entries.push_back(&value);
        }
        return entries;
    }
    entries.reserve(value.size());
    for (auto const& entry : value) {
        if (!entry.is_null()) {
            entries.push_back(&entry);
        }
    }
    return entries;
}

std::vector<json const*> get_list(json const& object, std::string_view name) {
    auto const* member = find_member(object, name);
    return member == nullptr ? std::vector<json const*>{} : as_list(*member);
}

std::optional<std::string_view> as_id(json const& value) {
    if (value.is_object()) {
        auto const id = get_string(value, "id");
        return id ? id : get_string(value, "href");
    }
    return as_string(value);
}

std::optional<std::string_view> get_id(json const& object, std::string_view name) {
    auto const entries = get_list(object, name);
    return entries.size() == 1 ? as_id(*entries.front()) : std::nullopt;
}

std::vector<std::pair<std::string_view, std::string_view>> get_language_map(
    json const& object, std::string_view name
) {
    std::vector<std::pair<std::string_view, std::string_view>> entries;
    auto const* map = get_object(object, name);
    if (map == nullptr) {
        return entries;
    }
    for (auto const& [tag, value] : map->get_ref<json::object_t const&>()) {
        if (auto const text = as_string(value)) {
            entries.emplace_back(tag, *text);
        }
    }
    return entries;
}

}  // namespace folkmoot::activitypub
