#include "node/oauth/redirect_uri.hpp"

#include "node/http/percent.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::node {
namespace {

constexpr std::size_t longest_uri = 2000;

// What a browser would run, or answer from the machine itself.
constexpr std::array<std::string_view, 8> forbidden_schemes{
    "javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "view-source"
};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
    std::string folded(text);
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return folded;
}

// The scheme in lower case; empty when there is none.
std::string scheme_of(std::string_view uri) {
    auto const colon = uri.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_letter(uri.front())) {
        return {};
    }
    auto const scheme = uri.substr(0, colon);
    bool const formed = std::ranges::all_of(scheme, [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
    return formed ? lower(scheme) : std::string();
}

bool is_web(std::string_view scheme) {
    return scheme == "http" || scheme == "https";
}

// Host and port of an http or https URI.
std::string_view authority_of(std::string_view uri) {
    auto const start = uri.find("://") + 3;
    return uri.substr(start, uri.find_first_of("/?", start) - start);
}

// Printable ASCII without what a header, a policy or markup could take for its own.
bool is_printable(std::string_view uri) {
    return std::ranges::none_of(uri, [](unsigned char c) {
        return c <= ' ' || c >= 0x7F ||
               std::string_view("\"'<>\\^`{|},;").contains(static_cast<char>(c));
    });
}

bool is_authority(std::string_view authority) {
    return !authority.empty() && authority.front() != ':' &&
           std::ranges::all_of(authority, [](char c) {
               return is_letter(c) || is_digit(c) || std::string_view("-._:[]").contains(c);
           });
}

}  // namespace

bool is_redirect_uri(std::string_view uri) {
    if (uri == out_of_band_uri) {
        return true;
    }
    auto const scheme = scheme_of(uri);
    if (scheme.empty() || uri.size() > longest_uri || !is_printable(uri) || uri.contains('#') ||
        std::ranges::find(forbidden_schemes, scheme) != forbidden_schemes.end()) {
        return false;
    }
    auto const rest = uri.substr(scheme.size() + 1);
    if (is_web(scheme)) {
        return rest.starts_with("//") && is_authority(authority_of(uri));
    }
    return scheme != "urn" && !rest.empty();
}

std::string form_target(std::string_view uri) {
    if (uri == out_of_band_uri) {
        return {};
    }
    auto const scheme = scheme_of(uri);
    return is_web(scheme) ? scheme + "://" + std::string(authority_of(uri)) : scheme + ":";
}

std::string shown_target(std::string_view uri) {
    if (uri == out_of_band_uri) {
        return {};
    }
    auto const scheme = scheme_of(uri);
    return is_web(scheme) ? std::string(authority_of(uri)) : scheme;
}

std::string with_parameters(
    std::string_view uri, std::vector<std::pair<std::string_view, std::string>> const& parameters
) {
    std::string result(uri);
    char separator = uri.contains('?') ? '&' : '?';
    for (auto const& [name, value] : parameters) {
        result += separator;
        result.append(name).append("=").append(percent_encode(value));
        separator = '&';
    }
    return result;
}

}  // namespace folkmoot::node
