// Uploads and what is served of them, over a real store and real files.
#include "node/media/uploads.hpp"

#include "node/media/serve.hpp"
#include "node/publish/documents/media_document.hpp"
#include "tests/node/community/harness.hpp"
#include "tests/node/media/sample_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace folkmoot::node {
namespace {

using storage::MediaFileRecord;
using storage::MediaId;

class UploadsTest : public testing_support::CommunityTest {
protected:
    ~UploadsTest() override { pool.join(); }

    NewUpload picture(storage::ActorId owner, std::uint32_t width = 4, std::uint32_t height = 3) {
        bytes = tests::png_file(width, height);
        NewUpload upload;
        upload.owner = owner;
        upload.bytes = bytes;
        upload.description = "a red dot";
        return upload;
    }

    NewUpload file(storage::ActorId owner, std::string content) {
        bytes = std::move(content);
        NewUpload upload;
        upload.owner = owner;
        upload.bytes = bytes;
        return upload;
    }

    std::string name_of(MediaFileRecord const& media) const {
        return media_path(media.hash, media.media_type).substr(media_path_class.size());
    }

    boost::asio::thread_pool pool{1};
    std::string bytes;
    Uploads uploads{
        *node.store,
        node.clock(),
        pool,
        {.file_bytes = 1000, .bytes_per_member = 2000, .side = 100, .pixels = 5000}
    };
};

TEST_F(UploadsTest, KeepsAPictureWithItsSizeAndDescription) {
    auto const ana = node.member("ana");
    auto const media = node.must(uploads.store(picture(ana)));
    EXPECT_EQ(media.owner, ana.value());
    EXPECT_EQ(media.media_type, "image/png");
    EXPECT_EQ(media.width, 4U);
    EXPECT_EQ(media.height, 3U);
    EXPECT_EQ(media.description, "a red dot");
    EXPECT_EQ(media.state, storage::MediaState::ready);
    storage::Sha256 hash{};
    std::ranges::copy(media.hash, hash.begin());
    EXPECT_EQ(node.store->media().read(hash, 1000).value(), bytes);
}

struct Refused {
    char const* name;
    std::string bytes;
    ErrorCode code;
};

class UploadsRefuse : public UploadsTest, public testing::WithParamInterface<Refused> {};

TEST_P(UploadsRefuse, M03_WhatIsNotTaken) {
    auto const ana = node.member("ana");
    auto const result = node.run(uploads.store(file(ana, GetParam().bytes)));
    EXPECT_EQ(testing_support::code_of(result), GetParam().code);
    EXPECT_EQ(node.store->media().used_bytes(), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Files,
    UploadsRefuse,
    testing::Values(
        Refused{
            "TooManyBytes", tests::gif_file(1, 1) + std::string(1000, 'x'), ErrorCode::too_large
        },
        Refused{"Bomb", tests::png_file(65'535, 65'535), ErrorCode::unprocessable},
        Refused{"TooWide", tests::png_file(101, 1), ErrorCode::unprocessable},
        Refused{"TooManyPixels", tests::png_file(100, 51), ErrorCode::unprocessable},
        Refused{"Text", "hello", ErrorCode::unprocessable},
        Refused{"CutOffHeader", tests::png_file(1, 1).substr(0, 18), ErrorCode::unprocessable}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST_F(UploadsTest, RefusesALongDescriptionAndFilmsAsProfilePictures) {
    auto const ana = node.member("ana");
    auto upload = picture(ana);
    for (int i = 0; i < 1501; ++i) {
        upload.description += "ä";
    }
    EXPECT_EQ(testing_support::code_of(node.run(uploads.store(upload))), ErrorCode::unprocessable);

    auto film = file(ana, std::string("\0\0\0\x18", 4) + "ftypmp42");
    film.picture_only = true;
    EXPECT_EQ(testing_support::code_of(node.run(uploads.store(film))), ErrorCode::unprocessable);
}

TEST_F(UploadsTest, M06_EndAtTheMembersQuota) {
    auto const ana = node.member("ana");
    node.must(uploads.store(file(ana, tests::gif_file(1, 1) + std::string(900, 'a'))));
    node.must(uploads.store(file(ana, tests::gif_file(1, 1) + std::string(900, 'b'))));
    auto const used = node.store->media().used_bytes();
    auto const third =
        node.run(uploads.store(file(ana, tests::gif_file(1, 1) + std::string(900, 'c'))));
    EXPECT_EQ(testing_support::code_of(third), ErrorCode::unprocessable);
    EXPECT_EQ(node.store->media().used_bytes(), used);
    // Another member has room of their own.
    node.must(uploads.store(file(node.member("bob"), tests::gif_file(1, 1))));
}

TEST_F(UploadsTest, DescribesOnlyTheOwnersWaitingFiles) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    auto const media = node.must(uploads.store(picture(ana)));
    auto const described = node.must(uploads.describe(
        {.owner = ana,
         .media = MediaId(media.id),
         .description = "two dots",
         .focus = FocalPoint{0.5F, -1}}
    ));
    EXPECT_EQ(described.description, "two dots");
    EXPECT_EQ(described.focus_y, -1);

    EXPECT_EQ(
        testing_support::code_of(node.run(
            uploads.describe({.owner = bob, .media = MediaId(media.id), .description = "x"})
        )),
        ErrorCode::not_found
    );
    node.must(
        create_post(*node.services, {.author = ana, .text = "look", .media = {MediaId(media.id)}})
    );
    EXPECT_EQ(
        testing_support::code_of(node.run(
            uploads.describe({.owner = ana, .media = MediaId(media.id), .description = "x"})
        )),
        ErrorCode::not_found
    );
}

TEST_F(UploadsTest, TakesBackAFileAndItsBytes) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    auto const media = node.must(uploads.store(picture(ana)));
    EXPECT_EQ(
        testing_support::code_of(node.run(uploads.remove(bob, MediaId(media.id)))),
        ErrorCode::not_found
    );
    node.must(uploads.remove(ana, MediaId(media.id)));
    EXPECT_EQ(node.store->media().used_bytes(), 0U);
    EXPECT_FALSE(serve_media(*node.store, name_of(media)));
}

TEST_F(UploadsTest, KeepsBytesThatAnotherRecordNames) {
    auto const ana = node.member("ana");
    auto const bob = node.member("bob");
    auto const first = node.must(uploads.store(picture(ana)));
    auto const second = node.must(uploads.store(picture(bob)));
    EXPECT_EQ(first.hash, second.hash);
    node.must(uploads.remove(ana, MediaId(first.id)));
    EXPECT_TRUE(serve_media(*node.store, name_of(second)));
}

TEST_F(UploadsTest, DoesNotTakeBackAFileInUse) {
    auto const ana = node.member("ana");
    auto const media = node.must(uploads.store(picture(ana)));
    node.must(
        create_post(*node.services, {.author = ana, .text = "look", .media = {MediaId(media.id)}})
    );
    EXPECT_EQ(
        testing_support::code_of(node.run(uploads.remove(ana, MediaId(media.id)))),
        ErrorCode::unprocessable
    );
}

TEST_F(UploadsTest, M06_ForgetsWhatNobodyUses) {
    auto const ana = node.member("ana");
    auto const used = node.must(uploads.store(picture(ana, 1, 1)));
    node.must(
        create_post(*node.services, {.author = ana, .text = "look", .media = {MediaId(used.id)}})
    );
    auto const old = node.must(uploads.store(picture(ana, 2, 2)));
    EXPECT_EQ(node.must(uploads.expire_unused()), 0U);
    node.pass(25 * 3'600'000);
    auto const fresh = node.must(uploads.store(picture(ana, 3, 3)));
    EXPECT_EQ(node.must(uploads.expire_unused()), 1U);
    EXPECT_TRUE(serve_media(*node.store, name_of(used)));
    EXPECT_FALSE(serve_media(*node.store, name_of(old)));
    EXPECT_TRUE(serve_media(*node.store, name_of(fresh)));
}

TEST_F(UploadsTest, M05_ServesPicturesInPlaceAndNothingThatRuns) {
    auto const ana = node.member("ana");
    auto const media = node.must(uploads.store(picture(ana)));
    auto const answer = serve_media(*node.store, name_of(media)).value();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "image/png");
    EXPECT_EQ(answer.header("Content-Disposition"), "inline");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_NE(answer.header("Content-Security-Policy")->find("sandbox"), std::string::npos);
    EXPECT_NE(answer.header("Cache-Control")->find("immutable"), std::string::npos);
    EXPECT_EQ(answer.length(), bytes.size());
    EXPECT_TRUE(std::holds_alternative<FileRange>(answer.body));

    auto const pdf = node.must(uploads.store(file(ana, "%PDF-1.7 with scripts")));
    auto const saved = serve_media(*node.store, name_of(pdf)).value();
    EXPECT_EQ(saved.header("Content-Type"), "application/octet-stream");
    EXPECT_EQ(saved.header("Content-Disposition"), "attachment");
}

TEST_F(UploadsTest, M08_ServesNothingUnderOtherNames) {
    auto const media = node.must(uploads.store(picture(node.member("ana"))));
    auto const name = name_of(media);
    std::string upper = name;
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return static_cast<char>(c >= 'a' && c <= 'f' ? c - 32 : c);
    });
    for (std::string const& other :
         {name.substr(0, 64),
          name.substr(0, 64) + ".json",
          name.substr(0, 64) + ".html",
          name + "x",
          upper,
          std::string(64, '0') + ".png",
          std::string("../store/data.mdb"),
          std::string()}) {
        auto const answer = serve_media(*node.store, other);
        EXPECT_TRUE(!answer && answer.error().code == ErrorCode::not_found) << other;
    }
}

TEST(FocalPoint, IsTwoNumbersWithinTheSquare) {
    EXPECT_EQ(parse_focal_point("0.5,-1"), (FocalPoint{0.5F, -1}));
    for (auto const* text : {"", "1", "1,2", "a,b", "0.5,", "nan,0", "0,0,0", " 0,0"}) {
        EXPECT_FALSE(parse_focal_point(text)) << text;
    }
}

}  // namespace
}  // namespace folkmoot::node
