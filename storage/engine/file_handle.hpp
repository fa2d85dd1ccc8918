// A file descriptor that closes itself, and the few file operations of the engine whose order
// matters for durability.
#pragma once

#include "storage/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace folkmoot::storage::detail {

/// An open file; move-only.
class FileHandle {
public:
    FileHandle() = default;

    explicit FileHandle(int descriptor) noexcept : descriptor_(descriptor) {}

    FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

    FileHandle& operator=(FileHandle&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }

    ~FileHandle();

    [[nodiscard]] int get() const noexcept { return descriptor_; }

    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }

private:
    int descriptor_ = -1;
};

/// `io`, `full` or `not_found` with the system's words.
Error system_error(int code, std::string_view what, std::filesystem::path const& path);

/// Takes the exclusive lock of a store's directory without waiting; held until the handle is
/// closed. `locked`.
Result<FileHandle> lock_file(std::filesystem::path const& path);

/// Writes a whole file and syncs it.
Result<void> write_synced(std::filesystem::path const& path, std::string_view text);

/// Reads a small file; `not_found`; `corrupt` above 64 KiB.
Result<std::string> read_small_file(std::filesystem::path const& path);

/// Syncs a file or a directory.
Result<void> sync_path(std::filesystem::path const& path);

/// Renames and syncs the directory of the new name.
Result<void> rename_synced(std::filesystem::path const& from, std::filesystem::path const& to);

}  // namespace folkmoot::storage::detail
