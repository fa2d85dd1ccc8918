// Hot backup and restore: a compact copy of a snapshot, synced, read back as a whole, with a
// manifest (threats.md R11, R12). Media and key files are covered by the room above.
#pragma once

#include "storage/engine/catalog.hpp"
#include "storage/engine/environment.hpp"
#include "storage/engine/id_generator.hpp"
#include "storage/error.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace folkmoot::storage {

/// What `manifest.json` of a backup says.
struct BackupManifest {
    std::string store_id;
    std::uint32_t schema_version = 0;
    Timestamp created{};
    std::uint64_t bytes = 0;                       ///< of data.mdb
    std::string sha256;                            ///< of data.mdb, hex
    std::uint64_t last_id = 0;                     ///< no id of the backup is greater
    std::map<std::string, std::uint64_t> entries;  ///< by table

    friend bool operator==(BackupManifest const&, BackupManifest const&) = default;
};

/// Writes a backup while the store is in use. The copy is made beside `target` and renamed into
/// place when it has been synced and every record in it was verified. The map is not grown
/// meanwhile.
/// @param target  directory that must not exist yet; its parent must
/// @return the manifest; `already_exists`, `corrupt` when the verification found problems, `full`,
/// `io`
Result<BackupManifest> write_backup(
    Environment const& environment,
    Catalog const& catalog,
    std::filesystem::path const& target,
    Timestamp now
);

/// Reads the manifest of a backup. `not_found`, `corrupt`.
Result<BackupManifest> read_backup_manifest(std::filesystem::path const& backup);

/// Makes a store from a backup: checks size and digest, copies, verifies every record, renames into
/// place.
/// @param directory  missing or empty; `already_exists` otherwise
/// @return the manifest; `corrupt`, `newer_store`, `full`, `io`
Result<BackupManifest> restore_backup(
    std::filesystem::path const& backup,
    Catalog const& catalog,
    std::uint32_t schema_version,
    std::filesystem::path const& directory
);

}  // namespace folkmoot::storage
