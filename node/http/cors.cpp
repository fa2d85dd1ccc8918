#include "node/http/cors.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::node {
namespace {

constexpr auto open_prefixes = std::to_array<std::string_view>({
    "/api/",
    "/.well-known/",
    "/nodeinfo/",
    "/users/",
    "/groups/",
    "/objects/",
    "/activities/",
    "/media/",
    "/assets/",
    "/@",
});
constexpr auto open_paths =
    std::to_array<std::string_view>({"/oauth/token", "/oauth/revoke", "/oauth/userinfo"});

}  // namespace

bool is_cross_origin_path(std::string_view path) noexcept {
    if (std::any_of(open_prefixes.begin(), open_prefixes.end(), [&](std::string_view prefix) {
            return path.starts_with(prefix);
        })) {
        return true;
    }
    if (path.size() > 1 && path.ends_with('/')) {
        path.remove_suffix(1);
    }
    return std::find(open_paths.begin(), open_paths.end(), path) != open_paths.end();
}

Response preflight_response(Request const& request) {
    Response response{200};
    response.set("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    if (is_cross_origin_path(request.raw_path())) {
        response.set("Access-Control-Allow-Origin", "*");
        response.set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
        if (auto const wanted = request.headers.find("Access-Control-Request-Headers")) {
            response.set("Access-Control-Allow-Headers", std::string{*wanted});
        }
        response.set("Access-Control-Max-Age", "86400");
        response.set("Vary", "Access-Control-Request-Headers");
    }
    return response;
}

void add_cors(Request const& request, Response& response) {
    if (is_cross_origin_path(request.raw_path())) {
        response.set("Access-Control-Allow-Origin", "*");
        response.set(
            "Access-Control-Expose-Headers",
            "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id, "
            "Mastodon-Async-Refresh"
        );
    }
}

}  // namespace folkmoot::node
