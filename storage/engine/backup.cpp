#include "storage/engine/backup.hpp"

#include "storage/digest.hpp"
#include "storage/engine/backup_manifest.hpp"
#include "storage/engine/environment_state.hpp"
#include "storage/engine/fault_point.hpp"
#include "storage/engine/file_handle.hpp"
#include "storage/engine/identity.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace folkmoot::storage {

namespace {

namespace fs = std::filesystem;
using detail::system_error;

constexpr char const* data_name = "data.mdb";
constexpr char const* manifest_name = "manifest.json";

/// A directory that is filled beside its final place; removed when it never gets there.
class PartialDirectory {
public:
    explicit PartialDirectory(fs::path target)
        : target_(std::move(target)), path_(target_.string() + ".partial") {}

    ~PartialDirectory() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    PartialDirectory(PartialDirectory const&) = delete;
    PartialDirectory& operator=(PartialDirectory const&) = delete;

    Result<void> make() {
        std::error_code failure;
        fs::remove_all(path_, failure);
        if (!failure && fs::create_directory(path_, failure)) {
            fs::permissions(path_, fs::perms::owner_all, failure);
        }
        return failure ? std::unexpected(system_error(failure.value(), "make the directory", path_))
                       : Result<void>{};
    }

    /// Takes away what reading the copy left and moves it into place.
    Result<void> publish() {
        for (auto const* name : {"lock.mdb", "store.lock"}) {
            std::error_code ignored;
            fs::remove(path_ / name, ignored);
        }
        if (auto const synced = detail::sync_path(path_); !synced) {
            return synced;
        }
        fault_point("backup.before_rename");
        return detail::rename_synced(path_, target_);
    }

    [[nodiscard]] fs::path const& path() const noexcept { return path_; }

private:
    fs::path target_;
    fs::path path_;
};

/// Calls `take` with each piece of a file; number of bytes.
template <class Take>
Result<std::uint64_t> read_in_pieces(fs::path const& path, Take&& take) {
    detail::FileHandle const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return std::unexpected(system_error(errno, "open", path));
    }
    std::vector<char> buffer(std::size_t{1} << 20);
    std::uint64_t size = 0;
    while (true) {
        auto const got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return std::unexpected(system_error(errno, "read", path));
        }
        if (got == 0) {
            return size;
        }
        size += static_cast<std::uint64_t>(got);
        take(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
    }
}

/// Size and digest of a file, for the manifest or against it.
Result<std::pair<std::uint64_t, std::string>> measure(fs::path const& path) {
    Sha256Stream digest;
    auto const size =
        read_in_pieces(path, [&digest](std::string_view piece) { digest.update(piece); });
    if (!size) {
        return std::unexpected(size.error());
    }
    return std::pair(*size, to_hex(digest.finish()));
}

Result<void> copy_snapshot(Environment const& environment, fs::path const& directory) {
    // The snapshot keeps the map from being moved while LMDB copies from it.
    auto const snapshot = environment.read();
    if (!snapshot) {
        return std::unexpected(snapshot.error());
    }
    auto const& state = detail::TransactionAccess::state(environment);
    auto const code = mdb_env_copy2(state.env, directory.c_str(), MDB_CP_COMPACT);
    if (code != MDB_SUCCESS) {
        return std::unexpected(detail::lmdb_error(code, "copy the store"));
    }
    return detail::sync_path(directory / data_name);
}

/// What reading a copy as a whole tells.
struct CopyContents {
    std::string store_id;
    std::uint32_t schema_version;
    std::uint64_t last_id;
    std::map<std::string, std::uint64_t> entries;
};

Result<CopyContents> verify_copy(
    fs::path const& directory, Catalog const& catalog, std::uint32_t schema_version, OpenMode mode
) {
    auto const copy = Environment::open(
        {.directory = directory,
         .mode = mode,
         .databases = catalog.database_names(),
         .schema_version = schema_version}
    );
    if (!copy) {
        return std::unexpected(copy.error());
    }
    auto const txn = copy->read();
    if (!txn) {
        return std::unexpected(txn.error());
    }
    auto report = catalog.verify(*txn);
    if (!report) {
        return std::unexpected(report.error());
    }
    if (!report->clean()) {
        auto const& first = report->problems.front();
        return std::unexpected(Error{
            ErrorCode::corrupt,
            std::to_string(report->problem_count) + " damaged entries, the first in " +
                first.database + ": " + first.detail
        });
    }
    auto const mark = detail::read_meta(*txn, detail::meta_id_mark);
    auto const last_id = mark ? decode_key<std::uint64_t>(*mark) : std::nullopt;
    return CopyContents{
        copy->store_id(), copy->schema_version(), last_id.value_or(0), std::move(report->entries)
    };
}

/// Tables that a later release has added are not in the manifest.
bool holds_all(
    std::map<std::string, std::uint64_t> const& found,
    std::map<std::string, std::uint64_t> const& promised
) {
    return std::ranges::all_of(promised, [&found](auto const& promise) {
        auto const entry = found.find(promise.first);
        return entry == found.end() || entry->second == promise.second;
    });
}

