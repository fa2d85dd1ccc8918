// The one error type that doors turn into answers: a code, a text for strangers, a detail for the
// log.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Why a request, a command or an incoming activity was not carried out.
enum class ErrorCode {
    invalid_input,       ///< 400: malformed
    unauthenticated,     ///< 401: no valid credentials
    forbidden,           ///< 403: known, and not allowed (only where existence is public)
    not_found,           ///< 404: unknown, or not visible to the viewer
    gone,                ///< 410: existed, deleted
    conflict,            ///< 409
    too_large,           ///< 413
    unsupported_media,   ///< 415
    unprocessable,       ///< 422: well-formed, breaks a rule that the text names
    rate_limited,        ///< 429
    remote_unavailable,  ///< 503: a peer that we need did not answer
    unavailable,         ///< 503: the store is full, read-only or the queue is full
    internal,            ///< 500
};

/// Name for logs and metrics, e.g. "not_found". Lives for ever.
std::string_view to_string(ErrorCode code) noexcept;

/// HTTP status of a code (reference: mastodon-api conventions, section 3.4).
int http_status(ErrorCode code) noexcept;

/// A failure as a value.
struct Error {
    ErrorCode code{ErrorCode::internal};
    std::string safe;    ///< may be shown to a stranger; says what to do next
    std::string detail;  ///< for the log only
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace folkmoot::node
