// Backups of a store in use, and what is restored from them.
#include "storage/engine/backup.hpp"

#include "storage/engine/fault_point.hpp"
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace folkmoot::storage::tests {
namespace {

namespace fs = std::filesystem;

constexpr Timestamp now{std::chrono::milliseconds(1'700'000'000'000)};

class BackupTest : public testing::Test {
protected:
    [[nodiscard]] fs::path store() const { return directory_.path() / "store"; }

    [[nodiscard]] fs::path backup() const { return directory_.path() / "backup"; }

    [[nodiscard]] fs::path restored() const { return directory_.path() / "restored"; }

    Result<void> insert(SampleStore& open_store, std::uint64_t id) {
        return open_store.write([&, id](WriteTxn& txn) {
            return open_store.tables.samples.insert(
                txn, id, make_sample(id % 3, "body " + std::to_string(id))
            );
        });
    }

    /// A store of ten records, backed up.
    void make_backup() {
        SampleStore made(store());
        ASSERT_EQ(made.failure(), "");
        for (std::uint64_t id = 1; id <= 10; ++id) {
            ASSERT_TRUE(insert(made, id));
        }
        auto const manifest = write_backup(made.environment(), made.tables.catalog, backup(), now);
        ASSERT_TRUE(manifest) << manifest.error().detail;
    }

    TemporaryDirectory directory_;
    SampleTables tables_;
};

TEST_F(BackupTest, R11_SaysWhatItHolds) {
    SampleStore made(store(), {.before_commit = [](WriteTxn& txn) {
                         IdGenerator ids([] { return now; });
                         ids.next();
                         return ids.persist(txn);
                     }});
    ASSERT_TRUE(insert(made, 1));
    auto const manifest = write_backup(made.environment(), made.tables.catalog, backup(), now);
    ASSERT_TRUE(manifest) << manifest.error().detail;
    EXPECT_EQ(manifest->store_id, made.environment().store_id());
    EXPECT_EQ(manifest->created, now);
    EXPECT_GE(manifest->last_id, first_id_at(now));
    EXPECT_EQ(manifest->entries.at("samples"), 1U);
    EXPECT_EQ(manifest->entries.at("samples.by_group"), 1U);
    EXPECT_EQ(manifest->sha256.size(), 64U);
    EXPECT_EQ(manifest->bytes, fs::file_size(backup() / "data.mdb"));
    EXPECT_EQ(read_backup_manifest(backup()), manifest);
    EXPECT_FALSE(fs::exists(directory_.path() / "backup.partial"));
}

TEST_F(BackupTest, R11_HoldsASnapshotWhileWritesGoOn) {
    std::uint64_t acknowledged_before = 0;
    {
        SampleStore open_store(store());
        std::atomic<std::uint64_t> acknowledged = 0;
        std::atomic<bool> stop = false;
        std::jthread writer([&] {
            for (std::uint64_t id = 1; !stop; ++id) {
                ASSERT_TRUE(insert(open_store, id));
                acknowledged = id;
                acknowledged.notify_all();
            }
        });
        acknowledged.wait(0);
        acknowledged_before = acknowledged;
        auto const manifest =
            write_backup(open_store.environment(), open_store.tables.catalog, backup(), now);
        stop = true;
        ASSERT_TRUE(manifest) << manifest.error().detail;
        EXPECT_GE(manifest->entries.at("samples"), acknowledged_before);
    }
    ASSERT_TRUE(restore_backup(backup(), tables_.catalog, 1, restored()));
    SampleStore copy(restored());
    ASSERT_EQ(copy.failure(), "");
    EXPECT_EQ(copy.problems(), "");
    auto const txn = copy.read();
    for (std::uint64_t id = 1; id <= acknowledged_before; ++id) {
        EXPECT_TRUE(copy.tables.samples.exists(txn, id).value()) << id;
    }
}

TEST_F(BackupTest, R12_ARestoredStoreGoesOn) {
    make_backup();
    fs::create_directory(restored());
    auto const manifest = restore_backup(backup(), tables_.catalog, 1, restored());
    ASSERT_TRUE(manifest) << manifest.error().detail;
    SampleStore copy(restored());
    ASSERT_EQ(copy.failure(), "");
    EXPECT_EQ(copy.environment().store_id(), manifest->store_id);
    EXPECT_EQ(copy.tables.samples.get(copy.read(), 3)->body, "body 3");
    EXPECT_TRUE(insert(copy, 11));
    EXPECT_EQ(copy.problems(), "");
}

TEST_F(BackupTest, OverwritesNothing) {
    make_backup();
    SampleStore made(store());
    EXPECT_EQ(
        code_of(write_backup(made.environment(), made.tables.catalog, backup(), now)),
        ErrorCode::already_exists
    );
    EXPECT_EQ(
        code_of(restore_backup(backup(), tables_.catalog, 1, store())), ErrorCode::already_exists
    );
}

TEST_F(BackupTest, R11_ADamagedStoreGivesNoBackup) {
    SampleStore made(store());
    ASSERT_TRUE(insert(made, 1));
    ASSERT_TRUE(made.write([](WriteTxn& txn) {
        return txn.put(DbHandle{0}, encode_key(std::uint64_t{1}), "damage");
    }));
    EXPECT_EQ(
        code_of(write_backup(made.environment(), made.tables.catalog, backup(), now)),
        ErrorCode::corrupt
    );
    EXPECT_FALSE(fs::exists(backup()));
    EXPECT_FALSE(fs::exists(directory_.path() / "backup.partial"));
}

struct BadBackupCase {
    char const* name;
    void (*damage)(fs::path const& backup);
    ErrorCode expected;
};

class BadBackups : public BackupTest, public testing::WithParamInterface<BadBackupCase> {};

TEST_P(BadBackups, R12_AreRefusedAndLeaveNothing) {
    make_backup();
    GetParam().damage(backup());
    EXPECT_EQ(
        code_of(restore_backup(backup(), tables_.catalog, 1, restored())), GetParam().expected
    );
    EXPECT_FALSE(fs::exists(restored()));
    EXPECT_FALSE(fs::exists(directory_.path() / "restored.partial"));
}

void rewrite_manifest(fs::path const& backup, std::string const& text) {
    std::ofstream(backup / "manifest.json", std::ios::trunc) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    BadBackups,
    testing::Values(
        BadBackupCase{
            "NoManifest",
            [](fs::path const& backup) { fs::remove(backup / "manifest.json"); },
            ErrorCode::not_found
        },
        BadBackupCase{
            "ManifestCutOff",
            [](fs::path const& backup) { rewrite_manifest(backup, "{\"format\": 1"); },
            ErrorCode::corrupt
        },
        BadBackupCase{
            "ManifestWithoutMembers",
            [](fs::path const& backup) { rewrite_manifest(backup, "{\"format\": 1}"); },
            ErrorCode::corrupt
        },
        BadBackupCase{
            "ManifestOfWrongTypes",
            [](fs::path const& backup) { rewrite_manifest(backup, "{\"format\": \"1\"}"); },
            ErrorCode::corrupt
        },
        BadBackupCase{
            "NoData",
            [](fs::path const& backup) { fs::remove(backup / "data.mdb"); },
            ErrorCode::not_found
        },
        BadBackupCase{
            "DataCutOff",
            [](fs::path const& backup) {
                fs::resize_file(backup / "data.mdb", fs::file_size(backup / "data.mdb") - 4096);
            },
            ErrorCode::corrupt
        },
        BadBackupCase{
            "ABitFlipped",
            [](fs::path const& backup) {
                std::fstream file(
                    backup / "data.mdb", std::ios::in | std::ios::out | std::ios::binary
                );
                file.seekp(9000);
                file.put('\x5A');
            },
            ErrorCode::corrupt
        }
    ),
    [](auto const& parameter) { return std::string(parameter.param.name); }
);

TEST_F(BackupTest, R14_ABackupOfALaterReleaseIsRefused) {
    make_backup();
    EXPECT_EQ(
        code_of(restore_backup(backup(), tables_.catalog, 0, restored())), ErrorCode::newer_store
    );
}

TEST_F(BackupTest, AnOlderBackupIsRestoredToBeMigrated) {
    make_backup();
    Table<std::uint64_t, sample::Sample> const later(
        tables_.catalog, {.name = "later", .type = {9, 1}}
    );
    ASSERT_TRUE(restore_backup(backup(), tables_.catalog, 2, restored()));
    auto options = sample_options(restored(), tables_);
    options.schema_version = 2;
    auto const environment = Environment::open(std::move(options));
    ASSERT_TRUE(environment);
    EXPECT_EQ(environment->schema_version(), 1U);
}

TEST_F(BackupTest, R11_AKillBeforeTheRenameLeavesNoBackup) {
    ASSERT_TRUE(Environment::open(sample_options(store(), tables_)));
    auto const child = ::fork();
    if (child == 0) {
        arm_fault_points(1);
        auto const environment = Environment::open(sample_options(store(), tables_));
        auto const done = write_backup(*environment, tables_.catalog, backup(), now);
        _exit(done ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), fault_point_exit_code);
    EXPECT_FALSE(fs::exists(backup()));
    SampleStore again(store());
    EXPECT_TRUE(write_backup(again.environment(), again.tables.catalog, backup(), now));
}

}  // namespace
}  // namespace folkmoot::storage::tests
