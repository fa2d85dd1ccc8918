#include "activitypub/html/link_text.hpp"

#include "activitypub/html/code_points.hpp"

#include <algorithm>
#include <optional>

namespace folkmoot::activitypub {

namespace {

std::string_view without_www(std::string_view host) {
    return host.starts_with("www.") ? host.substr(4) : host;
}

bool is_same_place(std::string_view shown, std::string_view real) {
    std::string const a = ascii_lower(shown);
    std::string const b = ascii_lower(real);
    std::string_view const wanted = without_www(a);
    std::string_view const found = without_www(b);
    return found == wanted || (found.size() > wanted.size() && found.ends_with(wanted) &&
                               found[found.size() - wanted.size() - 1] == '.');
}

/// The host at the start of `text`: up to a port, path, query, fragment or punctuation at its end.
std::string_view host_at_start(std::string_view text) {
    text = text.substr(0, text.find_first_of("/?#:,;()<>\"'"));
    while (text.ends_with('.')) {
        text.remove_suffix(1);
    }
    return text;
}

/// "name.tld" as people recognise a host: a dot, and letters after the last one.
bool looks_like_host(std::string_view text) {
    auto const dot = text.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || text.size() - dot < 3) {
        return false;
    }
    auto const is_ascii_host = [](char c) {
        return is_ascii_alnum(c) || c == '-' || c == '.' || c == '_';
    };
    auto const is_outside_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    std::string_view const tld = text.substr(dot + 1);
    return std::ranges::all_of(
               text, [&](char c) { return is_ascii_host(c) || is_outside_ascii(c); }
           ) &&
           std::ranges::all_of(
               tld, [&](char c) { return is_ascii_alnum(c) || c == '-' || is_outside_ascii(c); }
           ) &&
           std::ranges::any_of(tld, [](char c) { return !is_ascii_digit(c); });
}

/// The host that one word shows, if it shows one.
std::optional<std::string_view> shown_host(std::string_view word, bool whole_text) {
    if (auto const scheme = word.find("://"); scheme != std::string_view::npos) {
        std::string_view const authority = word.substr(scheme + 3);
        auto const end = std::min(authority.find_first_of("/?#"), authority.size());
        auto const user = authority.substr(0, end).rfind('@');
        return host_at_start(authority.substr(user == std::string_view::npos ? 0 : user + 1));
    }
    if (auto const at = word.rfind('@');
        at != std::string_view::npos && at > 0 && !word.contains('/')) {
        std::string_view const host = host_at_start(word.substr(at + 1));
        return looks_like_host(host) ? std::optional(host) : std::nullopt;
    }
    std::string_view const host = host_at_start(word);
    return whole_text && looks_like_host(host) ? std::optional(host) : std::nullopt;
}

}  // namespace

bool names_other_host(std::string_view text, std::string_view host) {
    constexpr std::string_view space = " \t\n";
    auto start = text.find_first_not_of(space);
    while (start != std::string_view::npos) {
        auto const end = std::min(text.find_first_of(space, start), text.size());
        std::string_view const word = text.substr(start, end - start);
        bool const first = text.find_first_not_of(space) == start;
        auto const next = text.find_first_not_of(space, end);
        auto const shown = shown_host(word, first && next == std::string_view::npos);
        if (shown && !shown->empty() && !is_same_place(*shown, host)) {
            return true;
        }
        start = next;
    }
    return false;
}

}  // namespace folkmoot::activitypub
