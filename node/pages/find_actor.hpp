// Actors by the names that stand in addresses of pages.
#pragma once

#include "node/pages/answer.hpp"

#include <string>
#include <string_view>

namespace folkmoot::node {

/// The actor with a handle as an address has it, "ana" or "bo@far.example", that the viewer may
/// see.
/// @return not_found; forbidden for a group whose existence is public and whose content is not
Result<storage::ActorRecord> find_actor(PageQuery const& query, std::string_view handle);

/// Where the page of an actor is when the address is not its own: a group under "/@", a member
/// under
/// "/g/", another spelling of the name. Empty when it is.
/// @param prefix  of the address asked for, "/g/" or "/@"
/// @param tail    what follows the name in both
std::string moved_actor(
    PageQuery const& query,
    storage::ActorRecord const& actor,
    std::string_view prefix,
    std::string_view tail = {}
);

}  // namespace folkmoot::node