Result<void> require_absent(fs::path const& path, bool empty_will_do) {
    std::error_code failure;
    if (!fs::exists(path, failure) || (empty_will_do && fs::is_empty(path, failure) && !failure)) {
        return {};
    }
    return std::unexpected(Error{ErrorCode::already_exists, path.string() + " is there already"});
}

Result<void> copy_checked(
    fs::path const& from, fs::path const& to, BackupManifest const& manifest
) {
    detail::FileHandle const out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!out.is_open()) {
        return std::unexpected(system_error(errno, "create", to));
    }
    Sha256Stream digest;
    int failure = 0;
    auto const size = read_in_pieces(from, [&](std::string_view piece) {
        digest.update(piece);
        while (failure == 0 && !piece.empty()) {
            auto const written = ::write(out.get(), piece.data(), piece.size());
            if (written < 0) {
                failure = errno == EINTR ? 0 : errno;
            } else {
                piece.remove_prefix(static_cast<std::size_t>(written));
            }
        }
    });
    if (!size) {
        return std::unexpected(size.error());
    }
    if (failure != 0 || ::fsync(out.get()) != 0) {
        return std::unexpected(system_error(failure != 0 ? failure : errno, "write", to));
    }
    if (*size != manifest.bytes || to_hex(digest.finish()) != manifest.sha256) {
        return std::unexpected(
            Error{ErrorCode::corrupt, from.string() + " is not what the manifest says"}
        );
    }
    return {};
}

}  // namespace

Result<BackupManifest> write_backup(
    Environment const& environment, Catalog const& catalog, fs::path const& target, Timestamp now
) {
    if (auto const absent = require_absent(target, /*empty_will_do=*/false); !absent) {
        return std::unexpected(absent.error());
    }
    PartialDirectory partial(target);
    if (auto const made = partial.make(); !made) {
        return std::unexpected(made.error());
    }
    if (auto const copied = copy_snapshot(environment, partial.path()); !copied) {
        return std::unexpected(copied.error());
    }
    if (auto const named = detail::write_identity(partial.path(), environment.store_id()); !named) {
        return std::unexpected(named.error());
    }
    auto contents =
        verify_copy(partial.path(), catalog, environment.schema_version(), OpenMode::read_only);
    if (!contents) {
        return std::unexpected(contents.error());
    }
    auto measured = measure(partial.path() / data_name);
    if (!measured) {
        return std::unexpected(measured.error());
    }
    BackupManifest manifest{
        .store_id = std::move(contents->store_id),
        .schema_version = contents->schema_version,
        .created = now,
        .bytes = measured->first,
        .sha256 = std::move(measured->second),
        .last_id = contents->last_id,
        .entries = std::move(contents->entries),
    };
    auto const written =
        detail::write_synced(partial.path() / manifest_name, detail::write_manifest(manifest));
    auto const published = written ? partial.publish() : written;
    return published ? Result<BackupManifest>(std::move(manifest))
                     : std::unexpected(published.error());
}

Result<BackupManifest> read_backup_manifest(fs::path const& backup) {
    auto const text = detail::read_small_file(backup / manifest_name);
    return text ? detail::parse_manifest(*text) : std::unexpected(text.error());
}

Result<BackupManifest> restore_backup(
    fs::path const& backup,
    Catalog const& catalog,
    std::uint32_t schema_version,
    fs::path const& directory
) {
    auto manifest = read_backup_manifest(backup);
    if (!manifest) {
        return manifest;
    }
    if (manifest->schema_version > schema_version) {
        return std::unexpected(Error{ErrorCode::newer_store, "the backup is of a later release"});
    }
    if (auto const absent = require_absent(directory, /*empty_will_do=*/true); !absent) {
        return std::unexpected(absent.error());
    }
    PartialDirectory partial(directory);
    if (auto const made = partial.make(); !made) {
        return std::unexpected(made.error());
    }
    if (auto const copied = copy_checked(backup / data_name, partial.path() / data_name, *manifest);
        !copied) {
        return std::unexpected(copied.error());
    }
    if (auto const named = detail::write_identity(partial.path(), manifest->store_id); !named) {
        return std::unexpected(named.error());
    }
    // An older backup is migrated first; its digest proves that it is what was verified when it was
    // made.
    if (manifest->schema_version == schema_version) {
        auto const contents =
            verify_copy(partial.path(), catalog, schema_version, OpenMode::open_existing);
        if (!contents) {
            return std::unexpected(contents.error());
        }
        if (!holds_all(contents->entries, manifest->entries)) {
            return std::unexpected(
                Error{ErrorCode::corrupt, "the backup does not hold what its manifest says"}
            );
        }
    }
    std::error_code ignored;
    fs::remove(directory, ignored);
    auto const published = partial.publish();
    return published ? std::move(manifest) : std::unexpected(published.error());
}

}  // namespace folkmoot::storage
