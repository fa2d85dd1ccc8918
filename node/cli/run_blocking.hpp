// Waits on the calling thread for a coroutine: for a program that does one thing and ends.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace folkmoot::node {

/// Runs `work` on a strand and returns what it returns. Rethrows what it throws.
template <class T>
T run_blocking(boost::asio::awaitable<T> work) {
    boost::asio::io_context io(1);
    std::optional<T> value;
    std::exception_ptr failure;
    boost::asio::co_spawn(
        boost::asio::make_strand(io),
        std::move(work),
        [&](std::exception_ptr thrown, T result) {
            failure = thrown;
            value.emplace(std::move(result));
        }
    );
    io.run();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return std::move(*value);
}

}  // namespace folkmoot::node
