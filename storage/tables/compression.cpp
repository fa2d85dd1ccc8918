#include "storage/tables/compression.hpp"

#include <zstd.h>

namespace folkmoot::storage {

std::string compress(std::string_view bytes) {
    constexpr int level = 3;
    std::string frame(ZSTD_compressBound(bytes.size()), '\0');
    // Cannot fail: the buffer has the size that the library asked for.
    auto const size = ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), level);
    frame.resize(ZSTD_isError(size) != 0 ? 0 : size);
    return frame;
}

Result<std::string> decompress(std::string_view frame, std::size_t limit) {
    auto const size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > limit) {
        return std::unexpected(
            Error{ErrorCode::corrupt, "compressed bytes of unknown or great size"}
        );
    }
    std::string bytes(size, '\0');
    auto const written = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
    if (ZSTD_isError(written) != 0 || written != size) {
        return std::unexpected(Error{ErrorCode::corrupt, "compressed bytes are damaged"});
    }
    return bytes;
}

}  // namespace folkmoot::storage
