// A deadline for any awaitable (style 4.3); Boost 1.81 has no cancel_after.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace folkmoot::federation {

/// Runs `work`; when `limit` passes first, `work` is cancelled (terminal), awaited and dropped.
/// @return what `work` returned, or nothing after the deadline. Rethrows what `work` throws.
/// The caller's executor must be a strand or single-threaded.
template <class T>
boost::asio::awaitable<std::optional<T>> with_deadline(
    boost::asio::awaitable<T> work, std::chrono::steady_clock::duration limit
) {
    using namespace boost::asio::experimental::awaitable_operators;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, limit);
    auto done = co_await (std::move(work) || timer.async_wait(boost::asio::use_awaitable));
    if (done.index() == 1) {
        co_return std::nullopt;
    }
    co_return std::get<0>(std::move(done));
}

}  // namespace folkmoot::federation
