// The machine-readable twin of a page: `<link rel="alternate" type="application/activity+json">`,
// by which a pasted address of a page leads to its object (federation notes 1.5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// Whether a `Content-Type` value, or a link's `type`, names an ActivityPub document:
/// `application/activity+json` with any parameters, or `application/ld+json` whose `profile` lists
/// the ActivityStreams namespace. Names compare without regard to case, parameters are parsed (RFC
/// 9110 section 8.3.1); a type that is malformed is none. Source: threats F06, W3C ActivityPub
/// section 3.2.
bool is_activitypub_media_type(std::string_view content_type);

/// The `href` of a page's first alternate link with an ActivityPub type, as written (perhaps
/// relative), or nothing.
/// @param page  any bytes; only the first 256 KiB and 20,000 nodes are looked at
std::optional<std::string> find_alternate_link(std::string_view page);

}  // namespace folkmoot::activitypub
