// Which names members and groups of this node may have. Both share one set of names, so that a
// handle is never ambiguous (reference: community, section 4.1); names of the node's own services
// are reserved, and a name once used stays taken (threat A11).
#pragma once

#include "node/error.hpp"

#include <string_view>

namespace folkmoot::node {

/// Whether a name is well-formed and may be given: 1 to 30 characters of a-z, A-Z, 0-9 and "_", not
/// a reserved word in any writing of letters. Whether it is taken shows the store.
/// @param reserved_too  the operator gives it: to the owner, or to a group such as "help"
/// @return Error{unprocessable} whose text says what is wrong
Result<void> check_local_name(std::string_view name, bool reserved_too = false);

}  // namespace folkmoot::node
