#include "node/http/cookies.hpp"

namespace folkmoot::node {
namespace {

std::string full_name(std::string_view name, bool https) {
    return (https ? "__Host-" : "") + std::string{name};
}

}  // namespace

std::string set_cookie(Cookie const& cookie, bool https) {
    auto text = full_name(cookie.name, https);
    text.append("=").append(cookie.value).append("; Path=/; HttpOnly; SameSite=Lax");
    if (https) {
        text += "; Secure";
    }
    if (cookie.max_age) {
        text += "; Max-Age=" + std::to_string(cookie.max_age->count());
    }
    return text;
}

std::optional<std::string> read_cookie(Request const& request, std::string_view name, bool https) {
    auto const wanted = full_name(name, https);
    std::optional<std::string> found;
    for (auto rest : request.headers.all("Cookie")) {
        while (!rest.empty()) {
            auto const end = rest.find(';');
            auto pair = rest.substr(0, end);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
            while (pair.starts_with(' ')) {
                pair.remove_prefix(1);
            }
            auto const equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != wanted) {
                continue;
            }
            if (found) {
                return std::nullopt;
            }
            found.emplace(pair.substr(equals + 1));
        }
    }
    return found;
}

}  // namespace folkmoot::node
