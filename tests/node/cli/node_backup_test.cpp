#include "node/cli/node_backup.hpp"

#include "node/cli/copy_checked.hpp"
#include "node/cli/settings_file.hpp"
#include "storage/engine/typed_write.hpp"
#include "tests/node/cli/temp_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>

namespace folkmoot::node {
namespace {

/// A data directory with settings, key and a store with one media file.
class NodeBackup : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::create_directories(data);
        std::ofstream(data / "folkmoot.toml") << first_settings_file({"localhost", 8420, "Bees"});
        std::ofstream(data / "secret.key") << std::string(32, 'k');
        auto loaded = load_config(data, [](auto) { return std::optional<std::string>{}; });
        ASSERT_TRUE(loaded) << loaded.error().safe;
        config = *loaded;
        storage::StoreOptions options;
        options.directory = data;
        options.clock = [] { return Time{std::chrono::hours{500'000}}; };
        options.map_size = std::uint64_t{64} << 20;
        auto opened = storage::Store::open(std::move(options));
        ASSERT_TRUE(opened) << opened.error().detail;
        store = std::move(*opened);
        auto const put = store->media().put("picture");
        ASSERT_TRUE(put);
        hash = storage::to_hex(put->hash);
    }

    Result<BackupSummary> back_up() {
        return write_node_backup(*store, config, data, target, Time{std::chrono::hours{500'000}});
    }

    std::filesystem::path media_in(std::filesystem::path const& directory) const {
        return directory / "media" / hash.substr(0, 2) / hash.substr(2, 2) / hash;
    }

    TempFolder folder;
    std::filesystem::path data{folder.path / "data"};
    std::filesystem::path target{folder.path / "backup"};
    Config config;
    std::unique_ptr<storage::Store> store;
    std::string hash;
};

TEST_F(NodeBackup, R11_HoldsRecordsFilesSettingsAndKeyWhileTheStoreIsOpen) {
    auto const summary = back_up();
    ASSERT_TRUE(summary) << summary.error().safe;
    EXPECT_EQ(summary->media_files, 1U);
    EXPECT_EQ(summary->media_bytes, 7U);
    for (auto const* const name :
         {"folkmoot.toml", "secret.key", "store/data.mdb", "store/manifest.json", "media.sha256"}) {
        EXPECT_TRUE(std::filesystem::exists(target / name)) << name;
    }
    EXPECT_TRUE(std::filesystem::exists(media_in(target)));
    EXPECT_FALSE(std::filesystem::exists(target.string() + ".partial"));
    struct ::stat facts{};
    ASSERT_EQ(::stat((target / "secret.key").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST_F(NodeBackup, R11_LeavesDamagedFilesOutAndNamesThem) {
    std::filesystem::permissions(media_in(data), std::filesystem::perms::owner_all);
    std::ofstream(media_in(data)) << "changed";
    auto const summary = back_up();
    ASSERT_TRUE(summary) << summary.error().safe;
    EXPECT_EQ(summary->damaged, std::vector{hash});
    EXPECT_FALSE(std::filesystem::exists(media_in(target)));
}

TEST_F(NodeBackup, R11_NamesFilesThatRecordsNameAndThatAreNotThere) {
    auto const lost = storage::sha256("lost");
    storage::MediaFileRecord media;
    media.id = store->ids().next();
    media.hash.assign(lost.begin(), lost.end());
    auto const written = storage::write_blocking(
        store->writer(),
        storage::WriteClass::local,
        [&](storage::WriteTxn& txn) { return store->media_files.insert(txn, media); }
    );
    ASSERT_TRUE(written) << written.error().detail;
    auto const summary = back_up();
    ASSERT_TRUE(summary) << summary.error().safe;
    EXPECT_EQ(summary->missing, std::vector{storage::to_hex(lost)});
    EXPECT_EQ(summary->media_files, 1U);
    EXPECT_TRUE(summary->damaged.empty());
}

TEST_F(NodeBackup, R12_ComesBackWhole) {
    ASSERT_TRUE(back_up());
    auto const restored = restore_node_backup(target, folder.path / "new");
    ASSERT_TRUE(restored) << restored.error().safe;
    EXPECT_EQ(restored->media_files, 1U);
    std::ifstream in(media_in(folder.path / "new"));
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>{in}, {}}), "picture");
}

TEST_F(NodeBackup, R12_FilesWithOtherBytesAreRefused) {
    ASSERT_TRUE(back_up());
    std::ofstream(media_in(target)) << "changed";
    auto const restored = restore_node_backup(target, folder.path / "new");
    ASSERT_FALSE(restored);
    EXPECT_EQ(restored.error().code, ErrorCode::unprocessable);
}

struct BrokenBackup {
    char const* name;
    void (*damage)(std::filesystem::path const& backup);
};

class NodeBackupBroken : public NodeBackup, public testing::WithParamInterface<BrokenBackup> {};

TEST_P(NodeBackupBroken, LeavesNothingInTheWayOfAGoodOne) {
    ASSERT_TRUE(back_up());
    auto const good = folder.path / "good";
    std::filesystem::copy(target, good, std::filesystem::copy_options::recursive);
    GetParam().damage(target);
    auto const fresh = folder.path / "fresh/data";
    auto const empty = folder.path / "empty";
    std::filesystem::create_directory(empty);
    EXPECT_FALSE(restore_node_backup(target, fresh));
    EXPECT_FALSE(std::filesystem::exists(folder.path / "fresh"));
    EXPECT_FALSE(restore_node_backup(target, empty));
    EXPECT_TRUE(std::filesystem::is_empty(empty));
    for (auto const& directory : {fresh, empty}) {
        auto const restored = restore_node_backup(good, directory);
        EXPECT_TRUE(restored) << restored.error().safe;
    }
}

INSTANTIATE_TEST_SUITE_P(
    R12,
    NodeBackupBroken,
    testing::Values(
        BrokenBackup{
            "NoKeyFile", [](auto const& backup) { std::filesystem::remove(backup / "secret.key"); }
        },
        BrokenBackup{
            "NoMediaFile", [](auto const& backup) { std::filesystem::remove_all(backup / "media"); }
        },
        BrokenBackup{
            "BadListOfFiles",
            [](auto const& backup) { std::ofstream(backup / "media.sha256") << "?"; }
        },
        BrokenBackup{
            "BadManifest",
            [](auto const& backup) { std::ofstream(backup / "store/manifest.json") << "{"; }
        },
        BrokenBackup{
            "BadRecords",
            [](auto const& backup) { std::ofstream(backup / "store/data.mdb") << "damage"; }
        }
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST_F(NodeBackup, NeverOverwritesAnything) {
    ASSERT_TRUE(back_up());
    EXPECT_EQ(back_up().error().code, ErrorCode::conflict);
    EXPECT_EQ(restore_node_backup(target, data).error().code, ErrorCode::conflict);
}

TEST_F(NodeBackup, WhatIsNoBackupIsRefused) {
    auto const restored = restore_node_backup(folder.path / "none", folder.path / "new");
    ASSERT_FALSE(restored);
    EXPECT_EQ(restored.error().code, ErrorCode::not_found);
    EXPECT_FALSE(std::filesystem::exists(folder.path / "new"));
}

TEST(CopyPrivate, NeverOverwrites) {
    TempFolder const folder;
    std::ofstream(folder.path / "a") << "a";
    ASSERT_TRUE(copy_private(folder.path / "a", folder.path / "b"));
    EXPECT_EQ(copy_private(folder.path / "a", folder.path / "b").error().code, ErrorCode::conflict);
    EXPECT_EQ(
        copy_private(folder.path / "none", folder.path / "c").error().code, ErrorCode::not_found
    );
}

}  // namespace
}  // namespace folkmoot::node
