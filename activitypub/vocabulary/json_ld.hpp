// Guard against JSON-LD that means something else to a JSON-LD processor than to us (row F20 of the
// threat table: CVE-2022-24307, CVE-2026-46349, CVE-2026-42462).
#pragma once

#include "activitypub/error.hpp"

#include <nlohmann/json_fwd.hpp>

namespace folkmoot::activitypub {

/// Checks a whole document, at every depth. Refused:
/// - `@graph`, `@included`, `@reverse`, `@nest` as member names, and in inline contexts as values
/// or aliases;
/// - `@id` beside `id`, `@type` beside `type`;
/// - expanded or prefixed spellings of core terms (`https://www.w3.org/ns/activitystreams#actor`,
/// `as:object`,
///   `sec:publicKey`); other `as:` terms pass and are not read;
/// - inline contexts that define a core term as anything but itself, alias a keyword under another
/// name, or bind the
///   prefixes `as`, `sec`, `ldp` elsewhere.
/// Remote contexts are neither fetched nor judged.
/// @return malformed with the rule's name, e.g. "json-ld.redefines"
Result<void> check_json_ld(nlohmann::json const& document);

}  // namespace folkmoot::activitypub
