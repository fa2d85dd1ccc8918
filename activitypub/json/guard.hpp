// The only way JSON from outside becomes a value: one pass that refuses what later code must never
// meet.
//
// It builds the tree itself over nlohmann's event parser, which neither recurses nor throws here,
// so a document of a million levels costs a counter and not a stack. Its error texts name the
// broken rule and a byte offset and never hold a byte of the document. Rows J01, J02, J04 to J08 of
// the threat table.
#pragma once

#include "activitypub/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string_view>

namespace folkmoot::activitypub {

/// Caps of one document. The defaults are those of the shared inbox (decision 33).
struct JsonLimits {
    std::size_t max_bytes =
        1024 * 1024;                   ///< of the whole document; checked before anything is read
    std::size_t max_depth = 32;        ///< levels of objects and arrays; a bare scalar has none
    std::size_t max_nodes = 50'000;    ///< values of any kind: objects, arrays and scalars
    std::size_t max_key_bytes = 1024;  ///< of one member name, unescaped
    std::size_t max_string_bytes =
        64 * 1024;  ///< of one string, unescaped, outside the members below
    std::size_t max_text_bytes =
        256 * 1024;           ///< of one string below `content`, `contentMap` or `source`
    bool object_only = true;  ///< refuse a document whose top level is not an object
};

/// Reads one JSON document (RFC 8259) under caps.
///
/// Refused beside the caps: a byte-order mark, raw NUL bytes anywhere, invalid UTF-8, lone
/// surrogates, raw control characters, bytes after the document, duplicate member names (compared
/// after unescaping, at every depth), numbers outside int64 or the finite doubles, NUL in a member
/// name, and NUL in a string - except below `content`, `contentMap`, `summary`, `summaryMap` and
/// `source`, which are text for people, where it is stripped.
///
/// @param bytes   the document as received
/// @param limits  caps; see JsonLimits
/// @return the value: every integer fits int64, every string is valid UTF-8 without NUL. Errors:
/// too_large for a
///         broken cap, malformed for all else. The detail starts with the rule's name, e.g.
///         "json.depth".
Result<nlohmann::json> parse_json(std::string_view bytes, JsonLimits const& limits = {});

}  // namespace folkmoot::activitypub
