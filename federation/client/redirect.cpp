#include "federation/client/redirect.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace folkmoot::federation {

namespace {

constexpr auto credential_headers = std::to_array<std::string_view>({
    "Authorization",
    "Proxy-Authorization",
    "Cookie",
    "Signature",
    "Signature-Input",
});

std::unexpected<Error> refused(ErrorCode code, std::string detail) {
    return std::unexpected(Error{code, "redirect: " + std::move(detail)});
}

}  // namespace

bool is_followed(Method method, unsigned status) noexcept {
    if (method == Method::post) {
        return false;
    }
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<Url> next_hop(
    std::vector<Url> const& visited,
    std::optional<std::string_view> location,
    unsigned max_redirects
) {
    if (visited.size() > max_redirects) {
        return refused(ErrorCode::remote_invalid, "too many");
    }
    if (!location) {
        return refused(ErrorCode::remote_invalid, "no location");
    }
    auto next = visited.back().resolve(*location);
    if (!next) {
        return refused(ErrorCode::remote_invalid, next.error().detail);
    }
    if (visited.back().is_https() && !next->is_https()) {
        return refused(ErrorCode::refused_address, "https to http");
    }
    if (std::ranges::find(visited, *next) != visited.end()) {
        return refused(ErrorCode::remote_invalid, "loop at " + next->text());
    }
    return next;
}

void drop_credentials(HeaderList& headers) {
    std::erase_if(headers, [](Header const& header) {
        return std::ranges::any_of(credential_headers, [&](std::string_view name) {
            return activitypub::equals_ignoring_case(header.name, name);
        });
    });
}

}  // namespace folkmoot::federation
