#include "node/media/image_size.hpp"

#include "tests/node/media/sample_files.hpp"

#include <gtest/gtest.h>

#include <string>

namespace folkmoot::node {
namespace {

using namespace std::string_literals;

struct Case {
    char const* name;
    std::string bytes;
    char const* media_type;
};

class ImageHeader : public testing::TestWithParam<Case> {};

TEST_P(ImageHeader, TellsTheSize) {
    EXPECT_EQ(read_image_size(GetParam().bytes, GetParam().media_type), (ImageSize{1234, 567}));
}

TEST_P(ImageHeader, M03_IsNotReadBeyondItsEnd) {
    auto const& bytes = GetParam().bytes;
    auto const size = ImageSize{1234, 567};
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        auto const read = read_image_size(bytes.substr(0, length), GetParam().media_type);
        EXPECT_TRUE(!read || *read == size) << "at " << length;
    }
    EXPECT_FALSE(read_image_size(bytes.substr(0, 9), GetParam().media_type));
}

INSTANTIATE_TEST_SUITE_P(
    Formats,
    ImageHeader,
    testing::Values(
        Case{"Png", tests::png_file(1234, 567), "image/png"},
        Case{"Jpeg", tests::jpeg_file(1234, 567), "image/jpeg"},
        Case{"Gif", tests::gif_file(1234, 567) + "more", "image/gif"},
        Case{"WebpLossy", tests::webp_lossy(1234, 567), "image/webp"},
        Case{"WebpLossless", tests::webp_lossless(1234, 567), "image/webp"},
        Case{"WebpExtended", tests::webp_extended(1234, 567), "image/webp"}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

class BrokenHeader : public testing::TestWithParam<Case> {};

TEST_P(BrokenHeader, IsNoPicture) {
    EXPECT_FALSE(read_image_size(GetParam().bytes, GetParam().media_type));
}

INSTANTIATE_TEST_SUITE_P(
    Files,
    BrokenHeader,
    testing::Values(
        Case{"NoWidth", tests::png_file(0, 5), "image/png"},
        Case{"PngWithoutHeader", "\x89PNG\r\n\x1A\n"s + std::string(40, 'x'), "image/png"},
        Case{"JpegWithoutFrame", "\xFF\xD8\xFF\xD9"s, "image/jpeg"},
        Case{"JpegSegmentOfNoLength", "\xFF\xD8\xFF\xE0\0\0\xFF\xC0"s, "image/jpeg"},
        Case{"JpegOfFillBytes", "\xFF\xD8"s + std::string(5000, '\xFF'), "image/jpeg"},
        Case{"WebpOfNoKnownChunk", tests::webp_file("JUNK", std::string(40, 'x')), "image/webp"},
        Case{"OtherType", tests::png_file(1, 1), "video/mp4"}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

}  // namespace
}  // namespace folkmoot::node
