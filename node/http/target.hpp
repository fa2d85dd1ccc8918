// The request target read once: decoded path segments and query parameters (threat H29).
#pragma once

#include "node/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// A target in origin form, taken apart.
struct Target {
    std::vector<std::string> segments;  ///< decoded; see Request::segments
    std::vector<QueryParameter> query;
};

/// Reads a target in origin form ("/path?query"), or "*" (no segments).
/// @return nothing for %2F, %5C, %00, a raw backslash, "." and ".." segments (encoded or not),
/// malformed encoding,
///         control characters, text that is not UTF-8, more than 32 segments or 200 parameters
std::optional<Target> parse_target(std::string_view target);

}  // namespace folkmoot::node
