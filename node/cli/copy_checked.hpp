// Copies of files for backups: read once, digested on the way, never overwriting anything.
#pragma once

#include "node/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace folkmoot::node {

/// Copies a file and makes the folders above the copy.
/// @param sha256  hex digest that its bytes must have
/// @return its size; Error{not_found} when there is no such file, {unprocessable} when the digest
///         differs (no copy is left), {unavailable} when the copy cannot be written
Result<std::uint64_t> copy_checked(
    std::filesystem::path const& from, std::filesystem::path const& to, std::string const& sha256
);

/// Copies a small file that only its owner may read: mode 0600. Errors as copy_checked, and
/// {conflict} when `to` exists.
Result<void> copy_private(std::filesystem::path const& from, std::filesystem::path const& to);

}  // namespace folkmoot::node
