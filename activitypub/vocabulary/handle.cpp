#include "activitypub/vocabulary/handle.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::activitypub {
namespace {

constexpr std::size_t max_local_name_bytes = 30;

constexpr auto reserved_names = std::to_array<std::string_view>({
    "about",     "abuse",      "actor",     "admin",      "administrator", "api",
    "auth",      "everyone",   "folkmoot",  "group",      "groups",        "help",
    "here",      "hostmaster", "inbox",     "info",       "instance",      "me",
    "member",    "members",    "mod",       "moderation", "moderator",     "moderators",
    "no_reply",  "nobody",     "noreply",   "null",       "oauth",         "official",
    "owner",     "postmaster", "root",      "security",   "service",       "services",
    "settings",  "staff",      "support",   "sysadmin",   "system",        "team",
    "undefined", "users",      "webmaster", "www",
});
static_assert(std::ranges::is_sorted(reserved_names));

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) { return lower(c); });
    return result;
}

bool is_lower_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Letters and digits that look like another one in common fonts.
char look_alike(char c) noexcept {
    switch (c) {
        case '0':
            return 'o';
        case '1':
        case 'i':
            return 'l';
        case '3':
            return 'e';
        case '4':
            return 'a';
        case '5':
            return 's';
        case '7':
            return 't';
        case '8':
            return 'b';
        default:
            return c;
    }
}

}  // namespace

Result<Handle> Handle::parse(std::string_view text, IriPolicy policy) {
    if (text.starts_with("acct:")) {
        text.remove_prefix(5);
    }
    if (text.starts_with('@') || text.starts_with('!')) {
        text.remove_prefix(1);
    }
    auto const at = text.find('@');
    if (at == std::string_view::npos) {
        return std::unexpected(Error{ErrorCode::malformed, "handle.host"});
    }
    return make(text.substr(0, at), text.substr(at + 1), policy);
}

Result<Handle> Handle::make(std::string_view name, std::string_view authority, IriPolicy policy) {
    if (!is_remote_name(name)) {
        return std::unexpected(Error{ErrorCode::malformed, "handle.name"});
    }
    if (authority.find_first_of("/?#\\@") != std::string_view::npos) {
        return std::unexpected(Error{ErrorCode::malformed, "handle.host"});
    }
    auto const origin = Iri::parse("https://" + std::string(authority) + '/', policy);
    if (!origin) {
        return std::unexpected(origin.error());
    }
    Handle handle;
    handle.name_ = name;
    handle.host_ = origin->authority();
    return handle;
}

std::string Handle::key() const {
    return lower(name_) + '@' + host_;
}

bool is_remote_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= limits::max_username_bytes &&
           std::ranges::all_of(name, [](char c) {
               return is_lower_or_digit(lower(c)) || c == '_' || c == '.' || c == '-';
           });
}

bool is_local_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= max_local_name_bytes &&
           std::ranges::all_of(name, [](char c) { return is_lower_or_digit(c) || c == '_'; });
}

bool is_reserved_name(std::string_view name) {
    return std::ranges::binary_search(reserved_names, lower(name));
}

std::string name_skeleton(std::string_view name) {
    std::string skeleton;
    for (char const c : lower(name)) {
        if (c == '_' || c == '.' || c == '-') {
            continue;
        }
        skeleton += look_alike(c);
        if (skeleton.ends_with("rn")) {
            skeleton.replace(skeleton.size() - 2, 2, "m");
        } else if (skeleton.ends_with("vv")) {
            skeleton.replace(skeleton.size() - 2, 2, "w");
        }
    }
    return skeleton;
}

}  // namespace folkmoot::activitypub
