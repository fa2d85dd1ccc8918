// Acknowledged means durable: a writer is killed at random instants and at every named fault point,
// and what it had acknowledged must be there with its indices (threats.md R01).
#include "storage/engine/fault_point.hpp"
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstring>
#include <random>
#include <set>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace folkmoot::storage::tests {
namespace {

/// Ids that a child says were made durable, sent through a pipe so that they outlive it.
class AcknowledgementPipe {
public:
    AcknowledgementPipe() { EXPECT_EQ(::pipe(ends_.data()), 0); }

    ~AcknowledgementPipe() {
        ::close(ends_[0]);
        close_writing();
    }

    AcknowledgementPipe(AcknowledgementPipe const&) = delete;
    AcknowledgementPipe& operator=(AcknowledgementPipe const&) = delete;

    void send(std::uint64_t id) const {
        if (::write(ends_[1], &id, sizeof id) != sizeof id) {
            _exit(3);
        }
    }

    /// Reads the next id; false at the end.
    bool receive(std::uint64_t& id) const { return ::read(ends_[0], &id, sizeof id) == sizeof id; }

    void close_writing() {
        if (ends_[1] >= 0) {
            ::close(ends_[1]);
            ends_[1] = -1;
        }
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

/// What each job of the child writes: one record in three indices, a counter and a set must agree.
Result<void> write_post(SampleTables const& tables, WriteTxn& txn, std::uint64_t id) {
    auto record = make_sample(
        id % 7, "body of " + std::to_string(id), "slug-" + std::to_string(id * 2654435761U)
    );
    record.tags = {"t" + std::to_string(id % 3)};
    auto done = tables.samples.insert(txn, id, record);
    if (done) {
        auto const followed = tables.followers.insert(txn, {id % 7, id});
        auto const counted = tables.replies.add(txn, id % 7, 1);
        done = followed && counted ? Result<void>{}
                                   : std::unexpected(Error{ErrorCode::io, "relation"});
    }
    return done;
}

/// Writes posts with several in flight until killed or `count` are done.
[[noreturn]] void write_until_killed(
    std::filesystem::path const& directory,
    AcknowledgementPipe const& pipe,
    std::uint64_t first,
    std::uint64_t count
) {
    SampleStore store(directory);
    if (!store.failure().empty()) {
        _exit(4);
    }
    for (std::uint64_t id = first; id < first + count; ++id) {
        auto const job = [&store, id](WriteTxn& txn) { return write_post(store.tables, txn, id); };
        auto done = [&pipe, id](Result<void> result) {
            if (result) {
                pipe.send(id);
            }
        };
        if (id % 16 == 0) {
            if (store.write(job)) {
                pipe.send(id);
            }
        } else {
            store.writer().submit(WriteClass::inbox, job, std::move(done));
        }
    }
    store.writer().stop();
    _exit(0);
}

/// Opens the store after a crash and compares it with what was acknowledged.
void expect_all_there(
    std::filesystem::path const& directory, std::set<std::uint64_t> const& acknowledged
) {
    SampleStore store(directory);
    ASSERT_EQ(store.failure(), "");
    EXPECT_EQ(store.problems(), "");
    auto const txn = store.read();
    for (auto const id : acknowledged) {
        auto const record = store.tables.samples.get(txn, id);
        ASSERT_TRUE(record) << "lost: " << id;
        EXPECT_EQ(record->body, "body of " + std::to_string(id));
    }
    std::int64_t counted = 0;
    EXPECT_TRUE(store.tables.replies
                    .scan(txn, {}, Direction::forward, [&](std::uint64_t, std::int64_t value) {
                        counted += value;
                        return true;
                    }));
    auto const records = store.tables.samples.entries(txn);
    EXPECT_EQ(records, static_cast<std::uint64_t>(counted)) << "half a transaction";
    EXPECT_EQ(store.tables.followers.entries(txn), records) << "half a transaction";
}

TEST(Crash, R01_AKillAtAnyInstantLosesNothingThatWasAcknowledged) {
    TemporaryDirectory directory;
    std::mt19937 random(20261121);
    std::set<std::uint64_t> acknowledged;
    for (std::uint64_t round = 0; round < 30; ++round) {
        AcknowledgementPipe pipe;
        auto const child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            write_until_killed(directory.path(), pipe, 1 + round * 1'000'000, 1'000'000);
        }
        pipe.close_writing();
        // The instant is chosen by progress, not by time: after so many acknowledgements, whatever
        // it does then.
        auto const kill_after = 1 + random() % 400;
        std::uint64_t id = 0;
        for (std::size_t seen = 0; pipe.receive(id); ++seen) {
            acknowledged.insert(id);
            if (seen == kill_after) {
                ::kill(child, SIGKILL);
            }
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status))
            << "the child ended by itself with " << WEXITSTATUS(status);
    }
    EXPECT_GT(acknowledged.size(), 30U);
    expect_all_there(directory.path(), acknowledged);
}

TEST(Crash, R01_EveryFaultPointInOrderLosesNothing) {
    TemporaryDirectory directory;
    auto const store = directory.path() / "store";
    std::set<std::uint64_t> acknowledged;
    std::uint64_t first = 1;
    for (long point = 1;; ++point) {
        AcknowledgementPipe pipe;
        auto const child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            arm_fault_points(point);
            write_until_killed(store, pipe, first, 20);
        }
        pipe.close_writing();
        std::uint64_t id = 0;
        while (pipe.receive(id)) {
            acknowledged.insert(id);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFEXITED(status));
        expect_all_there(store, acknowledged);
        if (WEXITSTATUS(status) == 0) {
            break;
        }
        ASSERT_EQ(WEXITSTATUS(status), fault_point_exit_code) << "point " << point;
        first += 1000;
    }
    EXPECT_GE(first, 20'001U) << "fewer than twenty points were reached";
    EXPECT_GE(acknowledged.size(), 20U);
}

TEST(Crash, R07_ACrashWhileTheStoreIsMadeLeavesAStoreOrNothing) {
    long point = 1;
    for (int status = -1; status != 0; ++point) {
        TemporaryDirectory directory;
        auto const store = directory.path() / "store";
        SampleTables const tables;
        auto const child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            arm_fault_points(point);
            auto const environment = Environment::open(sample_options(store, tables));
            _exit(environment ? 0 : 1);
        }
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        auto const again = Environment::open(sample_options(store, tables));
        EXPECT_TRUE(again) << "after point " << point << ": " << again.error().detail;
    }
    EXPECT_EQ(point, 5) << "three points, then a whole run";
}

TEST(CrashDeathTest, R01_TheFaultPointIsNamed) {
    EXPECT_EXIT(
        {
            arm_fault_points(2);
            fault_point("one");
            fault_point("two");
        },
        testing::ExitedWithCode(fault_point_exit_code),
        "ended at fault point two"
    );
}

}  // namespace
}  // namespace folkmoot::storage::tests
