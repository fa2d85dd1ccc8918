// JSON Canonicalization Scheme (RFC 8785): the one text of a JSON value that integrity proofs hash.
#pragma once

#include "activitypub/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>

namespace folkmoot::activitypub {

/// Deepest nesting that is written; the guard in front of every parse allows 32.
inline constexpr std::size_t jcs_max_depth = 128;

/// The canonical text: no white space, members ordered by the UTF-16 code units of their names,
/// strings with the least escaping, numbers as ECMAScript prints them. Numbers are IEEE doubles
/// here: integers beyond 2^53 are rounded as any other reader rounds them. Doubles are printed with
/// the fewest digits that read back the same (std::to_chars), laid out by ECMA-262
/// Number::toString.
/// @return Error{malformed} for invalid UTF-8, NaN or infinity, {too_large} deeper than
///         jcs_max_depth, {wrong_type} for binary or discarded values
Result<std::string> canonicalize(nlohmann::json const& value);

/// A number as ECMAScript prints it: 1e21, 1.5, 0 (also for -0).
/// @return Error{malformed} for NaN or infinity
Result<std::string> format_ecmascript_number(double number);

}  // namespace folkmoot::activitypub
