// Files made by hand, as short as their formats allow: headers that claim a size, and nothing to
// decode.
#pragma once

#include <cstdint>
#include <string>

namespace folkmoot::tests {

inline std::string big_endian(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) {
        text.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
    }
    return text;
}

inline std::string little_endian(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
    }
    return text;
}

inline std::string png_file(std::uint32_t width, std::uint32_t height) {
    using namespace std::string_literals;
    return "\x89PNG\r\n\x1A\n"s + big_endian(13, 4) + "IHDR" + big_endian(width, 4) +
           big_endian(height, 4) + "\x08\x02\0\0\0"s + big_endian(0, 4);
}

inline std::string gif_file(std::uint32_t width, std::uint32_t height) {
    return "GIF89a" + little_endian(width, 2) + little_endian(height, 2) + std::string(3, '\0');
}

/// With an application segment and fill bytes before the frame.
inline std::string jpeg_file(std::uint32_t width, std::uint32_t height) {
    using namespace std::string_literals;
    return "\xFF\xD8\xFF\xE0"s + big_endian(6, 2) + "JFIF" + "\xFF\xFF\xC2"s + big_endian(11, 2) +
           "\x08"s + big_endian(height, 2) + big_endian(width, 2) + "\x01\x01\x11\0"s;
}

inline std::string webp_file(std::string const& chunk, std::string const& payload) {
    auto const size = static_cast<std::uint32_t>(payload.size());
    return "RIFF" + little_endian(size + 12, 4) + "WEBP" + chunk + little_endian(size, 4) + payload;
}

inline std::string webp_extended(std::uint32_t width, std::uint32_t height) {
    return webp_file(
        "VP8X", std::string(4, '\0') + little_endian(width - 1, 3) + little_endian(height - 1, 3)
    );
}

inline std::string webp_lossless(std::uint32_t width, std::uint32_t height) {
    return webp_file("VP8L", "\x2F" + little_endian((width - 1) | ((height - 1) << 14U), 4));
}

inline std::string webp_lossy(std::uint32_t width, std::uint32_t height) {
    return webp_file(
        "VP8 ",
        std::string(3, '\0') + "\x9D\x01\x2A" + little_endian(width, 2) + little_endian(height, 2)
    );
}

}  // namespace folkmoot::tests
