// What can go wrong in this room. The room above folds these into its own error type at the border.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace folkmoot::federation {

/// Why an operation of this room failed.
enum class ErrorCode {
    invalid_input,       ///< the caller or the peer sent something malformed
    refused_address,     ///< the guard of the outbound door refuses this URL or address
    unreachable,         ///< DNS, connection, TLS or time-out: may work later
    remote_status,       ///< the peer answered with an error status
    remote_invalid,      ///< the peer answered with something that is not what it must be
    not_found,           ///< the peer says that it does not exist
    gone,                ///< the peer says that it existed and is gone
    budget_exhausted,    ///< this activity has used up its fetches
    unauthenticated,     ///< signature missing or invalid
    forbidden,           ///< valid, but policy or ownership forbids it
    unavailable,         ///< our own store or a queue cannot take it now
    internal,            ///< a bug or a broken store
};

/// Name of a code for logs and metrics, e.g. "malformed". Lives for ever.
std::string_view to_string(ErrorCode code) noexcept;

/// A failure as a value.
struct Error {
    ErrorCode code;
    std::string detail;  ///< for the log only: may quote remote bytes, never shown to a stranger unescaped

    friend bool operator==(Error const&, Error const&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace folkmoot::federation
