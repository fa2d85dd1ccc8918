// Files named by the SHA-256 of their bytes, two folder levels deep, below one directory:
// "ab/cd/<64 hex digits>". Bytes are stored as given; what they are and who may see them is not
// known here. A file is durable before its name exists, and every path is walked without following
// symbolic links, so that nothing leads out of the directory.
#pragma once

#include "storage/digest.hpp"
#include "storage/engine/file_handle.hpp"
#include "storage/error.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::storage {

/// A descriptor that closes itself.
using FileHandle = detail::FileHandle;

/// A stored file, opened for reading.
struct OpenMedia {
    FileHandle file;
    std::uint64_t size = 0;
};

class MediaStore;

/// Keeps a file from being erased until the record that names it is committed; then let go of it.
class MediaPin {
public:
    MediaPin() = default;
    MediaPin(MediaPin&& other) noexcept;
    MediaPin& operator=(MediaPin&& other) noexcept;
    ~MediaPin();

private:
    friend class MediaUpload;

    MediaPin(MediaStore* store, Sha256 hash) : store_(store), hash_(hash) {}

    MediaStore* store_ = nullptr;
    Sha256 hash_{};
};

/// What a finished upload became.
struct StoredMedia {
    Sha256 hash{};
    std::uint64_t size = 0;
    bool created = false;  ///< false: the same bytes were there already
    MediaPin pin;
};

/// A file that is being received. Dropping it before `finish` leaves nothing behind.
class MediaUpload {
public:
    MediaUpload(MediaUpload&& other) noexcept;
    MediaUpload& operator=(MediaUpload&&) = delete;
    ~MediaUpload();

    /// Adds bytes. Errors: full (quota or disk), io; after an error the upload can only be dropped.
    Result<void> append(std::string_view bytes);

    /// Makes the file durable and gives it its name.
    Result<StoredMedia> finish();

private:
    friend class MediaStore;
    MediaUpload(MediaStore& store, FileHandle file, std::string name);

    MediaStore* store_;
    FileHandle file_;
    std::string name_;
    Sha256Stream digest_;
    std::uint64_t size_ = 0;
};

/// The store. All members may be called from several threads at once.
class MediaStore {
public:
    /// Opens or creates the directory and removes unfinished uploads of an earlier run.
    /// @param directory  owned by this program alone, mode 0700 when created
    /// @param quota      most bytes that all files together may take
    /// @param used       bytes that the files take now, as the records know
    /// (MediaFiles::total_bytes) Errors: io; invalid when the directory is a symbolic link.
    static Result<std::unique_ptr<MediaStore>> open(
        std::filesystem::path const& directory, std::uint64_t quota, std::uint64_t used
    );

    ~MediaStore();

    /// Starts an upload.
    Result<MediaUpload> begin();

    /// Stores bytes that are all there.
    Result<StoredMedia> put(std::string_view bytes);

    /// Opens a file for reading. Error: not_found.
    Result<OpenMedia> open_file(Sha256 const& hash) const;

    /// The bytes of a file. Errors: not_found; full when it is longer than `limit`.
    Result<std::string> read(Sha256 const& hash, std::uint64_t limit) const;

    /// Erases a file that nothing names any more.
    /// @param still_referenced  asked while no pin can appear; must read a snapshot begun inside
    /// the call
    /// @return true when the file is gone; false when it is pinned or referenced, and stays
    Result<bool> erase(Sha256 const& hash, std::function<bool()> const& still_referenced);

    /// Reads every file anew and compares it with its name.
    /// @return names of files whose bytes differ, relative to the directory
    Result<std::vector<std::string>> verify() const;

    /// Calls `visit` with the hash of every stored file: to find those that no record names.
    Result<void> for_each(std::function<void(Sha256 const&, std::uint64_t size)> const& visit
    ) const;

    /// Bytes that the files take, uploads under way included.
    std::uint64_t used_bytes() const;

private:
    friend class MediaUpload;
    friend class MediaPin;

    MediaStore(FileHandle root, FileHandle uploads, std::uint64_t quota, std::uint64_t used);

    bool reserve(std::uint64_t bytes);
    void release(std::uint64_t bytes);
    void unpin(Sha256 const& hash);
    Result<StoredMedia> adopt(MediaUpload& upload, Sha256 const& hash);

    struct State;
    FileHandle root_;
    FileHandle uploads_;
    std::uint64_t quota_;
    std::unique_ptr<State> state_;
};

}  // namespace folkmoot::storage
