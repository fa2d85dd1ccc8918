// Blocking or heavy work on a pool, awaited from a strand (style 4.3).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace folkmoot::federation {

/// Runs `work` (taken by value, returning a non-void value) on `pool` and resumes on the caller's
/// executor. Rethrows what `work` throws. `pool` must outlive the call. Work that has begun is not
/// cancelled.
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> run_on(
    boost::asio::thread_pool& pool, Work work
) {
    auto const home = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(
        boost::asio::bind_executor(pool.get_executor(), boost::asio::use_awaitable)
    );
    std::optional<std::invoke_result_t<Work&>> value;
    std::exception_ptr failure;
    try {
        value.emplace(work());
    } catch (...) {
        failure = std::current_exception();
    }
    // Hop back before anything else, also on failure.
    co_await boost::asio::post(boost::asio::bind_executor(home, boost::asio::use_awaitable));
    if (failure) {
        std::rethrow_exception(failure);
    }
    co_return std::move(*value);
}

}  // namespace folkmoot::federation
