#include "activitypub/signature/http_message.hpp"

#include <algorithm>

namespace folkmoot::activitypub {

namespace {

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string to_lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

std::string_view trim(std::string_view text) noexcept {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::size_t HttpMessage::count(std::string_view name) const noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(
        headers, [name](HeaderField const& field) { return equals_ignoring_case(field.name, name); }
    ));
}

std::optional<std::string_view> HttpMessage::find(std::string_view name) const noexcept {
    auto const field = std::ranges::find_if(headers, [name](HeaderField const& candidate) {
        return equals_ignoring_case(candidate.name, name);
    });
    if (field == headers.end()) {
        return std::nullopt;
    }
    return trim(field->value);
}

Result<std::string_view> HttpMessage::single(std::string_view name) const {
    auto const value = find(name);
    if (!value) {
        return std::unexpected(Error{ErrorCode::missing, "no " + std::string(name)});
    }
    if (count(name) > 1) {
        return std::unexpected(Error{ErrorCode::malformed, "several " + std::string(name)});
    }
    return *value;
}

std::optional<std::string> HttpMessage::combined(std::string_view name) const {
    std::optional<std::string> out;
    for (auto const& field : headers) {
        if (!equals_ignoring_case(field.name, name)) {
            continue;
        }
        if (out) {
            *out += ", ";
            *out += trim(field.value);
        } else {
            out.emplace(trim(field.value));
        }
    }
    return out;
}

void HttpMessage::set(std::string_view name, std::string value) {
    std::erase_if(headers, [name](HeaderField const& field) {
        return equals_ignoring_case(field.name, name);
    });
    headers.push_back({std::string(name), std::move(value)});
}

std::string_view HttpMessage::path() const noexcept {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpMessage::query() const noexcept {
    auto const mark = target.find('?');
    return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark);
}

bool HttpMessage::is_read() const noexcept {
    return method == "GET" || method == "HEAD";
}

}  // namespace folkmoot::activitypub
