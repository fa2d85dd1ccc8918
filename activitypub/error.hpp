// What can go wrong in this room. The room above folds these into its own error type at the border.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// Why an operation of this room failed.
enum class ErrorCode {
    malformed,          ///< not the syntax it claims to be
    too_large,          ///< more bytes, levels, nodes or entries than the cap allows
    wrong_type,         ///< a property holds a JSON type or a vocabulary type that is not allowed there
    missing,            ///< a required property, header or parameter is absent
    origin_mismatch,    ///< ids that must share an origin do not
    unsupported,        ///< well-formed, but an algorithm, scheme or type that we do not take
    expired,            ///< outside its window of time
    digest_mismatch,    ///< the body is not the one that was digested
    signature_invalid,  ///< the signature or proof does not verify
    internal,           ///< a library refused what it never should
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

}  // namespace folkmoot::activitypub
