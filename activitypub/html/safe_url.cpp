#include "activitypub/html/safe_url.hpp"

#include "activitypub/html/code_points.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::activitypub {

namespace {

struct Scheme {
    std::string_view name;
    bool authority;  // "//host" follows and may not be empty
    bool image;      // may stand in src
};

constexpr auto schemes = std::to_array<Scheme>({
    {"https", true, true},
    {"http", true, true},
    {"mailto", false, false},
    {"xmpp", false, false},
    {"gemini", true, false},
    {"magnet", false, false},
});

/// What a URL parser of a browser ignores: controls and spaces at the ends, tabs and line ends
/// anywhere.
std::string without_ignored(std::string_view raw) {
    auto const ignored_at_end = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
    while (!raw.empty() && ignored_at_end(raw.front())) {
        raw.remove_prefix(1);
    }
    while (!raw.empty() && ignored_at_end(raw.back())) {
        raw.remove_suffix(1);
    }
    std::string kept;
    kept.reserve(raw.size());
    std::ranges::copy_if(raw, std::back_inserter(kept), [](char c) {
        return c != '\t' && c != '\n' && c != '\r';
    });
    return kept;
}

/// Characters that would make a URL unreadable or misread when it is shown as text.
bool is_hidden(char32_t c) noexcept {
    return is_forbidden(c) || is_space(c) || is_zero_width(c) || c == 0xAD || c == 0x061C ||
           c == 0x180E || (c >= 0xFFF9 && c <= 0xFFFD);
}

void append_percent_encoded(std::string& out, std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 0x0F];
    }
}

/// Path, query, fragment, or all after the scheme where there is no authority.
bool append_rest(std::string& out, std::string_view rest) {
    constexpr std::string_view encoded = "\"<>^`{|}";
    for (std::size_t at = 0; at < rest.size();) {
        CodePoint const c = decode_utf8(rest, at);
        std::string_view const bytes = rest.substr(at, c.length);
        at += c.length;
        if (c.value == '\\' || !c.valid || c.value == 0) {
            return false;
        }
        if (is_hidden(c.value) ||
            (c.value < 0x80 && encoded.contains(static_cast<char>(c.value)))) {
            append_percent_encoded(out, bytes);
        } else {
            out += bytes;
        }
    }
    return true;
}

bool is_host_character(CodePoint c) noexcept {
    if (c.value < 0x80) {
        char const ascii = static_cast<char>(c.value);
        return is_ascii_alnum(ascii) || ascii == '.' || ascii == '-' || ascii == '_';
    }
    return c.valid && !is_hidden(c.value) && is_word(c.value);
}

bool is_host(std::string_view host) noexcept {
    if (host.starts_with('[')) {
        return host.size() > 3 && host.ends_with(']') &&
               std::ranges::all_of(host.substr(1, host.size() - 2), [](char c) {
                   char const lower = ascii_lower(c);
                   return is_ascii_digit(c) || (lower >= 'a' && lower <= 'f') || c == ':' ||
                          c == '.';
               });
    }
    for (std::size_t at = 0; at < host.size();) {
        CodePoint const c = decode_utf8(host, at);
        if (!is_host_character(c)) {
            return false;
        }
        at += c.length;
    }
    return !host.empty() && host != "." && !host.starts_with('.');
}

/// "host" or "host:port", without user-info.
bool append_authority(std::string& out, std::string_view authority) {
    std::string_view host = authority;
    std::string_view port;
    auto const colon = authority.rfind(':');
    if (colon != std::string_view::npos && !authority.ends_with(']')) {
        host = authority.substr(0, colon);
        port = authority.substr(colon + 1);
        bool const number =
            !port.empty() && port.size() <= 5 && std::ranges::all_of(port, is_ascii_digit);
        if (!number) {
            return false;
        }
    }
    if (!is_host(host)) {
        return false;
    }
    out += ascii_lower(host);
    if (!port.empty()) {
        out += ':';
        out += port;
    }
    return true;
}

}  // namespace

std::optional<std::string> safe_url(std::string_view raw, UrlUse use) {
    if (raw.size() > max_url_bytes) {
        return std::nullopt;
    }
    std::string const text = without_ignored(raw);
    auto const colon = text.find(':');
    if (colon == std::string::npos) {
        return std::nullopt;
    }
    std::string const name = ascii_lower(std::string_view(text).substr(0, colon));
    auto const scheme = std::ranges::find(schemes, name, &Scheme::name);
    if (scheme == schemes.end() || (use == UrlUse::image && !scheme->image)) {
        return std::nullopt;
    }
    std::string url = name + ':';
    std::string_view rest = std::string_view(text).substr(colon + 1);
    if (scheme->authority) {
        if (!rest.starts_with("//")) {
            return std::nullopt;
        }
        rest.remove_prefix(2);
        auto const end = std::min(rest.find_first_of("/?#"), rest.size());
        url += "//";
        if (!append_authority(url, rest.substr(0, end))) {
            return std::nullopt;
        }
        rest.remove_prefix(end);
    } else if (rest.empty() || rest.starts_with('/')) {
        return std::nullopt;
    }
    if (!append_rest(url, rest) || url.size() > max_url_bytes) {
        return std::nullopt;
    }
    return url;
}

std::string_view url_host(std::string_view url) noexcept {
    auto const colon = std::min(url.find(':'), url.size());
    std::string_view const scheme = url.substr(0, colon);
    std::string_view rest = url.substr(std::min(colon + 1, url.size()));
    if (scheme == "mailto" || scheme == "xmpp") {
        rest = rest.substr(0, rest.find_first_of("?/;#"));
        auto const at = rest.rfind('@');
        return at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    }
    if (!rest.starts_with("//")) {
        return {};
    }
    rest.remove_prefix(2);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    auto const port = rest.rfind(':');
    return port == std::string_view::npos || rest.ends_with(']') ? rest : rest.substr(0, port);
}

}  // namespace folkmoot::activitypub
