// The map grows behind the readers' backs and never fails a write that the disk could hold.
#include "storage/engine/cursor.hpp"
#include "storage/engine/writer.hpp"
#include "tests/storage/engine/sample_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace folkmoot::storage::tests {
namespace {

constexpr DbHandle database{0};

class MapGrowth : public testing::Test {
protected:
    void open(WriterOptions options = {}) {
        auto environment_options = sample_options(directory_.path(), tables_);
        environment_options.map_size = std::uint64_t{1} << 20;
        environment_ = Environment::open(std::move(environment_options));
        ASSERT_TRUE(environment_) << environment_.error().detail;
        writer_ = std::make_unique<Writer>(*environment_, std::move(options));
    }

    Result<void> put_mebibyte(int number) {
        return write_blocking(*writer_, WriteClass::local, [number](WriteTxn& txn) -> Result<void> {
            for (int i = 0; i < 16; ++i) {
                auto const key =
                    encode_key(static_cast<std::uint64_t>(number), static_cast<std::uint64_t>(i));
                if (auto done = txn.put(database, key, std::string(65'536, 'x')); !done) {
                    return done;
                }
            }
            return {};
        });
    }

    TemporaryDirectory directory_;
    SampleTables tables_;
    Result<Environment> environment_ = std::unexpected(Error{ErrorCode::closed, ""});
    std::unique_ptr<Writer> writer_;
};

TEST_F(MapGrowth, R05_TheMapGrowsFromOneMebibyteWithoutAFailedWrite) {
    open();
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(put_mebibyte(i)) << i;
    }
    auto const stats = environment_->stats();
    EXPECT_GT(stats->map_bytes, std::uint64_t{40} << 20);
    EXPECT_GE(writer_->metrics().map_growths, 8U);
    EXPECT_EQ(environment_->read()->entries(database), 640U);
}

TEST_F(MapGrowth, R05_OneBatchMayNeedSeveralSteps) {
    open();
    auto const done = write_blocking(*writer_, WriteClass::local, [](WriteTxn& txn) {
        return txn.put(database, "k", std::string(20 << 20, 'x'));
    });
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(environment_->read()->view(database, "k").value()->size(), std::size_t{20} << 20);
}

TEST_F(MapGrowth, R05_SnapshotsAreWaitedForWhileReadersGoOn) {
    open();
    std::atomic<bool> stop = false;
    std::atomic<int> reads = 0;
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&] {
                while (!stop) {
                    auto const txn = environment_->read();
                    ASSERT_TRUE(txn);
                    ASSERT_TRUE(for_each(
                        *txn,
                        database,
                        {},
                        Direction::reverse,
                        [n = 0](auto, auto value) mutable {
                            EXPECT_EQ(value.back(), 'x');
                            return ++n < 20;
                        }
                    ));
                    ++reads;
                }
            });
        }
        for (int i = 0; i < 20; ++i) {
            EXPECT_TRUE(put_mebibyte(i));
        }
        stop = true;
    }
    EXPECT_GT(reads, 0);
    EXPECT_GE(writer_->metrics().map_growths, 5U);
}

TEST_F(MapGrowth, R05_ASnapshotThatStaysFailsTheWriteAndNotTheStore) {
    open({.reader_drain = std::chrono::milliseconds(1)});
    {
        auto const snapshot = environment_->read();
        ASSERT_TRUE(snapshot);
        EXPECT_EQ(code_of(put_mebibyte(0)), ErrorCode::full);
        EXPECT_EQ(writer_->metrics().state, WriterState::disk_full);
    }
    EXPECT_TRUE(put_mebibyte(0));
    EXPECT_EQ(writer_->metrics().state, WriterState::running);
}

}  // namespace
}  // namespace folkmoot::storage::tests
