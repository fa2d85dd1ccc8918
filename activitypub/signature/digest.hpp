// Digest (RFC 3230, as the fediverse uses it) and Content-Digest (RFC 9530): they bind a signature
// to a body. Computed over the raw bytes as received, never over parsed and printed JSON (threat
// F07). SHA-256 and SHA-512 count, nothing else does.
#pragma once

#include "activitypub/error.hpp"

#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// Value of `Digest` for a body: "SHA-256=" and base64 (NodeBB compares that spelling literally).
/// Make it once an activity, it is the same for every host.
std::string make_digest(std::string_view body);

/// Value of `Content-Digest` for a body: "sha-256=:…:".
std::string make_content_digest(std::string_view body);

/// Checks `Digest` against a body in constant time.
/// @param header  value, e.g. "SHA-256=base64"; several separated by commas; names in any case; at
///                most 1 KiB
/// @param body    raw bytes as received
/// @return Error{malformed} for a value that is no list of name=base64 or names an algorithm twice,
///         {unsupported} when neither SHA-256 nor SHA-512 is among them, {digest_mismatch} when any
///         of these differs
Result<void> verify_digest(std::string_view header, std::string_view body);

/// Checks `Content-Digest` (a dictionary of byte sequences) against a body in constant time; same
/// rules and errors. Source: RFC 9530 section 2.
Result<void> verify_content_digest(std::string_view header, std::string_view body);

}  // namespace folkmoot::activitypub
