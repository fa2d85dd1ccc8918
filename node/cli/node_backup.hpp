// Backup and restore of a whole node: records, media files, settings and the key file (threats R11,
// R12; decision 29). A backup is a directory:
//
//     folkmoot.toml secret.key     settings, and the key that encrypts the members' signing keys
//     store/                       the records with a manifest (storage/engine/backup.hpp)
//     media/ab/cd/<hash>           every file that the records name
//     media.sha256                 what must be there, in the form of sha256sum(1)
#pragma once

#include "node/app/clock.hpp"
#include "node/config/config.hpp"
#include "node/error.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace folkmoot::node {

/// What was written.
struct BackupSummary {
    std::uint64_t records{0};  ///< entries of all tables
    std::uint64_t media_files{0};
    std::uint64_t media_bytes{0};

    /// Hashes of files whose bytes are not those of their name: not part of the backup.
    std::vector<std::string> damaged;

    /// Hashes of files that records name and that are not there.
    std::vector<std::string> missing;
};

/// Writes a backup while the node runs. It is made beside `target` and gets its name when it is
/// complete and synced.
/// @param directory  the data directory, with folkmoot.toml
/// @param target     must not exist; its parent must
/// @return Error{conflict} when the target, or what an interrupted backup left, is there;
///         {unavailable} when the disk is full
Result<BackupSummary> write_node_backup(
    storage::Store& store,
    Config const& config,
    std::filesystem::path const& directory,
    std::filesystem::path const& target,
    Time now
);

/// Makes a data directory from a backup. Every record and file is checked against its digest. What
/// it made is removed again when it fails.
/// @param directory  missing or empty
/// @return Error{not_found} for a directory that is no backup; {conflict} for a data directory that
///         holds something, or settings that lead out of it to files that are there;
///         {unprocessable} when a digest differs; {unavailable} when the disk is full
Result<BackupSummary> restore_node_backup(
    std::filesystem::path const& backup, std::filesystem::path const& directory
);

}  // namespace folkmoot::node
