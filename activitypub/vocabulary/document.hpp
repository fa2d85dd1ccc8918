// From bytes to a typed value in one call: guard, JSON-LD guard, classification, reader. What the
// inbox and the resolver use, and the entry of the fuzz targets.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/json/guard.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "activitypub/vocabulary/actor.hpp"
#include "activitypub/vocabulary/collection.hpp"
#include "activitypub/vocabulary/key.hpp"
#include "activitypub/vocabulary/object.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>
#include <variant>

namespace folkmoot::activitypub {

using Document = std::variant<Activity, Actor, Object, Collection, ActorKey>;

/// Reads a document of the ActivityPub vocabulary.
/// @param bytes   as received
/// @param policy  for ids
/// @return the typed value. Errors: those of parse_json(), check_json_ld() and the reader of its
/// kind; unsupported
///         "document.kind" for what is no ActivityPub document (WebFinger, NodeInfo, a bare
///         context)
Result<Document> read_document(
    std::string_view bytes, IriPolicy policy = {}, JsonLimits const& limits = {}
);

/// The same for JSON at hand.
/// @param document  passed parse_json()
Result<Document> read_parsed_document(nlohmann::json const& document, IriPolicy policy = {});

}  // namespace folkmoot::activitypub
