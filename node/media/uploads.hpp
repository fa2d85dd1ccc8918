// Files that members give: checked, stored under the hash of their bytes, described, taken back,
// and forgotten when nothing uses them. Bytes are stored as they came; nothing here decodes them.
#pragma once

#include "node/app/clock.hpp"
#include "node/error.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Caps on uploads (threats M03, M06).
struct MediaLimits {
    std::uint64_t file_bytes = std::uint64_t{40} << 20;       ///< of one file
    std::uint64_t bytes_per_member = std::uint64_t{4} << 30;  ///< of all files of one member
    std::uint32_t side = 8'192;                               ///< pixels of a picture's longer side
    std::uint64_t pixels = 40'000'000;                        ///< of a whole picture
    std::size_t description_length = 1'500;                   ///< characters
    std::chrono::hours unused{24};  ///< how long an upload waits to be attached
};

/// Where a picture is cropped: -1 to 1 from left to right and from bottom to top.
struct FocalPoint {
    float x{0};
    float y{0};

    friend bool operator==(FocalPoint, FocalPoint) = default;
};

/// "0.1,-0.5" as clients send it; nothing for any other text or a value outside [-1, 1].
std::optional<FocalPoint> parse_focal_point(std::string_view text) noexcept;

/// A file on its way in.
struct NewUpload {
    storage::ActorId owner;
    std::string_view bytes;  ///< valid as long as `keeper`
    std::shared_ptr<void const> keeper;
    std::string description;
    FocalPoint focus;
    bool picture_only{false};  ///< of a profile or group: no other kind of file
};

/// What changes in an upload that no post uses yet; what is not set stays.
struct DescribeUpload {
    storage::ActorId owner;
    storage::MediaId media;
    std::optional<std::string> description;
    std::optional<FocalPoint> focus;
};

/// The uploads of one node. Holds references only; may be used from any thread.
class Uploads {
public:
    /// @param pool  writes files and waits for the disk
    Uploads(
        storage::Store& store, Clock now, boost::asio::thread_pool& pool, MediaLimits limits = {}
    );

    /// Checks and stores a file.
    /// @return its record; Error{too_large}; {unprocessable} for a type that is not taken, a
    ///         picture whose header cannot be read or claims too many pixels, a description that is
    ///         too long, or a member without room left; {unavailable} when the store is full
    boost::asio::awaitable<Result<storage::MediaFileRecord>> store(NewUpload upload);

    /// Changes the description or focal point of an upload that is not attached.
    /// @return Error{not_found} for another member's or an attached file (threat A04),
    ///         {unprocessable}
    boost::asio::awaitable<Result<storage::MediaFileRecord>> describe(DescribeUpload change);

    /// Takes an upload back. @return Error{not_found} for another member's file, {unprocessable}
    /// for one that is in use
    boost::asio::awaitable<Result<void>> remove(storage::ActorId owner, storage::MediaId media);

    /// Forgets up to `most` uploads that have waited too long to be attached; call it again while
    /// it gives `most`.
    /// @return how many
    boost::asio::awaitable<Result<std::size_t>> expire_unused(std::size_t most = 100);

    MediaLimits const& limits() const noexcept { return limits_; }

private:
    Result<storage::MediaFileRecord> check(NewUpload const& upload) const;
    Result<void> check_description(std::string_view description) const;
    void erase_files(std::vector<storage::Sha256> const& hashes) const;

    storage::Store& store_;
    Clock now_;
    boost::asio::thread_pool& pool_;
    MediaLimits limits_;
};

}  // namespace folkmoot::node
