#include "node/cli/node_backup.hpp"

#include "node/cli/copy_checked.hpp"
#include "node/cli/made_paths.hpp"
#include "node/cli/missing_media.hpp"
#include "node/fold_errors.hpp"

#include <fcntl.h>
#include <fstream>
#include <numeric>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace folkmoot::node {
namespace {

namespace fs = std::filesystem;

constexpr char const* settings_name = "folkmoot.toml";
constexpr char const* key_name = "secret.key";
constexpr char const* media_list_name = "media.sha256";

fs::path media_path(std::string const& hash) {
    return fs::path(hash.substr(0, 2)) / hash.substr(2, 2) / hash;
}

std::unexpected<Error> in_the_way(fs::path const& path, std::string const& remedy) {
    return refused(ErrorCode::conflict, path.string() + " is there already; " + remedy);
}

Result<void> make_directory(fs::path const& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (!error) {
        fs::permissions(path, fs::perms::owner_all, error);
    }
    return error ? Result<void>(refused(
                       ErrorCode::unavailable, path.string() + " cannot be made: " + error.message()
                   ))
                 : Result<void>{};
}

/// Copies the media files of a store that are not in `target` yet.
Result<void> copy_media(
    storage::Store& store, Config const& config, fs::path const& target, BackupSummary& summary
) {
    std::vector<std::string> hashes;
    auto const listed = store.media().for_each([&](storage::Sha256 const& hash, std::uint64_t) {
        hashes.push_back(storage::to_hex(hash));
    });
    if (!listed) {
        return failed(listed.error());
    }
    std::ofstream list(target / media_list_name, std::ios::app);
    auto const from = fs::path(config.storage.directory) / "media";
    for (auto const& hash : hashes) {
        auto const to = target / "media" / media_path(hash);
        if (fs::exists(to) || std::ranges::find(summary.damaged, hash) != summary.damaged.end()) {
            continue;
        }
        auto const copied = copy_checked(from / media_path(hash), to, hash);
        if (copied) {
            ++summary.media_files;
            summary.media_bytes += *copied;
            list << hash << "  media/" << media_path(hash).string() << '\n';
        } else if (copied.error().code == ErrorCode::unprocessable) {
            summary.damaged.push_back(hash);
        } else if (copied.error().code != ErrorCode::not_found) {
            return std::unexpected(copied.error());
        }
    }
    return list.flush() ? Result<void>{}
                        : refused(ErrorCode::unavailable, "The list of files cannot be written.");
}

/// Makes everything under a path durable.
Result<void> sync_all(fs::path const& path) {
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool const synced = descriptor >= 0 && ::syncfs(descriptor) == 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return synced ? Result<void>{}
                  : refused(ErrorCode::unavailable, path.string() + " cannot be synced.");
}

std::uint64_t total(std::map<std::string, std::uint64_t> const& entries) {
    return std::accumulate(
        entries.begin(),
        entries.end(),
        std::uint64_t{0},
        [](std::uint64_t sum, auto const& table) { return sum + table.second; }
    );
}

Result<void> check_empty(fs::path const& directory) {
    std::error_code error;
    if (!fs::exists(directory, error) ||
        (fs::is_directory(directory, error) && fs::is_empty(directory, error) && !error)) {
        return {};
    }
    return in_the_way(directory, "restore into a directory that is empty or missing.");
}

Result<void> restore_media(fs::path const& backup, Config const& config, BackupSummary& summary) {
    std::ifstream list(backup / media_list_name);
    if (!list) {
        return refused(ErrorCode::not_found, (backup / media_list_name).string() + " is missing.");
    }
    std::string entry;
    while (std::getline(list, entry)) {
        auto const hash = entry.substr(0, 64);
        if (hash.size() != 64 || hash.find_first_not_of("0123456789abcdef") != std::string::npos) {
            return refused(
                ErrorCode::unprocessable, std::string{media_list_name} + " is damaged: " + entry
            );
        }
        auto const copied = copy_checked(
            backup / "media" / media_path(hash),
            fs::path(config.storage.directory) / "media" / media_path(hash),
            hash
        );
        if (!copied) {
            return std::unexpected(copied.error());
        }
        ++summary.media_files;
        summary.media_bytes += *copied;
    }
    return {};
}

/// Settings may lead to files outside of the data directory: those must not be overwritten.
Result<Config> restore_settings(fs::path const& backup, fs::path const& directory) {
    auto config = load_config(backup, process_environment());
    if (!config) {
        return refused(
            ErrorCode::not_found,
            backup.string() + " is no backup of a node: " + config.error().safe
        );
    }
    auto made = make_directory(directory);
    if (made) {
        made = copy_private(backup / settings_name, directory / settings_name);
    }
    if (!made) {
        return std::unexpected(made.error());
    }
    return load_config(directory, process_environment());
}

}  // namespace

