#include "node/oauth/form_guard.hpp"

#include "node/http/cookies.hpp"
#include "node/oauth/authenticator.hpp"
#include "node/oauth/secrets.hpp"

#include <algorithm>

namespace folkmoot::node {

std::string form_token(std::string_view cookie) {
    return sha256_base64url("folkmoot form\n" + std::string(cookie));
}

bool is_form_token(std::string_view cookie, std::string_view token) noexcept {
    return !cookie.empty() && equal_secrets(form_token(cookie), token);
}

bool is_from_here(Request const& request, std::string_view origin) noexcept {
    auto const from = request.headers.find("Origin");
    auto const site = request.headers.get("Sec-Fetch-Site");
    return (!from || *from == origin) && site != "cross-site" && site != "same-site";
}

std::string session_form_token(Request const& request, bool https) {
    auto const cookie = read_cookie(request, session_cookie, https);
    return cookie && !cookie->empty() ? form_token(*cookie) : std::string();
}

bool is_own_form(
    Request const& request, std::string_view token, std::string_view origin, bool https
) {
    auto const cookie = read_cookie(request, session_cookie, https);
    return cookie && is_from_here(request, origin) && is_form_token(*cookie, token);
}

bool is_own_path(std::string_view path) noexcept {
    bool const rooted = path.starts_with('/') && !path.starts_with("//");
    return rooted && path.size() <= 8192 && std::ranges::none_of(path, [](unsigned char c) {
               return c <= ' ' || c == '\\' || c == 0x7F;
           });
}

}  // namespace folkmoot::node
