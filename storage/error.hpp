// What can go wrong in this room. The room above folds these into its own error type at the border.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace folkmoot::storage {

/// Why an operation of this room failed.
enum class ErrorCode {
    not_found,       ///< no such record
    already_exists,  ///< the key, or a value of a unique index, is taken
    invalid,         ///< the change breaks a rule of the caller; nothing was written
    corrupt,         ///< a record fails its checksum, tag or verification
    foreign_store,   ///< the directory holds something that is not a store of this kind
    newer_store,     ///< the store was written by a later release
    locked,          ///< another process has the store open
    full,            ///< the disk or the map is full
    queue_full,      ///< more writes are waiting than may wait
    read_only,       ///< an earlier failure of the disk stopped all writing
    io,              ///< the system refused a read or a write
    closed,          ///< the store is shutting down
};

/// Name of a code for logs and metrics, e.g. "malformed". Lives for ever.
std::string_view to_string(ErrorCode code) noexcept;

/// A failure as a value.
struct Error {
    ErrorCode code;
    std::string
        detail;  ///< for the log only: may quote remote bytes, never shown to a stranger unescaped

    friend bool operator==(Error const&, Error const&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace folkmoot::storage
