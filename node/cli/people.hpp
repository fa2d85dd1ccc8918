// Finds whom the command line names.
#pragma once

#include "node/community/services.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace folkmoot::node {

/// A member of this node by name: "ana", "@ana" or "ana@" with the node's own domain.
/// @return Error{not_found} that names who is missing
Result<storage::ActorRecord> find_member(Services& services, std::string_view name);

/// A member, group or remote actor by handle: "bees", "!bees@folk.example", "@ana@folk.example".
/// One that is unknown here is looked up when the node runs.
/// @return Error{not_found}, or what the look-up says
boost::asio::awaitable<Result<storage::ActorRecord>> find_actor(
    Services& services, std::string text
);

/// "ana" for a local actor, "ana@folk.example" for a remote one.
std::string shown_handle(storage::ActorRecord const& actor);

}  // namespace folkmoot::node
