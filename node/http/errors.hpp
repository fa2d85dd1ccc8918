// Failures as answers: {"error": …} for programs, a page for people; fixed texts and a request id,
// never a detail (threat H28).
#pragma once

#include "node/error.hpp"
#include "node/http/request.hpp"
#include "node/http/response.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Draws an error page. Given the status, a text that strangers may read, and the request
/// (language, id); gives complete HTML. Supplied by node/pages, so that the HTTP layer knows no
/// template.
using ErrorPage = std::function<std::string(int status, std::string_view text, Request const&)>;

/// {"error": text, "request_id": id} with a status.
Response error_response(int status, std::string_view text, std::string_view request_id);

/// The same for an Error: its safe text, or a fixed one of its code when that is empty. 401 carries
/// WWW-Authenticate, 503 and 429 carry Retry-After.
Response error_response(Error const& error, std::string_view request_id);

/// What a stranger is told about a code when nothing better is known.
std::string_view default_text(ErrorCode code) noexcept;

}  // namespace folkmoot::node
