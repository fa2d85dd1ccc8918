// Hashtags that members follow.
#pragma once

#include "node/community/services.hpp"

#include <string>

namespace folkmoot::node {

/// Follows a hashtag, made known when it is new; doing it twice changes nothing.
/// @param name  without "#"
/// @return the tag; Error{unprocessable} for a name that is none
boost::asio::awaitable<Result<storage::HashtagRecord>> follow_tag(
    Services& services, storage::ActorId member, std::string name
);

/// Stops to follow a hashtag; no error when it was not followed.
/// @return the tag; Error{not_found} for a tag that is not known
boost::asio::awaitable<Result<storage::HashtagRecord>> unfollow_tag(
    Services& services, storage::ActorId member, std::string name
);

}  // namespace folkmoot::node
