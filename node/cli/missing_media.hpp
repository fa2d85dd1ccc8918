// Media files that a store's records name and that are not in its directory.
#pragma once

#include "node/error.hpp"
#include "storage/store.hpp"

#include <string>
#include <vector>

namespace folkmoot::node {

/// Looks for the file and the preview of every record.
/// @return hashes of what is not there, hex; Error{unavailable} and others when the store cannot be
///         read
Result<std::vector<std::string>> missing_media(storage::Store& store);

}  // namespace folkmoot::node
