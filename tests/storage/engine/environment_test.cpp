// Opening, refusing and measuring a store.
#include "storage/engine/environment.hpp"

#include "storage/engine/bus_error.hpp"
#include "storage/engine/data_file.hpp"
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace folkmoot::storage::tests {
namespace {

namespace fs = std::filesystem;

class EnvironmentTest : public testing::Test {
protected:
    [[nodiscard]] fs::path store() const { return directory_.path() / "store"; }

    Result<Environment> open(
        OpenMode mode = OpenMode::open_or_create, std::uint32_t schema_version = 1
    ) {
        auto options = sample_options(store(), tables_);
        options.mode = mode;
        options.schema_version = schema_version;
        return Environment::open(std::move(options));
    }

    /// A closed store with a few records, big enough that cutting it hurts.
    void make_store() {
        SampleStore made(store());
        ASSERT_EQ(made.failure(), "");
        ASSERT_TRUE(made.write([&](WriteTxn& txn) -> Result<void> {
            for (std::uint64_t id = 1; id <= 500; ++id) {
                if (auto done =
                        made.tables.samples.insert(txn, id, make_sample(1, std::string(1000, 'b')));
                    !done) {
                    return done;
                }
            }
            return {};
        }));
    }

    /// Names of what lies in the store's directory.
    std::vector<std::string> files() {
        std::vector<std::string> names;
        for (auto const& entry : fs::directory_iterator(store())) {
            names.push_back(entry.path().filename());
        }
        std::ranges::sort(names);
        return names;
    }

    TemporaryDirectory directory_;
    SampleTables tables_;
};

TEST_F(EnvironmentTest, MakesAPrivateDirectoryAndFiles) {
    ASSERT_TRUE(open());
    struct stat info{};
    ASSERT_EQ(::stat(store().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700U);
    for (auto const& name : files()) {
        ASSERT_EQ(::stat((store() / name).c_str(), &info), 0);
        EXPECT_EQ(info.st_mode & 0777, 0600U) << name;
    }
    EXPECT_EQ(
        files(), (std::vector<std::string>{"data.mdb", "lock.mdb", "store.id", "store.lock"})
    );
}

TEST_F(EnvironmentTest, KeepsItsIdentity) {
    auto const id = open()->store_id();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(open()->store_id(), id);
    fs::remove_all(store());
    EXPECT_NE(open()->store_id(), id);
}

TEST_F(EnvironmentTest, OpensOnlyWhatExistsWhenToldSo) {
    EXPECT_EQ(code_of(open(OpenMode::open_existing)), ErrorCode::not_found);
    fs::create_directory(store());
    EXPECT_EQ(code_of(open(OpenMode::open_existing)), ErrorCode::not_found);
    EXPECT_EQ(code_of(open(OpenMode::read_only)), ErrorCode::not_found);
    make_store();
    EXPECT_TRUE(open(OpenMode::open_existing));
    EXPECT_TRUE(open(OpenMode::read_only));
}

TEST_F(EnvironmentTest, AddsDatabasesOfALaterRelease) {
    make_store();
    Table<std::uint64_t, sample::Sample> const later(
        tables_.catalog, {.name = "later", .type = {9, 1}}
    );
    EXPECT_EQ(code_of(open(OpenMode::read_only)), ErrorCode::corrupt);
    auto const opened = open();
    ASSERT_TRUE(opened);
    EXPECT_EQ(later.entries(*opened->read()), 0U);
    EXPECT_EQ(tables_.samples.entries(*opened->read()), 500U);
}

TEST_F(EnvironmentTest, R09_ASecondEnvironmentOfThisProcessIsRefused) {
    auto const first = open();
    ASSERT_TRUE(first);
    EXPECT_EQ(code_of(open()), ErrorCode::locked);
}

TEST_F(EnvironmentTest, R09_ASecondProcessIsRefusedUntilTheFirstEnds) {
    make_store();
    {
        auto const first = open();
        ASSERT_TRUE(first);
        auto const child = ::fork();
        if (child == 0) {
            auto const second = open();
            _exit(!second && second.error().code == ErrorCode::locked ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0);
    }
    EXPECT_TRUE(open());
}

TEST_F(EnvironmentTest, R14_ALaterStoreIsRefusedAndNotTouched) {
    ASSERT_TRUE(open(OpenMode::open_or_create, 3));
    auto const before = fs::last_write_time(store() / "data.mdb");
    EXPECT_EQ(code_of(open(OpenMode::open_or_create, 2)), ErrorCode::newer_store);
    EXPECT_EQ(fs::last_write_time(store() / "data.mdb"), before);
    EXPECT_EQ(open(OpenMode::open_or_create, 3)->schema_version(), 3U);
}

struct DamageCase {
    char const* name;
    void (*damage)(fs::path const& store);
    ErrorCode expected;
};

void overwrite(fs::path const& path, std::uint64_t offset, std::string_view bytes) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(offset));
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

class DamagedStore : public EnvironmentTest, public testing::WithParamInterface<DamageCase> {};

TEST_P(DamagedStore, R07_IsRefusedAndNotAdopted) {
    make_store();
    GetParam().damage(store());
    auto const names = files();
    auto const size = fs::exists(store() / "data.mdb") ? fs::file_size(store() / "data.mdb") : 0;
    EXPECT_EQ(code_of(open()), GetParam().expected);
    EXPECT_EQ(files(), names);
    EXPECT_EQ(fs::exists(store() / "data.mdb") ? fs::file_size(store() / "data.mdb") : 0, size);
    EXPECT_EQ(code_of(open()), GetParam().expected) << "refused once, adopted the second time";
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    DamagedStore,
    testing::Values(
        DamageCase{
            "EmptyDataFile",
            [](fs::path const& store) { fs::resize_file(store / "data.mdb", 0); },
            ErrorCode::corrupt
        },
        DamageCase{
            "MissingDataFile",
            [](fs::path const& store) { fs::remove(store / "data.mdb"); },
            ErrorCode::corrupt
        },
        DamageCase{
            "CutInTheHead",
            [](fs::path const& store) { fs::resize_file(store / "data.mdb", 100); },
            ErrorCode::corrupt
        },
        DamageCase{
            "CutInHalf",
            [](fs::path const& store) {
                fs::resize_file(store / "data.mdb", fs::file_size(store / "data.mdb") / 2);
            },
            ErrorCode::corrupt
        },
        DamageCase{
            "CutByOnePage",
            [](fs::path const& store) {
                fs::resize_file(store / "data.mdb", fs::file_size(store / "data.mdb") - 4096);
            },
            ErrorCode::corrupt
        },
        DamageCase{
            "FirstMetaPageZeroed",
            [](fs::path const& store) {
                overwrite(store / "data.mdb", 0, std::string(4096, '\0'));
            },
            ErrorCode::corrupt
        },
        DamageCase{
            "SecondMetaPageZeroed",
            [](fs::path const& store) {
                overwrite(store / "data.mdb", 4096, std::string(4096, '\0'));
            },
            ErrorCode::corrupt
        },
        DamageCase{
            "ForeignDataFile",
            [](fs::path const& store) {
                overwrite(store / "data.mdb", 0, "SQLite format 3" + std::string(8192, '\x01'));
            },
            ErrorCode::corrupt
        },
        DamageCase{
            "MissingIdentityFile",
            [](fs::path const& store) { fs::remove(store / "store.id"); },
            ErrorCode::foreign_store
        },
        DamageCase{
            "OtherIdentity",
            [](fs::path const& store) {
                overwrite(store / "store.id", 17, "0123456789abcdef0123456789abcdef");
            },
            ErrorCode::foreign_store
        },
        DamageCase{
            "IdentityOfSomethingElse",
            [](fs::path const& store) { overwrite(store / "store.id", 0, "somebody else's"); },
            ErrorCode::foreign_store
        }
    ),
    [](auto const& parameter) { return std::string(parameter.param.name); }
);

TEST_F(EnvironmentTest, R07_AnotherLmdbFileIsRefused) {
    make_store();
    fs::rename(store(), directory_.path() / "mine");
    make_store();
    fs::copy_file(
        store() / "data.mdb",
        directory_.path() / "mine" / "data.mdb",
        fs::copy_options::overwrite_existing
    );
    fs::remove_all(store());
    fs::rename(directory_.path() / "mine", store());
    EXPECT_EQ(code_of(open()), ErrorCode::foreign_store);
}

TEST_F(EnvironmentTest, R07_AnEmptyDataFileAloneIsRefused) {
    fs::create_directory(store());
    std::ofstream(store() / "data.mdb").close();
    EXPECT_EQ(code_of(open()), ErrorCode::foreign_store);
}

TEST_F(EnvironmentTest, R07_AnOldLockFileDoesNoHarm) {
    make_store();
    overwrite(store() / "lock.mdb", 0, std::string(64, '\x55'));
    EXPECT_TRUE(open());
}

class FlippedBytes : public EnvironmentTest, public testing::WithParamInterface<unsigned> {};

TEST_P(FlippedBytes, R07_InRecordsAreToldByVerification) {
    make_store();
    std::mt19937 random(GetParam());
    // The bodies are runs of one letter: damage there leaves LMDB's own structure whole.
    std::ifstream in(store() / "data.mdb", std::ios::binary);
    std::string const bytes{std::istreambuf_iterator(in), {}};
    auto const start = bytes.find(std::string(900, 'b'), random() % (bytes.size() / 2));
    ASSERT_NE(start, std::string::npos);
    overwrite(store() / "data.mdb", start + random() % 900, "X");
    SampleStore reopened(store());
    ASSERT_EQ(reopened.failure(), "");
    // The page may have been a free one of an older commit.
    auto const txn = reopened.read();
    bool damaged = false;
    for (std::uint64_t id = 1; id <= 500; ++id) {
        auto const record = tables_.samples.view(txn, id);
        damaged = damaged || !record;
        EXPECT_TRUE(!record || (*record)->body()->str() == std::string(1000, 'b'));
    }
    EXPECT_EQ(reopened.problems() != "", damaged);
}

INSTANTIATE_TEST_SUITE_P(Seeds, FlippedBytes, testing::Range(1U, 11U));

TEST_F(EnvironmentTest, R07_AnInterruptedCreationIsBegunAnew) {
    fs::create_directory(store());
    std::ofstream(store() / "store.id.new") << "half";
    std::ofstream(store() / "data.mdb") << "half";
    EXPECT_EQ(code_of(open(OpenMode::open_existing)), ErrorCode::not_found);
    auto const opened = open();
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_FALSE(fs::exists(store() / "store.id.new"));
}

TEST_F(EnvironmentTest, R06_ADirectoryThatCannotBeMadeIsAnError) {
    std::ofstream(directory_.path() / "file") << "x";
    auto options = sample_options(directory_.path() / "file" / "store", tables_);
    EXPECT_EQ(code_of(Environment::open(std::move(options))), ErrorCode::io);
}

TEST_F(EnvironmentTest, R08_RunningOutOfReaderSlotsIsAnErrorThatPasses) {
    auto const environment = open();
    ASSERT_TRUE(environment);
    std::vector<ReadTxn> snapshots;
    for (int i = 0; i < 16; ++i) {
        auto snapshot = environment->read();
        ASSERT_TRUE(snapshot) << i;
        snapshots.push_back(std::move(*snapshot));
    }
    EXPECT_EQ(code_of(environment->read()), ErrorCode::io);
    snapshots.pop_back();
    EXPECT_TRUE(environment->read());
    EXPECT_EQ(environment->check_readers(), 0);
}

TEST_F(EnvironmentTest, R08_TellsTheAgeOfTheOldestSnapshot) {
    auto now = std::chrono::steady_clock::time_point(std::chrono::seconds(100));
    auto options = sample_options(store(), tables_);
    options.steady_clock = [&now] { return now; };
    auto const environment = Environment::open(std::move(options));
    EXPECT_EQ(environment->stats()->oldest_reader.count(), 0);
    auto const snapshot = environment->read();
    now += std::chrono::seconds(7);
    auto const stats = environment->stats();
    EXPECT_EQ(stats->oldest_reader, std::chrono::seconds(7));
    EXPECT_EQ(stats->active_readers, 1U);
}

TEST_F(EnvironmentTest, GivesFigures) {
    make_store();
    auto const stats = open()->stats();
    ASSERT_TRUE(stats);
    EXPECT_EQ(stats->map_bytes, std::uint64_t{64} << 20);
    EXPECT_GT(stats->used_bytes, 500'000U);
    EXPECT_EQ(stats->page_size, 4096U);
    EXPECT_EQ(stats->max_readers, 16U);
    EXPECT_EQ(stats->databases.front().name, "samples");
    EXPECT_EQ(stats->databases.front().entries, 500U);
    EXPECT_GE(stats->databases.front().depth, 2U);
    EXPECT_GT(stats->databases.front().pages, 120U);
}

TEST_F(EnvironmentTest, R07_ATailThatHeldOnlyFreedPagesMayBeMissing) {
    make_store();
    {
        SampleStore opened(store());
        // Pages taken at the end of the file and given back in one transaction are never written.
        ASSERT_TRUE(opened.write([&](WriteTxn& txn) -> Result<void> {
            auto done = opened.tables.samples.insert(txn, 501, make_sample(1, "after"));
            for (int i = 100; done && i < 200; ++i) {
                done = opened.tables.raws.put(txn, std::to_string(i), std::string(1000, 'x'));
            }
            for (int i = 199; done && i >= 100; --i) {
                EXPECT_TRUE(opened.tables.raws.erase(txn, std::to_string(i)).value());
            }
            return done;
        }));
    }
    auto const file = detail::inspect_data_file(store() / "data.mdb");
    ASSERT_TRUE(file);
    ASSERT_LT(file->size, file->expected_size()) << "the case did not arise";
    SampleStore reopened(store());
    ASSERT_EQ(reopened.failure(), "");
    EXPECT_EQ(reopened.problems(), "");
    EXPECT_EQ(reopened.tables.samples.get(reopened.read(), 501)->body, "after");
}

TEST_F(EnvironmentTest, R07_ABusErrorEndsWithOneLineAndCode70) {
    make_store();
    EXPECT_EXIT(
        {
            install_bus_error_handler();
            auto const environment = open();
            fs::resize_file(store() / "data.mdb", 8192);
            auto const txn = environment->read();
            auto const report = tables_.catalog.verify(*txn);
            _exit(report ? 0 : 1);
        },
        testing::ExitedWithCode(bus_error_exit_code),
        "^folkmoot: bus error: [^\n]*\n$"
    );
}

}  // namespace
}  // namespace folkmoot::storage::tests
