#include "node/media/file_type.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::node {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto types = std::to_array<FileType>({
    {"image/jpeg", FileClass::image},
    {"image/png", FileClass::image},
    {"image/gif", FileClass::image},
    {"image/webp", FileClass::image},
    {"video/mp4", FileClass::video},
    {"video/webm", FileClass::video},
    {"audio/mpeg", FileClass::audio},
    {"audio/ogg", FileClass::audio},
    {"application/pdf", FileClass::document},
});

// Brands of ISO media files that hold film; those of AVIF and HEIC pictures are others.
constexpr auto film_brands = std::to_array<std::string_view>(
    {"isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash"}
);

bool has_at(std::string_view bytes, std::size_t at, std::string_view expected) noexcept {
    return bytes.size() >= at + expected.size() && bytes.substr(at, expected.size()) == expected;
}

bool is_mp4(std::string_view bytes) noexcept {
    return has_at(bytes, 4, "ftyp") && bytes.size() >= 12 &&
           std::ranges::find(film_brands, bytes.substr(8, 4)) != film_brands.end();
}

// Matroska with the document type "webm", which stands within the first 64 bytes.
bool is_webm(std::string_view bytes) noexcept {
    return bytes.starts_with("\x1A\x45\xDF\xA3"sv) &&
           bytes.substr(0, 64).find("\x42\x82\x84webm"sv) != std::string_view::npos;
}

// An ID3 tag, or the header of a frame of MPEG layer III.
bool is_mp3(std::string_view bytes) noexcept {
    if (bytes.starts_with("ID3")) {
        return true;
    }
    if (bytes.size() < 4 || bytes[0] != '\xFF') {
        return false;
    }
    auto const second = static_cast<unsigned char>(bytes[1]);
    return second == 0xFB || second == 0xFA || second == 0xF3 || second == 0xF2;
}

std::string_view media_type_of(std::string_view bytes) noexcept {
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) {
        return "image/jpeg";
    }
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) {
        return "image/png";
    }
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) {
        return "image/gif";
    }
    if (bytes.starts_with("RIFF") && has_at(bytes, 8, "WEBP")) {
        return "image/webp";
    }
    if (is_mp4(bytes)) {
        return "video/mp4";
    }
    if (is_webm(bytes)) {
        return "video/webm";
    }
    if (bytes.starts_with("OggS"sv)) {
        return "audio/ogg";
    }
    if (bytes.starts_with("%PDF-")) {
        return "application/pdf";
    }
    return is_mp3(bytes) ? "audio/mpeg" : "";
}

}  // namespace

std::span<FileType const> accepted_file_types() noexcept {
    return types;
}

FileType const* detect_file_type(std::string_view bytes) noexcept {
    return find_file_type(media_type_of(bytes));
}

FileType const* find_file_type(std::string_view media_type) noexcept {
    auto const found = std::ranges::find(types, media_type, &FileType::media_type);
    return found == types.end() ? nullptr : &*found;
}

}  // namespace folkmoot::node
