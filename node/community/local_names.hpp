// Which names members and groups of this node may have. Both share one set of names, so that a
// handle is never ambiguous (reference: community, section 4.1); names of the node's own services
// are reserved, and a name once used stays taken (threat A11).
#pragma once

#include "node/error.hpp"

#include <string_view>

namespace folkmoot::node {

/// Whether a name is well-formed: 1 to 30 characters of a-z, A-Z, 0-9 and "_". Whether it is taken
/// shows the store.
/// @return Error{unprocessable} whose text says what is wrong
Result<void> check_name_form(std::string_view name);

/// Likewise, and whether it may be given to anybody: not a reserved word in any writing of letters.
/// Only the operator gives those: to the owner, or to a group such as "help".
Result<void> check_local_name(std::string_view name);

}  // namespace folkmoot::node
