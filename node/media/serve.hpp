// Stored files as answers. The type comes from the record, which has it from the bytes; nothing is
// ever served as ActivityPub, and nothing runs as a page (threats M05, M08).
#pragma once

#include "node/error.hpp"
#include "node/http/endpoint.hpp"
#include "node/http/response.hpp"
#include "storage/store.hpp"

#include <span>
#include <string_view>

namespace folkmoot::node {

/// The file of a name, "3f…9a.png": 64 hexadecimal digits and the extension of its type. The server
/// answers Range and If-None-Match from what is set here.
/// @return Error{not_found} for any other name and for a file that no record names any more
Result<Response> serve_media(storage::Store& store, std::string_view name);

/// `GET /media/*name`.
std::span<Endpoint const> media_file_endpoints() noexcept;

}  // namespace folkmoot::node
