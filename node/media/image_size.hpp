// Width and height of a picture, read from its header without decoding anything (threat M03: a
// bomb is told before a decoder sees it).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace folkmoot::node {

/// Size in pixels.
struct ImageSize {
    std::uint32_t width{0};
    std::uint32_t height{0};

    friend bool operator==(ImageSize, ImageSize) = default;
};

/// The size that the header of a PNG, JPEG, GIF or WebP file claims. Safe on any bytes; time is
/// linear in the length of the headers before it.
/// @param media_type  as detected
/// @return nothing when the header is cut off or malformed, claims a side of 0, or the type is no
///         picture's
std::optional<ImageSize> read_image_size(
    std::string_view bytes, std::string_view media_type
) noexcept;

}  // namespace folkmoot::node
