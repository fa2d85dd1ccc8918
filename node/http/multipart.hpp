// multipart/form-data (RFC 7578) over a body that is complete: parts are views, no byte is copied.
#pragma once

#include "node/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// One part of a form.
struct FormPart {
    std::string name;          ///< of the field; brackets as received
    std::string filename;      ///< as the client says
    std::string content_type;  ///< as the client says, "" when not
    bool is_file{false};       ///< a filename was given, even an empty one
    std::string_view bytes;    ///< view into the body
};

/// Splits a body at its boundary.
/// @param content_type  the request's Content-Type with the boundary parameter
/// @return invalid_input when the boundary is missing or malformed, a part has no name, its head is
/// longer than 4 KiB,
///         or the closing boundary does not come; too_large for more than `max_parts`
Result<std::vector<FormPart>> split_multipart(
    std::string_view body, std::string_view content_type, std::size_t max_parts
);

}  // namespace folkmoot::node
