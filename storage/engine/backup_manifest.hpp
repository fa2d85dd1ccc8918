// The manifest of a backup as JSON. Internal to backup.hpp.
#pragma once

#include "storage/engine/backup.hpp"
#include "storage/error.hpp"

#include <string>
#include <string_view>

namespace folkmoot::storage::detail {

/// Text of `manifest.json`.
std::string write_manifest(BackupManifest const& manifest);

/// Reads it back; `corrupt` when a member is missing or of a wrong type.
Result<BackupManifest> parse_manifest(std::string_view text);

}  // namespace folkmoot::storage::detail
