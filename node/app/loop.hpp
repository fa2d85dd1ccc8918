// One thread of I/O, and waiting for what runs on it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <thread>
#include <utility>

namespace folkmoot::node {

/// An I/O context with its thread.
class Loop {
public:
    Loop() : context_(1), work_(boost::asio::make_work_guard(context_)) {}

    boost::asio::any_io_executor executor() { return context_.get_executor(); }

    void start() {
        thread_ = std::thread([this] { context_.run(); });
    }

    /// Lets the thread end once nothing is left to do, or at once.
    void finish(bool now) {
        work_.reset();
        if (now) {
            context_.stop();
        }
        if (thread_.joinable()) {
            thread_.join();
        }
    }

private:
    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

/// Waits on this thread for a coroutine on another one.
template <class T>
T wait_for(boost::asio::any_io_executor executor, boost::asio::awaitable<T> work) {
    return boost::asio::co_spawn(std::move(executor), std::move(work), boost::asio::use_future)
        .get();
}

}  // namespace folkmoot::node
