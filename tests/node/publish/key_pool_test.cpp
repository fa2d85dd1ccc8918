#include "node/publish/key_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace folkmoot::node {
namespace {

TEST(KeyPool, GivesEachCallerAKeyOfItsOwn) {
    KeyPool pool(1);
    auto const first = pool.take_blocking();
    auto const second = pool.take_blocking();
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(first->public_key() == second->public_key());
    EXPECT_EQ(first->public_key().bits(), 2048);
}

boost::asio::awaitable<void> take_one(KeyPool& pool, int& taken) {
    auto const key = co_await pool.take();
    EXPECT_TRUE(key.has_value());
    ++taken;
}

TEST(KeyPool, ResumesCoroutinesThatHadToWait) {
    KeyPool pool(0);
    boost::asio::io_context context;
    int taken = 0;
    for (int i = 0; i < 3; ++i) {
        boost::asio::co_spawn(context, take_one(pool, taken), boost::asio::detached);
    }
    context.run();
    EXPECT_EQ(taken, 3);
}

}  // namespace
}  // namespace folkmoot::node
