// What a file is, told by its first bytes and by nothing else: names and types that a client gives
// are not believed (threats M02, M05). What is not on the list is not taken.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace folkmoot::node {

/// How a browser may treat a file.
enum class FileClass : std::uint8_t {
    image,     ///< shown
    audio,     ///< played
    video,     ///< played
    document,  ///< saved
};

/// A type of file that is taken.
struct FileType {
    std::string_view media_type;
    FileClass file_class;
};

/// Every type that is taken.
std::span<FileType const> accepted_file_types() noexcept;

/// The type of a file by its magic bytes: JPEG, PNG, GIF, WebP, MP4, WebM, MP3, Ogg, PDF. Nothing
/// for everything else: SVG, TIFF, AVIF, HTML, JSON … Valid for the life of the program.
/// @param bytes  the file, or at least its first 64 bytes
FileType const* detect_file_type(std::string_view bytes) noexcept;

/// The listed type of this name; nothing when it is not on the list.
FileType const* find_file_type(std::string_view media_type) noexcept;

}  // namespace folkmoot::node
