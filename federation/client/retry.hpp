// Which failures may pass with time, and how long a peer asks us to wait (threats R34, federation
// reference 6.1).
#pragma once

#include "federation/client/http_message.hpp"
#include "federation/error.hpp"

#include <chrono>
#include <optional>

namespace folkmoot::federation {

/// Longest wait that a peer can impose by Retry-After.
inline constexpr std::chrono::seconds retry_after_cap = std::chrono::hours(6);

/// Whether the same request may succeed later: network, TLS and time-outs, and our own full queues,
/// may; refused addresses, invalid input and invalid answers may not. For remote_status ask
/// retryable_status().
bool retryable(ErrorCode code) noexcept;

/// Whether a response of this status may be followed by a success later: 401, 408, 425, 429 and 5xx
/// but 501. (401 because peers answer it when they fail to fetch our key; callers bound those
/// tries.)
bool retryable_status(unsigned status) noexcept;

/// How long the peer asks us to wait: delay in seconds or an HTTP date, at most retry_after_cap;
/// nothing when the header is absent or malformed, zero when the date is past. Source: RFC 9110
/// section 10.2.3.
std::optional<std::chrono::seconds> retry_after(
    HttpResponse const& response, std::chrono::sys_seconds now
);

/// The failure that a response of an error status stands for: 404 not_found, 410 gone, others
/// remote_status.
Error status_error(HttpResponse const& response);

}  // namespace folkmoot::federation
