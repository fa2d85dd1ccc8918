// Runs coroutines in tests: one io_context, driven until the awaited thing has happened.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace folkmoot::tests {

/// Runs `io` until `work`, on a strand of its own, has ended, and returns what it returns or
/// rethrows what it throws.
template <class T>
T run_awaitable(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
    bool done = false;
    std::exception_ptr failure;
    std::optional<T> value;
    boost::asio::co_spawn(
        boost::asio::make_strand(io),
        std::move(work),
        [&](std::exception_ptr thrown, T result) {
            failure = thrown;
            value.emplace(std::move(result));
            done = true;
        }
    );
    io.restart();
    while (!done && io.run_one() > 0) {
    }
    if (!done) {
        throw std::logic_error("the awaited work can never end");
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    return std::move(*value);
}

/// The same for work without a value.
inline void run_awaitable(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
    bool done = false;
    std::exception_ptr failure;
    boost::asio::co_spawn(
        boost::asio::make_strand(io),
        std::move(work),
        [&](std::exception_ptr thrown) {
            failure = thrown;
            done = true;
        }
    );
    io.restart();
    while (!done && io.run_one() > 0) {
    }
    if (!done) {
        throw std::logic_error("the awaited work can never end");
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

}  // namespace folkmoot::tests
