#include "node/http/headers.hpp"

#include <algorithm>

namespace folkmoot::node {
namespace {

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return lower(x) == lower(y);
           });
}

Headers Headers::of(std::span<std::pair<std::string, std::string> const> fields) {
    std::size_t size = 0;
    for (auto const& [name, value] : fields) {
        size += name.size() + value.size();
    }
    auto bytes = std::make_shared<std::string>();
    bytes->reserve(size);
    for (auto const& [name, value] : fields) {
        bytes->append(name).append(value);
    }
    std::vector<HeaderField> views;
    views.reserve(fields.size());
    std::string_view rest = *bytes;
    for (auto const& [name, value] : fields) {
        views.push_back({rest.substr(0, name.size()), rest.substr(name.size(), value.size())});
        rest.remove_prefix(name.size() + value.size());
    }
    return {std::move(bytes), std::move(views)};
}

std::optional<std::string_view> Headers::find(std::string_view name) const noexcept {
    for (auto const& field : fields_) {
        if (equal_ignoring_case(field.name, name)) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::string_view Headers::get(std::string_view name) const noexcept {
    return find(name).value_or(std::string_view{});
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (auto const& field : fields_) {
        if (equal_ignoring_case(field.name, name)) {
            values.push_back(field.value);
        }
    }
    return values;
}

std::optional<std::string> Headers::joined(std::string_view name) const {
    std::optional<std::string> text;
    for (auto const value : all(name)) {
        if (text) {
            text->append(", ").append(value);
        } else {
            text.emplace(value);
        }
    }
    return text;
}

bool Headers::repeated(std::string_view name) const noexcept {
    return std::count_if(fields_.begin(), fields_.end(), [&](HeaderField const& field) {
               return equal_ignoring_case(field.name, name);
           }) > 1;
}

}  // namespace folkmoot::node
