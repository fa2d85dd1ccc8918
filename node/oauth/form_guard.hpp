// Forms of the node's own pages: the token in each and the check of where it was sent from (threat
// A07). The token follows from the cookie, so nothing needs to be stored for it.
#pragma once

#include "node/http/request.hpp"

#include <string>
#include <string_view>

namespace folkmoot::node {

/// The field `csrf` of forms under this cookie.
/// @param cookie  the secret value of the session's cookie, or of the one that guards the sign-in
/// form
std::string form_token(std::string_view cookie);

/// Whether a form carries the token of its cookie; false without a cookie.
bool is_form_token(std::string_view cookie, std::string_view token) noexcept;

/// Whether a request came from the node's own pages, as far as the browser says: Origin, when it
/// came, is the node's; Sec-Fetch-Site, when it came, is not another site.
/// @param origin  the node's, e.g. "https://folk.example"
bool is_from_here(Request const& request, std::string_view origin) noexcept;

/// The token of the forms of a signed-in member's page; "" without a session cookie.
std::string session_form_token(Request const& request, bool https);

/// Whether a form of a signed-in member may be carried out: from here, with the session's token.
bool is_own_form(
    Request const& request, std::string_view token, std::string_view origin, bool https
);

/// Whether a path leads to a page of this node and nowhere else (threat H24): one slash first, no
/// second one, no backslash, no control characters.
bool is_own_path(std::string_view path) noexcept;

}  // namespace folkmoot::node