Result<BackupSummary> write_node_backup(
    storage::Store& store,
    Config const& config,
    fs::path const& directory,
    fs::path const& target,
    Time now
) {
    auto const partial = fs::path(target.string() + ".partial");
    if (fs::exists(target)) {
        return in_the_way(target, "name a directory that does not exist yet.");
    }
    if (fs::exists(partial)) {
        return in_the_way(partial, "it is left from an interrupted backup: remove it first.");
    }
    BackupSummary summary;
    auto done = make_directory(partial / "media");
    if (done) {
        done = make_directory(partial);
    }
    // Files first and once more after the records: one that is erased in between was copied before,
    // one that came in between is copied after.
    if (done) {
        done = copy_media(store, config, partial, summary);
    }
    if (done) {
        auto const manifest = store.backup(partial / "store", now);
        done = manifest ? Result<void>{} : failed(manifest.error());
        summary.records = manifest ? total(manifest->entries) : 0;
    }
    if (done) {
        done = copy_media(store, config, partial, summary);
    }
    if (done) {
        auto missing = missing_media(store);
        done = missing ? Result<void>{} : std::unexpected(missing.error());
        summary.missing = std::move(missing).value_or(std::vector<std::string>{});
    }
    if (done) {
        done = copy_private(directory / settings_name, partial / settings_name);
    }
    if (done) {
        done = copy_private(config.storage.key_file, partial / key_name);
    }
    if (done) {
        done = sync_all(partial);
    }
    if (!done) {
        std::error_code ignored;
        fs::remove_all(partial, ignored);
        return std::unexpected(done.error());
    }
    std::error_code error;
    fs::rename(partial, target, error);
    if (error) {
        return refused(
            ErrorCode::unavailable, target.string() + " cannot be named: " + error.message()
        );
    }
    auto const synced = sync_all(target.parent_path());
    return synced ? Result<BackupSummary>(std::move(summary)) : std::unexpected(synced.error());
}

Result<BackupSummary> restore_node_backup(fs::path const& backup, fs::path const& directory) {
    if (auto const empty = check_empty(directory); !empty) {
        return std::unexpected(empty.error());
    }
    // What a failed restore made goes again: the next one must not find it in its way.
    MadePaths made;
    made.expect(directory);
    made.expect(directory / settings_name);
    auto const config = restore_settings(backup, directory);
    if (!config) {
        return std::unexpected(config.error());
    }
    fs::path const data(config->storage.directory);
    if (fs::exists(data / "store")) {
        return in_the_way(data / "store", "move it away first, or change storage.directory.");
    }
    if (fs::exists(config->storage.key_file)) {
        return in_the_way(config->storage.key_file, "move it away first.");
    }
    made.expect(data / "store");
    made.expect(data / "media");
    made.expect(config->storage.key_file);
    BackupSummary summary;
    auto const manifest = storage::Store::restore(backup / "store", data);
    if (!manifest) {
        auto error = fold(manifest.error());
        error.safe = "The records of " + backup.string() + " cannot be restored.";
        return std::unexpected(std::move(error));
    }
    summary.records = total(manifest->entries);
    auto done = make_directory(data / "media");
    if (done) {
        done = restore_media(backup, *config, summary);
    }
    if (done) {
        done = copy_private(backup / key_name, config->storage.key_file);
    }
    if (done) {
        done = sync_all(data);
    }
    if (!done) {
        return std::unexpected(done.error());
    }
    made.keep();
    return summary;
}

}  // namespace folkmoot::node
