// One request and its response on one connection. Knows nothing of names, redirects or pools. The
// request is written by hand, the response read by Beast, under caps of time and bytes.
#pragma once

#include "federation/client/client_metrics.hpp"
#include "federation/client/connection.hpp"
#include "federation/client/http_client.hpp"
#include "federation/client/http_message.hpp"
#include "federation/client/url.hpp"
#include "federation/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <expected>
#include <memory>
#include <string>

namespace folkmoot::federation {

/// A failure together with its class for the metrics.
struct FetchFailure {
    FetchOutcome outcome = FetchOutcome::transport_failed;
    Error error{ErrorCode::internal, {}};
    bool response_began =
        true;  ///< whether a byte of the response had come, or time was what failed
};

/// What goes over the wire.
struct WireRequest {
    Method method = Method::get;
    std::string
        head;  ///< request line and header fields with the empty line, see write_request_head()
    std::string body;
};

/// A complete response.
struct WireResponse {
    HttpResponse response;  ///< without final_url
    bool reusable = false;  ///< whether the connection is clean for another request
};

/// Writes request line and fields: the client's own first, then `headers`.
/// @return Error{invalid_input} when a name is not a token or a value holds CR, LF or NUL
Result<std::string> write_request_head(
    Method method,
    Url const& url,
    std::string const& user_agent,
    HeaderList const& headers,
    bool gzip,
    std::size_t body_size
);

/// Sends the request and reads the response. Must run on the connection's strand; leaves no
/// deadline behind. Interim (1xx) responses are skipped. A body is complete only with its declared
/// length, its last chunk, or an orderly end.
/// @param deadline end of the whole fetch
boost::asio::awaitable<std::expected<WireResponse, FetchFailure>> exchange(
    std::shared_ptr<Connection> connection,
    WireRequest request,
    FetchLimits limits,
    bool gzip,
    std::chrono::steady_clock::time_point deadline
);

}  // namespace folkmoot::federation
