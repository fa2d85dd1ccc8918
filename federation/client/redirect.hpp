// What a redirect means, as a pure function (threats S03).
#pragma once

#include "federation/client/http_message.hpp"
#include "federation/client/url.hpp"
#include "federation/error.hpp"

#include <optional>
#include <vector>

namespace folkmoot::federation {

/// Whether a response of this status to this method is followed: GET and HEAD on 301, 302, 303,
/// 307, 308.
bool is_followed(Method method, unsigned status) noexcept;

/// Where the next hop goes. The guard checks the result like any first URL.
/// @param visited URLs of this fetch so far, the current one last
/// @param location value of the Location header, if there was one
/// @param max_redirects hops allowed after the first request
/// @return Error{remote_invalid}: no or malformed Location, too many hops, a URL seen before;
///         Error{refused_address}: https to http
Result<Url> next_hop(
    std::vector<Url> const& visited,
    std::optional<std::string_view> location,
    unsigned max_redirects
);

/// Removes what only the first origin may see: Authorization, Cookie, and any signature the caller
/// had made.
void drop_credentials(HeaderList& headers);

}  // namespace folkmoot::federation
