// The last step of every answer, errors included: security headers, conditional and range requests,
// compression, length, and the bytes of the head.
#pragma once

#include "node/app/clock.hpp"
#include "node/http/request.hpp"
#include "node/http/response.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Headers that the configuration decides.
struct FinishPolicy {
    /// Origin of media ("https://media.folk.example"), allowed in pages; empty when media lies on
    /// the node's own.
    std::string media_origin;

    /// Send Strict-Transport-Security on answers to secure requests.
    bool strict_transport{true};
};

/// Content-Security-Policy of HTML pages.
/// @param form_targets  further origins a form may lead to, e.g. a client's redirect URI on the
/// consent page
std::string page_csp(FinishPolicy const& policy, std::string_view form_targets = {});

/// Completes an answer in place: security headers that the handler has not set (threat H26), Date,
/// X-Request-Id, 304 for a matching If-None-Match or If-Modified-Since, 206 and 416 for a single
/// Range of a file, gzip, Vary and Content-Length. A header value with CR, LF or NUL, or a name
/// that is no token, replaces the answer by a bare 500 (threat H27).
/// @param request  nothing when the head could not be read
void finish_response(
    Response& response,
    Request const* request,
    std::string_view request_id,
    FinishPolicy const& policy,
    Time now
);

/// Adds tokens to the Vary header, each once.
void add_vary(Response& response, std::string_view token);

/// Status line and fields as they go on the wire, with the empty line. The answer must be finished.
std::string serialize_head(Response const& response, bool keep_alive);

}  // namespace folkmoot::node
