#include "node/media/file_type.hpp"

#include "tests/node/media/sample_files.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::node {
namespace {

using namespace std::string_literals;

struct Case {
    char const* name;
    std::string bytes;
    std::string media_type;  ///< empty: not taken
};

class ThreatM_FileType : public testing::TestWithParam<Case> {};

TEST_P(ThreatM_FileType, M02_IsToldByItsFirstBytesOnly) {
    auto const* const type = detect_file_type(GetParam().bytes);
    EXPECT_EQ(type == nullptr ? "" : std::string(type->media_type), GetParam().media_type);
}

INSTANTIATE_TEST_SUITE_P(
    Files,
    ThreatM_FileType,
    testing::Values(
        Case{"Jpeg", tests::jpeg_file(1, 1), "image/jpeg"},
        Case{"Png", tests::png_file(1, 1), "image/png"},
        Case{"Gif", tests::gif_file(1, 1), "image/gif"},
        Case{"OldGif", "GIF87a", "image/gif"},
        Case{"Webp", tests::webp_lossy(1, 1), "image/webp"},
        Case{"Mp4", "\0\0\0\x18"s + "ftypmp42", "video/mp4"},
        Case{"Webm", "\x1A\x45\xDF\xA3\x93"s + "\x42\x82\x84webm", "video/webm"},
        Case{"Mp3WithTag", "ID3\x04"s, "audio/mpeg"},
        Case{"Mp3Frame", "\xFF\xFB\x90\x64"s, "audio/mpeg"},
        Case{"Ogg", "OggS\0"s, "audio/ogg"},
        Case{"Pdf", "%PDF-1.7", "application/pdf"},
        Case{"Empty", "", ""},
        Case{"Svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", ""},
        Case{"Html", "<!DOCTYPE html><script>alert(1)</script>", ""},
        Case{"ActivityJson", R"({"@context":"https://www.w3.org/ns/activitystreams"})", ""},
        Case{"Tiff", "II*\0"s, ""},
        Case{"Postscript", "%!PS-Adobe-3.0 EPSF-3.0", ""},
        Case{"Photoshop", "8BPS", ""},
        Case{"Magick", "push graphic-context", ""},
        Case{"Avif", "\0\0\0\x1C"s + "ftypavif", ""},
        Case{"Heic", "\0\0\0\x1C"s + "ftypheic", ""},
        Case{"Matroska", "\x1A\x45\xDF\xA3\x93"s + "\x42\x82\x88matroska", ""},
        Case{"Wave", "RIFF\x24\0\0\0WAVE"s, ""},
        Case{"Zip", "PK\x03\x04", ""},
        Case{"CutOffMp4", "\0\0\0\x18"s + "ftyp", ""}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST(FileType, KnowsEachAcceptedTypeByName) {
    for (auto const& type : accepted_file_types()) {
        EXPECT_EQ(find_file_type(type.media_type)->media_type, type.media_type);
    }
    EXPECT_EQ(find_file_type("application/activity+json"), nullptr);
}

}  // namespace
}  // namespace folkmoot::node
