// Which names members and groups of this node may have. Both share one set of names, so that a
// handle is never ambiguous (reference: community, section 4.1); names of the node's own paths and
// services are reserved, and a name once used stays taken (threat A11).
#pragma once

#include "node/error.hpp"

#include <string_view>

namespace folkmoot::node {

/// Longest name in characters.
inline constexpr std::size_t max_local_name = 30;

/// Whether a name is well-formed and free to be given: 1 to 30 characters of a-z, A-Z, 0-9 and
/// "_", not a reserved word in any writing of letters.
/// @return Error{unprocessable} whose text says what is wrong
Result<void> check_local_name(std::string_view name);

/// Whether a name belongs to the node itself: "admin", "root", "support", "inbox" ….
bool is_reserved_name(std::string_view name) noexcept;

}  // namespace folkmoot::node
