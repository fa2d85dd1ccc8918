// Private to this folder: reading of references at a known depth, shared by activities and
// collections.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/iri.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>

namespace folkmoot::activitypub {

/// Reads an id or an embedded document.
/// @param depth  how many activities are around `value`
/// @return the reference. Errors: missing "reference.id" for what names nothing, wrong_type
/// "reference.kind",
///         too_large "activity.depth", and those of the readers
Result<Reference> read_reference(nlohmann::json const& value, IriPolicy policy, std::size_t depth);

/// read_activity() inside `depth` others.
Result<Activity> read_activity_at(
    nlohmann::json const& document, IriPolicy policy, std::size_t depth
);

}  // namespace folkmoot::activitypub
