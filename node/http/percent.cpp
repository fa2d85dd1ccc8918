#include "node/http/percent.hpp"

#include <array>
#include <cstdint>

namespace folkmoot::node {
namespace {

int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

bool is_unreserved(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::optional<std::string> decode_form_text(std::string_view text) {
    std::string blanks{text};
    for (char& c : blanks) {
        c = c == '+' ? ' ' : c;
    }
    auto decoded = percent_decode(blanks);
    if (!decoded || decoded->find('\0') != std::string::npos || !is_utf8(*decoded)) {
        return std::nullopt;
    }
    return decoded;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    for (std::size_t i = 0; i < text.size();) {
        auto const first = static_cast<unsigned char>(text[i]);
        if (first < 0x80) {
            ++i;
            continue;
        }
        std::size_t const size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || text.size() - i < size) {
            return false;
        }
        std::uint32_t code = first & (0x7FU >> size);
        for (std::size_t k = 1; k < size; ++k) {
            auto const next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0U) != 0x80) {
                return false;
            }
            code = (code << 6) | (next & 0x3FU);
        }
        if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
            return false;
        }
        i += size;
    }
    return true;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        if (text.size() - i < 3) {
            return std::nullopt;
        }
        int const high = hex_value(text[i + 1]);
        int const low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        if (is_unreserved(c)) {
            out.push_back(c);
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out.push_back('%');
            out.push_back(hex[byte >> 4]);
            out.push_back(hex[byte & 15]);
        }
    }
    return out;
}

std::optional<std::vector<QueryParameter>> parse_form(
    std::string_view text, std::size_t max_parameters
) {
    std::vector<QueryParameter> parameters;
    while (!text.empty()) {
        auto const end = text.find('&');
        auto const pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty()) {
            continue;
        }
        auto const equals = pair.find('=');
        auto name = decode_form_text(pair.substr(0, equals));
        auto value = decode_form_text(
            equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1)
        );
        if (!name || !value || parameters.size() == max_parameters) {
            return std::nullopt;
        }
        parameters.push_back({std::move(*name), std::move(*value)});
    }
    return parameters;
}

}  // namespace folkmoot::node
