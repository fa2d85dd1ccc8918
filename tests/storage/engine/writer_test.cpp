// The writer: group commit, fairness, rejections, stopping.
#include "storage/engine/writer.hpp"

#include "storage/engine/fair_queue.hpp"
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace folkmoot::storage::tests {
namespace {

constexpr DbHandle database{0};

WriteJob put_job(std::string key, std::string value = "v") {
    return [key = std::move(key), value = std::move(value)](WriteTxn& txn) {
        return txn.put(database, key, value);
    };
}

/// Collects outcomes of writes.
class Outcomes {
public:
    explicit Outcomes(std::size_t expected) : left_(static_cast<std::ptrdiff_t>(expected)) {}

    WriteDone one() {
        return [this](Result<void> result) {
            {
                std::scoped_lock const lock(mutex_);
                results_.push_back(std::move(result));
            }
            left_.count_down();
        };
    }

    std::vector<Result<void>> const& wait() {
        left_.wait();
        return results_;
    }

private:
    std::latch left_;
    std::mutex mutex_;
    std::vector<Result<void>> results_;
};

/// Holds the writer inside a job until it is let go, so that jobs pile up behind it.
class Hold {
public:
    explicit Hold(Writer& writer) {
        writer.submit(
            WriteClass::local,
            [this](WriteTxn&) -> Result<void> {
                entered_.count_down();
                release_.wait();
                return {};
            },
            [](Result<void>) {}
        );
        entered_.wait();
    }

    ~Hold() { release_.count_down(); }

    Hold(Hold const&) = delete;
    Hold& operator=(Hold const&) = delete;

private:
    std::latch entered_{1};
    std::latch release_{1};
};

TEST(FairQueue, ServesByWeightAndStarvesNobody) {
    detail::FairQueue<WriteClass> queue;
    for (int i = 0; i < 26; ++i) {
        for (auto const one : {WriteClass::maintenance, WriteClass::inbox, WriteClass::local}) {
            queue.push(one, one);
        }
    }
    std::array<int, write_class_count> taken{};
    for (int i = 0; i < 26; ++i) {
        ++taken[static_cast<std::size_t>(*queue.pop())];
    }
    EXPECT_EQ(taken, (std::array<int, write_class_count>{16, 8, 2}));
}

TEST(FairQueue, GivesAllToWhoeverWaitsAlone) {
    detail::FairQueue<int> queue;
    for (int i = 0; i < 30; ++i) {
        queue.push(WriteClass::maintenance, i);
    }
    for (int i = 0; i < 30; ++i) {
        EXPECT_EQ(queue.pop(), i);
    }
    EXPECT_FALSE(queue.pop());
}

class WriterTest : public testing::Test {
protected:
    TemporaryDirectory directory_;
};

TEST_F(WriterTest, JobsThatWaitTogetherShareACommit) {
    SampleStore store(directory_.path());
    constexpr std::size_t jobs = 200;
    Outcomes outcomes(jobs);
    {
        Hold const hold(store.writer());
        for (std::size_t i = 0; i < jobs; ++i) {
            store.writer().submit(
                WriteClass::local, put_job("k" + std::to_string(i)), outcomes.one()
            );
        }
    }
    for (auto const& result : outcomes.wait()) {
        EXPECT_TRUE(result);
    }
    auto const metrics = store.writer().metrics();
    EXPECT_EQ(metrics.commits, 1U);
    EXPECT_EQ(metrics.jobs_committed, jobs + 1);
    EXPECT_EQ(store.read().entries(database), jobs);
}

TEST_F(WriterTest, ABatchHoldsNoMoreJobsThanAllowed) {
    SampleStore store(directory_.path(), {.max_batch_jobs = 10});
    Outcomes outcomes(29);
    {
        Hold const hold(store.writer());
        for (int i = 0; i < 29; ++i) {
            store.writer().submit(
                WriteClass::local, put_job("k" + std::to_string(i)), outcomes.one()
            );
        }
    }
    outcomes.wait();
    EXPECT_EQ(store.writer().metrics().commits, 3U);
}

TEST_F(WriterTest, ABatchHoldsNoMoreBytesThanAllowed) {
    SampleStore store(directory_.path(), {.max_batch_bytes = 10'000});
    Outcomes outcomes(4);
    {
        Hold const hold(store.writer());
        for (int i = 0; i < 4; ++i) {
            store.writer().submit(
                WriteClass::local,
                put_job(std::to_string(i), std::string(9'999, 'x')),
                outcomes.one()
            );
        }
    }
    outcomes.wait();
    EXPECT_EQ(store.writer().metrics().commits, 4U);
}

TEST_F(WriterTest, AJobThatRejectsBeforeItsFirstPutFailsAlone) {
    SampleStore store(directory_.path());
    Outcomes good(2);
    Outcomes bad(1);
    {
        Hold const hold(store.writer());
        store.writer().submit(WriteClass::local, put_job("a"), good.one());
        store.writer().submit(
            WriteClass::local,
            [](WriteTxn&) -> Result<void> {
                return std::unexpected(Error{ErrorCode::invalid, "no"});
            },
            bad.one()
        );
        store.writer().submit(WriteClass::local, put_job("b"), good.one());
    }
    EXPECT_EQ(code_of(bad.wait().front()), ErrorCode::invalid);
    EXPECT_TRUE(good.wait().front());
    auto const metrics = store.writer().metrics();
    EXPECT_EQ(metrics.commits, 1U);
    EXPECT_EQ(metrics.batches_rerun, 0U);
    EXPECT_EQ(metrics.jobs_rejected, 1U);
}

TEST_F(WriterTest, AJobThatFailsAfterAPutIsTakenOutAndTheRestRunsAgain) {
    SampleStore store(directory_.path());
    Outcomes good(2);
    Outcomes bad(1);
    int runs = 0;
    {
        Hold const hold(store.writer());
        store.writer().submit(
            WriteClass::local,
            [&runs](WriteTxn& txn) {
                ++runs;
                return txn.put(database, "a", std::to_string(runs));
            },
            good.one()
        );
        store.writer().submit(
            WriteClass::local,
            [](WriteTxn& txn) -> Result<void> {
                EXPECT_TRUE(txn.put(database, "half", "done"));
                return std::unexpected(Error{ErrorCode::already_exists, "too late"});
            },
            bad.one()
        );
        store.writer().submit(WriteClass::local, put_job("b"), good.one());
    }
    EXPECT_EQ(code_of(bad.wait().front()), ErrorCode::already_exists);
    good.wait();
    EXPECT_EQ(runs, 2);
    auto const txn = store.read();
    EXPECT_EQ(txn.view(database, "a").value(), "2");
    EXPECT_FALSE(txn.exists(database, "half").value());
    EXPECT_TRUE(txn.exists(database, "b").value());
    EXPECT_EQ(store.writer().metrics().batches_rerun, 1U);
}

TEST_F(WriterTest, AJobThatThrowsIsARejection) {
    SampleStore store(directory_.path());
    auto const thrown =
        store.write([](WriteTxn&) -> Result<void> { throw std::runtime_error("oops"); });
    EXPECT_EQ(code_of(thrown), ErrorCode::invalid);
    EXPECT_TRUE(store.write(put_job("a")));
}

TEST_F(WriterTest, ReturnsTheValueOfTheCommittedRun) {
    SampleStore store(directory_.path());
    auto const value = store.write([](WriteTxn& txn) -> Result<int> {
        auto done = txn.put(database, "a", "1");
        return done ? Result<int>(42) : std::unexpected(done.error());
    });
    EXPECT_EQ(value, 42);
}

TEST_F(WriterTest, AJobMayNotWaitForAnother) {
    SampleStore store(directory_.path());
    auto const outer = store.write([&store](WriteTxn&) { return store.write(put_job("a")); });
    EXPECT_EQ(code_of(outer), ErrorCode::invalid);
}

TEST_F(WriterTest, CommitsAreDurableAndToldBeforeTheCallbacks) {
    std::vector<std::string> order;
    SampleStore store(directory_.path(), {.after_commit = [&order](CommitInfo const& info) {
                          order.push_back("hook " + std::to_string(info.jobs));
                      }});
    Outcomes outcomes(1);
    store.writer().submit(
        WriteClass::local,
        put_job("a"),
        [&, done = outcomes.one()](Result<void> result) mutable {
            order.push_back("callback");
            EXPECT_TRUE(store.writer().on_writer_thread());
            done(std::move(result));
        }
    );
    outcomes.wait();
    EXPECT_EQ(order, (std::vector<std::string>{"hook 1", "callback"}));
    EXPECT_FALSE(store.writer().on_writer_thread());
}

TEST_F(WriterTest, BeforeCommitWritesIntoTheSameBatchAndCanRefuseIt) {
    bool refuse = false;
    SampleStore store(
        directory_.path(), {.before_commit = [&refuse](WriteTxn& txn) -> Result<void> {
            if (refuse) {
                return std::unexpected(Error{ErrorCode::corrupt, "the mark"});
            }
            return txn.put(database, "mark", std::to_string(txn.changes()));
        }}
    );
    ASSERT_TRUE(store.write(put_job("a")));
    EXPECT_EQ(store.read().view(database, "mark").value(), "1");
    refuse = true;
    EXPECT_EQ(code_of(store.write(put_job("b"))), ErrorCode::corrupt);
    EXPECT_FALSE(store.read().exists(database, "b").value());
}

TEST_F(WriterTest, AFullQueueRefusesOneClassAndNotTheOthers) {
    SampleStore store(directory_.path(), {.max_queue = 2});
    Outcomes accepted(3);
    Outcomes refused(1);
    {
        Hold const hold(store.writer());
        store.writer().submit(WriteClass::inbox, put_job("1"), accepted.one());
        store.writer().submit(WriteClass::inbox, put_job("2"), accepted.one());
        store.writer().submit(WriteClass::inbox, put_job("3"), refused.one());
        store.writer().submit(WriteClass::local, put_job("4"), accepted.one());
        EXPECT_EQ(code_of(refused.wait().front()), ErrorCode::queue_full);
        EXPECT_EQ(store.writer().metrics().queued, (std::array<std::size_t, 3>{1, 2, 0}));
    }
    for (auto const& result : accepted.wait()) {
        EXPECT_TRUE(result);
    }
    EXPECT_EQ(store.writer().metrics().jobs_refused, 1U);
}

TEST_F(WriterTest, R44_StopCommitsWhatWaitsAndRefusesTheRest) {
    SampleStore store(directory_.path(), {.max_batch_jobs = 8});
    Outcomes accepted(50);
    std::thread stopper;
    {
        Hold const hold(store.writer());
        for (int i = 0; i < 50; ++i) {
            store.writer().submit(
                WriteClass::maintenance, put_job(std::to_string(i)), accepted.one()
            );
        }
        stopper = std::thread([&store] { store.writer().stop(); });
    }
    stopper.join();
    EXPECT_EQ(store.read().entries(database), 50U);
    for (auto const& result : accepted.wait()) {
        EXPECT_TRUE(result);
    }
    EXPECT_EQ(code_of(store.write(put_job("late"))), ErrorCode::closed);
    EXPECT_EQ(store.writer().metrics().state, WriterState::stopped);
}

TEST_F(WriterTest, ManyThreadsWriteAtOnce) {
    SampleStore store(directory_.path());
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&store, thread] {
                for (int i = 0; i < 50; ++i) {
                    EXPECT_TRUE(
                        store.write(put_job(std::to_string(thread) + "/" + std::to_string(i)))
                    );
                    EXPECT_TRUE(
                        store.read()
                            .exists(database, std::to_string(thread) + "/" + std::to_string(i))
                            .value()
                    );
                }
            });
        }
    }
    EXPECT_EQ(store.read().entries(database), 200U);
}

}  // namespace
}  // namespace folkmoot::storage::tests
