// zstd for activities that are kept as received. Compress before a write job, not in it.
#pragma once

#include "storage/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace folkmoot::storage {

/// Compressed bytes, one zstd frame that names its content size.
std::string compress(std::string_view bytes);

/// The bytes again. `corrupt` when the frame is damaged, names no size or one beyond `limit`.
Result<std::string> decompress(std::string_view frame, std::size_t limit);

}  // namespace folkmoot::storage
