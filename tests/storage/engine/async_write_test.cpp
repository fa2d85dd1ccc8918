// Awaiting a durable write from a coroutine.
#include "storage/engine/async_write.hpp"

#include "tests/storage/engine/sample_store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace folkmoot::storage::tests {
namespace {

namespace asio = boost::asio;

constexpr DbHandle database{0};

class AsyncWrite : public testing::Test {
protected:
    /// Runs a coroutine to its end.
    void run(asio::awaitable<void> work) {
        asio::io_context context;
        asio::co_spawn(context, std::move(work), [](std::exception_ptr failure) {
            EXPECT_FALSE(failure);
        });
        context.run();
    }

    TemporaryDirectory directory_;
    SampleStore store_{directory_.path()};
};

asio::awaitable<void> write_value(
    SampleStore& store, Result<int>& outcome, std::thread::id& resumed_on
) {
    outcome =
        co_await async_write(store.writer(), WriteClass::local, [](WriteTxn& txn) -> Result<int> {
            auto done = txn.put(database, "k", "v");
            return done ? Result<int>(42) : std::unexpected(done.error());
        });
    resumed_on = std::this_thread::get_id();
}

TEST_F(AsyncWrite, GivesTheValueBackOnTheCallersExecutor) {
    Result<int> outcome = 0;
    std::thread::id resumed_on;
    run(write_value(store_, outcome, resumed_on));
    EXPECT_EQ(outcome, 42);
    EXPECT_EQ(resumed_on, std::this_thread::get_id());
    EXPECT_TRUE(store_.read().exists(database, "k").value());
}

asio::awaitable<void> write_nothing(SampleStore& store, Result<void>& outcome) {
    outcome =
        co_await async_write(store.writer(), WriteClass::inbox, [](WriteTxn&) -> Result<void> {
            return std::unexpected(Error{ErrorCode::not_found, "gone"});
        });
}

TEST_F(AsyncWrite, GivesARejectionBack) {
    Result<void> outcome;
    run(write_nothing(store_, outcome));
    EXPECT_EQ(code_of(outcome), ErrorCode::not_found);
}

TEST_F(AsyncWrite, GivesARefusalBackToo) {
    store_.writer().stop();
    Result<void> outcome;
    run(write_nothing(store_, outcome));
    EXPECT_EQ(code_of(outcome), ErrorCode::closed);
}

asio::awaitable<void> write_many(SampleStore& store, int& finished, int number) {
    auto const home = co_await asio::this_coro::executor;
    auto const done =
        co_await async_write(store.writer(), WriteClass::local, [number](WriteTxn& txn) {
            return txn.put(database, std::to_string(number), "v");
        });
    EXPECT_TRUE(done);
    EXPECT_TRUE(
        home.target<asio::strand<asio::io_context::executor_type>>()->running_in_this_thread()
    );
    ++finished;
}

TEST_F(AsyncWrite, ResumesEachCoroutineOnItsStrand) {
    asio::io_context context;
    auto const strand = asio::make_strand(context);
    int finished = 0;
    for (int i = 0; i < 100; ++i) {
        asio::co_spawn(strand, write_many(store_, finished, i), [](std::exception_ptr failure) {
            EXPECT_FALSE(failure);
        });
    }
    std::jthread const other([&context] { context.run(); });
    context.run();
    EXPECT_EQ(store_.read().entries(database), 100U);
    EXPECT_LT(store_.writer().metrics().commits, 100U);
}

}  // namespace
}  // namespace folkmoot::storage::tests
