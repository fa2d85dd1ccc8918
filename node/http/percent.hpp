// Percent-encoding of RFC 3986 and the form encoding of the URL standard.
#pragma once

#include "node/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// True for well-formed UTF-8 without overlong forms, surrogates or values above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

/// Decodes %XX once. Nothing when a % is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

/// Encodes everything but the unreserved characters of RFC 3986 section 2.3.
std::string percent_encode(std::string_view text);

/// Reads `a=1&b=2`: `+` is a blank, %XX is decoded, a name without `=` has the value "".
/// @return nothing when an encoding is malformed, decodes to NUL or to what is not UTF-8, or when
/// there are more than
///         `max_parameters`
std::optional<std::vector<QueryParameter>> parse_form(
    std::string_view text, std::size_t max_parameters = 200
);

}  // namespace folkmoot::node
