// Private to this folder: a reference as JSON, shared by activities and collections.
#pragma once

#include "activitypub/vocabulary/activity.hpp"

#include <nlohmann/json_fwd.hpp>

namespace folkmoot::activitypub {

/// The id as a string, or what is embedded, without context; null for an empty reference.
nlohmann::ordered_json write_reference(Reference const& reference);

}  // namespace folkmoot::activitypub
