// Which form of a resource the client wants (reference/federation.md section 1.5).
#pragma once

#include "node/http/endpoint.hpp"

#include <string_view>

namespace folkmoot::node {

/// Chooses among the formats that an endpoint offers by the Accept header's weights; more specific
/// ranges win over wildcards. Equal weights: what the header names first; a bare wildcard, an empty
/// header or no match gives HTML if offered, then JSON, then ActivityPub.
///
/// ActivityPub is application/activity+json, or application/ld+json with or without a profile. JSON
/// is application/json. HTML is text/html or application/xhtml+xml.
Format negotiate(std::string_view accept, Formats offered);

/// True when the client prefers ActivityPub over HTML: the question of every actor, object and page
/// URL.
bool wants_activity(std::string_view accept);

/// True for the media types that an inbox takes: application/activity+json with any parameters,
/// application/ld+json.
bool is_activity_type(std::string_view content_type) noexcept;

}  // namespace folkmoot::node
