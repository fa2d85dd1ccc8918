// Cookies: reading the Cookie header, writing Set-Cookie (RFC 6265; decision 38).
#pragma once

#include "node/http/request.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// A cookie to set. Always HttpOnly, SameSite=Lax, Path=/, without Domain.
struct Cookie {
    std::string_view name;   ///< without prefix, e.g. "session"
    std::string_view value;  ///< characters of RFC 6265 only: random tokens are

    /// How long the browser keeps it; nothing for the browser's session, 0 to delete it.
    std::optional<std::chrono::seconds> max_age;
};

/// Value of the Set-Cookie header.
/// @param https  true: the name gets the prefix `__Host-` and the cookie is Secure; false in
/// development mode only
std::string set_cookie(Cookie const& cookie, bool https);

/// Value of a cookie that set_cookie() made with the same `https`. Nothing when absent, or when it
/// came twice (then somebody else has set one).
std::optional<std::string> read_cookie(Request const& request, std::string_view name, bool https);

}  // namespace folkmoot::node
