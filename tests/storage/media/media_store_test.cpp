// Content-addressed files: names, durability order, deduplication, pins, quota, symbolic links.
#include "storage/media/media_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace folkmoot::storage;

constexpr std::string_view hello_hex =
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

auto const unreferenced = [] { return false; };

class MediaStoreTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "folkmoot-media-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder = name;
        store = open(1000);
    }

    void TearDown() override {
        store.reset();
        fs::remove_all(folder);
    }

    std::unique_ptr<MediaStore> open(std::uint64_t quota, std::uint64_t used = 0) {
        auto opened = MediaStore::open(folder / "media", quota, used);
        EXPECT_TRUE(opened) << opened.error().detail;
        return opened ? std::move(*opened) : nullptr;
    }

    fs::path path_of(Sha256 const& hash) const {
        auto const name = to_hex(hash);
        return folder / "media" / name.substr(0, 2) / name.substr(2, 2) / name;
    }

    std::size_t unfinished() const {
        auto const uploads = fs::directory_iterator(folder / "media" / "uploads");
        return static_cast<std::size_t>(std::distance(begin(uploads), end(uploads)));
    }

    fs::path folder;
    std::unique_ptr<MediaStore> store;
};

TEST_F(MediaStoreTest, NamesAFileByTheDigestOfItsBytes) {
    auto const stored = store->put("hello");
    ASSERT_TRUE(stored);
    EXPECT_EQ(to_hex(stored->hash), hello_hex);
    EXPECT_TRUE(stored->created);
    EXPECT_TRUE(fs::is_regular_file(path_of(stored->hash)));
    EXPECT_EQ(store->read(stored->hash, 100).value(), "hello");
}

TEST_F(MediaStoreTest, KeepsBytesAsGivenOverAReopen) {
    std::string bytes;
    for (int i = 0; i < 600; ++i) {
        bytes.push_back(static_cast<char>(i));
    }
    auto const hash = store->put(bytes)->hash;
    store = open(1000, 600);
    EXPECT_EQ(store->read(hash, 1000).value(), bytes);
}

TEST_F(MediaStoreTest, JoinsThePiecesOfAnUpload) {
    auto upload = store->begin();
    ASSERT_TRUE(upload);
    ASSERT_TRUE(upload->append("hel"));
    ASSERT_TRUE(upload->append("lo"));
    EXPECT_EQ(to_hex(upload->finish()->hash), hello_hex);
    EXPECT_EQ(unfinished(), 0U);
}

TEST_F(MediaStoreTest, StoresEqualBytesOnce) {
    ASSERT_TRUE(store->put("hello"));
    auto const again = store->put("hello");
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->created);
    EXPECT_EQ(store->used_bytes(), 5U);
    EXPECT_EQ(unfinished(), 0U);
}

TEST_F(MediaStoreTest, ADroppedUploadLeavesNothing) {
    {
        auto upload = store->begin();
        ASSERT_TRUE(upload->append("half"));
        EXPECT_EQ(store->used_bytes(), 4U);
    }
    EXPECT_EQ(store->used_bytes(), 0U);
    EXPECT_EQ(unfinished(), 0U);
}

TEST_F(MediaStoreTest, RemovesUnfinishedUploadsOfAnEarlierRun) {
    std::ofstream(folder / "media" / "uploads" / "77") << "left by a crash";
    store = open(1000);
    EXPECT_EQ(unfinished(), 0U);
}

TEST_F(MediaStoreTest, D04_RefusesBytesBeyondTheQuota) {
    store = open(8, 2);
    auto upload = store->begin();
    ASSERT_TRUE(upload->append("123456"));
    auto const refused = upload->append("7");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::full);
}

TEST_F(MediaStoreTest, ErasingFreesTheQuota) {
    auto const hash = store->put("hello")->hash;
    EXPECT_TRUE(store->erase(hash, unreferenced).value());
    EXPECT_EQ(store->used_bytes(), 0U);
    EXPECT_FALSE(fs::exists(path_of(hash)));
    EXPECT_EQ(store->open_file(hash).error().code, ErrorCode::not_found);
}

TEST_F(MediaStoreTest, KeepsAReferencedFile) {
    auto const hash = store->put("hello")->hash;
    EXPECT_FALSE(store->erase(hash, [] { return true; }).value());
    EXPECT_TRUE(fs::exists(path_of(hash)));
}

TEST_F(MediaStoreTest, APinHoldsAFileUntilItIsLetGo) {
    auto stored = store->put("hello");
    EXPECT_FALSE(store->erase(stored->hash, unreferenced).value());
    stored->pin = {};
    EXPECT_TRUE(store->erase(stored->hash, unreferenced).value());
}

TEST_F(MediaStoreTest, TwoPinsOfTheSameBytesAreCounted) {
    auto first = store->put("hello");
    auto second = store->put("hello");
    first->pin = {};
    EXPECT_FALSE(store->erase(second->hash, unreferenced).value());
}

TEST_F(MediaStoreTest, ReadsNoMoreThanTheLimit) {
    auto const hash = store->put("hello")->hash;
    EXPECT_EQ(store->read(hash, 4).error().code, ErrorCode::full);
}

TEST_F(MediaStoreTest, DoesNotFollowASymbolicLinkInPlaceOfAFile) {
    auto const hash = store->put("hello")->hash;
    std::ofstream(folder / "secret") << "outside";
    fs::remove(path_of(hash));
    fs::create_symlink(folder / "secret", path_of(hash));
    EXPECT_FALSE(store->open_file(hash));
}

TEST_F(MediaStoreTest, DoesNotFollowASymbolicLinkInPlaceOfAFolder) {
    auto const hash = sha256("hello");
    fs::create_directory(folder / "elsewhere");
    fs::create_symlink(folder / "elsewhere", folder / "media" / to_hex(hash).substr(0, 2));
    EXPECT_FALSE(store->put("hello"));
    EXPECT_TRUE(fs::is_empty(folder / "elsewhere"));
    EXPECT_EQ(store->used_bytes(), 0U);
}

TEST_F(MediaStoreTest, RefusesADirectoryThatIsASymbolicLink) {
    fs::create_symlink(folder / "media", folder / "link");
    EXPECT_EQ(MediaStore::open(folder / "link", 1000, 0).error().code, ErrorCode::invalid);
}

TEST_F(MediaStoreTest, VerifyNamesADamagedFile) {
    auto const hash = store->put("hello")->hash;
    ASSERT_TRUE(store->put("intact"));
    std::ofstream(path_of(hash), std::ios::app) << "!";
    auto const name = to_hex(hash);
    EXPECT_EQ(store->verify().value(), std::vector<std::string>{"2c/f2/" + name});
}

TEST_F(MediaStoreTest, WalksEveryStoredFile) {
    ASSERT_TRUE(store->put("one"));
    ASSERT_TRUE(store->put("three"));
    std::uint64_t bytes = 0;
    ASSERT_TRUE(store->for_each([&](Sha256 const&, std::uint64_t size) { bytes += size; }));
    EXPECT_EQ(bytes, 8U);
}

}  // namespace
