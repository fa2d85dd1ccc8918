// A full disk, a failed sync and failing writes, with the real system calls or, under LD_PRELOAD,
// with ones that fail when told to (threats.md R03, R04, R49).
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <sys/mount.h>
#include <unistd.h>

namespace folkmoot::storage::tests {
namespace {

namespace fs = std::filesystem;

/// A small file system of its own; skipped where mounting is not permitted.
class SmallDisk : public testing::Test {
protected:
    void SetUp() override {
        if (::mount("tmpfs", directory_.path().c_str(), "tmpfs", 0, "size=4m") != 0) {
            GTEST_SKIP() << "mounting a tmpfs is not permitted here";
        }
        mounted_ = true;
    }

    void TearDown() override {
        if (mounted_) {
            ::umount2(directory_.path().c_str(), MNT_DETACH);
        }
    }

    TemporaryDirectory directory_;
    bool mounted_ = false;
};

TEST_F(SmallDisk, R04_AFullDiskIsToldReadsGoOnAndWritesComeBackByThemselves) {
    std::ofstream(directory_.path() / "ballast") << std::string(2 << 20, 'x');
    SampleStore store(directory_.path() / "store");
    ASSERT_EQ(store.failure(), "");
    auto const insert = [&store](std::uint64_t id) {
        return store.write([&store, id](WriteTxn& txn) {
            return store.tables.samples.insert(txn, id, make_sample(1, std::string(50'000, 'b')));
        });
    };
    std::uint64_t stored = 0;
    auto outcome = insert(1);
    for (; outcome && stored < 1000; outcome = insert(stored + 1)) {
        ++stored;
    }
    ASSERT_EQ(code_of(outcome), ErrorCode::full) << outcome.error().detail;
    EXPECT_GT(stored, 5U);
    EXPECT_EQ(store.writer().metrics().state, WriterState::disk_full);
    EXPECT_EQ(store.problems(), "");
    EXPECT_EQ(store.tables.samples.entries(store.read()), stored);
    EXPECT_EQ(code_of(insert(stored + 1)), ErrorCode::full);

    fs::remove(directory_.path() / "ballast");
    EXPECT_TRUE(insert(stored + 1));
    EXPECT_EQ(store.writer().metrics().state, WriterState::running);
    EXPECT_EQ(store.problems(), "");
}

/// What the child with the failing system calls said, line by line: "key value".
using Report = std::map<std::string, std::string>;

struct FaultCase {
    char const* name;
    char const* fault;     ///< which system call fails, where in the file, and how
    char const* expected;  ///< code of the write that meets it
    char const* next;      ///< code of the write after it
    char const* reads;     ///< what reading gives then
};

class DiskFaults : public testing::TestWithParam<FaultCase> {
protected:
    /// Runs the child with the n-th call failing.
    Report run_child(fs::path const& store, int nth) {
        std::ostringstream command;
        command << "LD_PRELOAD=" FOLKMOOT_FAULT_LIBRARY " ASAN_OPTIONS=verify_asan_link_order=0 "
                << FOLKMOOT_FAULT_CHILD << ' ' << store << ' ' << GetParam().fault << ",nth=" << nth
                << ",path=" << store.string();
        Report report;
        auto* const pipe = ::popen(command.str().c_str(), "r");
        EXPECT_NE(pipe, nullptr);
        std::array<char, 256> line{};
        while (std::fgets(line.data(), line.size(), pipe) != nullptr) {
            std::istringstream words(line.data());
            std::string key;
            words >> key >> report[key];
        }
        EXPECT_EQ(::pclose(pipe), 0) << command.str();
        return report;
    }
};

TEST_P(DiskFaults, LoseNothingThatWasAcknowledged) {
    for (int nth = 1; nth <= 12; ++nth) {
        SCOPED_TRACE("call " + std::to_string(nth));
        TemporaryDirectory directory;
        auto const path = directory.path() / "store";
        auto const report = run_child(path, nth);
        ASSERT_TRUE(report.contains("failed")) << "the fault was never met";
        EXPECT_EQ(report.at("failed"), GetParam().expected);
        EXPECT_EQ(report.at("next"), GetParam().next);
        EXPECT_EQ(report.at("reads"), GetParam().reads);
        SampleStore store(path);
        ASSERT_EQ(store.failure(), "");
        EXPECT_EQ(store.problems(), "");
        auto const txn = store.read();
        auto const acknowledged = std::stoull(report.at("acknowledged"));
        for (std::uint64_t id = 1; id <= acknowledged; ++id) {
            EXPECT_TRUE(store.tables.samples.exists(txn, id).value()) << id;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Calls,
    DiskFaults,
    testing::Values(
        FaultCase{
            "R03_AFailedSyncStopsWriting",
            "call=fdatasync,errno=EIO",
            "read_only_after_io",
            "read_only",
            "ok"
        },
        FaultCase{
            "R49_AFailedWriteStopsWriting",
            "call=pwrite,from=8192,errno=EIO",
            "read_only_after_io",
            "read_only",
            "ok"
        },
        // LMDB gives up the whole environment when its head cannot be written.
        FaultCase{
            "R49_AFailedWriteOfTheHeadStopsReadingToo",
            "call=pwrite,below=8192,errno=EIO",
            "read_only_after_io",
            "read_only",
            "refused"
        },
        FaultCase{
            "R04_NoSpaceIsToldAndPasses", "call=pwrite,from=8192,errno=ENOSPC", "full", "ok", "ok"
        }
    ),
    [](auto const& parameter) { return std::string(parameter.param.name); }
);

}  // namespace
}  // namespace folkmoot::storage::tests
