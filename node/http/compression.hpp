// gzip for answers: what is worth it, who accepts it, and the work itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Bodies below this many bytes are sent as they are: they fit in one packet anyway.
inline constexpr std::size_t least_compressed_bytes = 1024;

/// Bodies above this many bytes are not compressed while a client waits.
inline constexpr std::size_t most_compressed_bytes = 1024 * 1024;

/// True for text types (HTML, CSS, JavaScript, JSON and its suffixes, XML, SVG, plain text).
/// @param media_type  a Content-Type with or without parameters
bool is_compressible(std::string_view media_type) noexcept;

/// True when an Accept-Encoding header admits gzip (q above 0).
bool accepts_gzip(std::string_view accept_encoding) noexcept;

/// Compresses with zlib at level 5. Nothing when zlib has no memory.
std::optional<std::string> gzip(std::string_view bytes);

}  // namespace folkmoot::node
