#include "node/media/image_size.hpp"

#include <cstddef>

namespace folkmoot::node {
namespace {

using std::string_view_literals::operator""sv;

/// Numbers at places of a file; reading beyond its end gives 0 and is remembered.
class Header {
public:
    explicit Header(std::string_view bytes) noexcept : bytes_(bytes) {}

    std::uint32_t byte(std::size_t at) noexcept {
        if (at >= bytes_.size()) {
            cut_off_ = true;
            return 0;
        }
        return static_cast<unsigned char>(bytes_[at]);
    }

    std::uint32_t big(std::size_t at, std::size_t length) noexcept {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < length; ++i) {
            value = (value << 8U) | byte(at + i);
        }
        return value;
    }

    std::uint32_t little(std::size_t at, std::size_t length) noexcept {
        std::uint32_t value = 0;
        for (std::size_t i = length; i > 0; --i) {
            value = (value << 8U) | byte(at + i - 1);
        }
        return value;
    }

    bool has(std::size_t at, std::string_view text) const noexcept {
        return bytes_.size() >= at + text.size() && bytes_.substr(at, text.size()) == text;
    }

    bool cut_off() const noexcept { return cut_off_; }

private:
    std::string_view bytes_;
    bool cut_off_{false};
};

using Size = std::optional<ImageSize>;

Size png_size(Header& header) noexcept {
    if (!header.has(12, "IHDR")) {
        return std::nullopt;
    }
    return ImageSize{header.big(16, 4), header.big(20, 4)};
}

Size gif_size(Header& header) noexcept {
    return ImageSize{header.little(6, 2), header.little(8, 2)};
}

bool stands_alone(std::uint32_t marker) noexcept {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

bool starts_frame(std::uint32_t marker) noexcept {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

Size jpeg_size(Header& header) noexcept {
    std::size_t at = 2;
    while (!header.cut_off()) {
        if (header.byte(at) != 0xFF) {
            return std::nullopt;
        }
        while (header.byte(at) == 0xFF) {
            ++at;
        }
        auto const marker = header.byte(at++);
        if (starts_frame(marker)) {
            return ImageSize{header.big(at + 5, 2), header.big(at + 3, 2)};
        }
        if (stands_alone(marker)) {
            continue;
        }
        auto const length = header.big(at, 2);
        bool const ends = marker == 0xD9 || marker == 0xDA || length < 2;
        if (ends) {
            return std::nullopt;
        }
        at += length;
    }
    return std::nullopt;
}

Size webp_size(Header& header) noexcept {
    if (header.has(12, "VP8X")) {
        return ImageSize{header.little(24, 3) + 1, header.little(27, 3) + 1};
    }
    if (header.has(12, "VP8L") && header.byte(20) == 0x2F) {
        auto const bits = header.little(21, 4);
        return ImageSize{(bits & 0x3FFFU) + 1, ((bits >> 14U) & 0x3FFFU) + 1};
    }
    if (header.has(12, "VP8 ") && header.has(23, "\x9D\x01\x2A"sv)) {
        return ImageSize{header.little(26, 2) & 0x3FFFU, header.little(28, 2) & 0x3FFFU};
    }
    return std::nullopt;
}

Size claimed_size(Header& header, std::string_view media_type) noexcept {
    if (media_type == "image/png") {
        return png_size(header);
    }
    if (media_type == "image/jpeg") {
        return jpeg_size(header);
    }
    if (media_type == "image/gif") {
        return gif_size(header);
    }
    return media_type == "image/webp" ? webp_size(header) : std::nullopt;
}

}  // namespace

std::optional<ImageSize> read_image_size(
    std::string_view bytes, std::string_view media_type
) noexcept {
    Header header(bytes);
    auto const size = claimed_size(header, media_type);
    if (!size || header.cut_off() || size->width == 0 || size->height == 0) {
        return std::nullopt;
    }
    return size;
}

}  // namespace folkmoot::node
