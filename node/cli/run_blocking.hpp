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

/// Runs `work` on a strand of `io` and returns what it returns. Rethrows what it throws.
/// @param io  outlives the pools and the writer that the work hops to: their threads may still let
/// go of its executors when the work has ended
template <class T>
T run_blocking(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
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
    io.restart();
    io.run();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return std::move(*value);
}

}  // namespace folkmoot::node
