#include "storage/engine/file_handle.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace folkmoot::storage::detail {

FileHandle::~FileHandle() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

Error system_error(int code, std::string_view what, std::filesystem::path const& path) {
    auto kind = ErrorCode::io;
    if (code == ENOSPC || code == EDQUOT) {
        kind = ErrorCode::full;
    } else if (code == ENOENT) {
        kind = ErrorCode::not_found;
    }
    return {
        kind, std::string(what) + " " + path.string() + ": " + std::generic_category().message(code)
    };
}

Result<FileHandle> lock_file(std::filesystem::path const& path) {
    FileHandle handle(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!handle.is_open()) {
        return std::unexpected(system_error(errno, "open the lock file", path));
    }
    if (::flock(handle.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return std::unexpected(Error{
                ErrorCode::locked,
                "another process has the store open: " + path.parent_path().string()
            });
        }
        return std::unexpected(system_error(errno, "lock", path));
    }
    return handle;
}

Result<void> write_synced(std::filesystem::path const& path, std::string_view text) {
    FileHandle const file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file.is_open()) {
        return std::unexpected(system_error(errno, "create", path));
    }
    while (!text.empty()) {
        auto const written = ::write(file.get(), text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return std::unexpected(system_error(errno, "write", path));
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0) {
        return std::unexpected(system_error(errno, "sync", path));
    }
    return {};
}

Result<std::string> read_small_file(std::filesystem::path const& path) {
    constexpr std::size_t limit = 64 * 1024;
    FileHandle const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return std::unexpected(system_error(errno, "open", path));
    }
    std::string text(limit + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        auto const got = ::read(file.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return std::unexpected(system_error(errno, "read", path));
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(got);
    }
    if (size > limit) {
        return std::unexpected(Error{ErrorCode::corrupt, path.string() + " is too long"});
    }
    text.resize(size);
    return text;
}

Result<void> sync_path(std::filesystem::path const& path) {
    FileHandle const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return std::unexpected(system_error(errno, "open", path));
    }
    if (::fsync(file.get()) != 0) {
        return std::unexpected(system_error(errno, "sync", path));
    }
    return {};
}

Result<void> rename_synced(std::filesystem::path const& from, std::filesystem::path const& to) {
    std::error_code failure;
    std::filesystem::rename(from, to, failure);
    if (failure) {
        return std::unexpected(system_error(failure.value(), "rename", from));
    }
    return sync_path(to.parent_path());
}

}  // namespace folkmoot::storage::detail
