// `co_await async_write(writer, WriteClass::local, closure)`: adapts the writer's callbacks to
// Asio. Header-only, the one place of this room that names Asio, so that the storage library does
// not link it.
#pragma once

#include "storage/engine/typed_write.hpp"
#include "storage/engine/writer.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace folkmoot::storage {

/// Queues a change; completes with its `Result<T>` after the commit is durable, on the executor
/// associated with the completion (for `use_awaitable`, the coroutine's own). The I/O context is
/// kept busy until then. A queued change cannot be cancelled: cancelling the coroutine neither
/// undoes nor hastens it. Stop the writer before the I/O context is destroyed.
/// @param closure  `Result<T>(WriteTxn&)` as `WriteJob` asks, T may be void; it must own what it
/// uses or refer to parts
///                 that outlive the writer
/// @param token    completion token for `void(Result<T>)`
template <class Closure, class Token = boost::asio::use_awaitable_t<>>
auto async_write(Writer& writer, WriteClass write_class, Closure closure, Token&& token = {}) {
    namespace asio = boost::asio;
    using Outcome = WriteResult<Closure>;
    auto initiate = [&writer, write_class](auto handler, Closure job) {
        auto const executor = asio::get_associated_executor(handler);
        auto done = [handler = std::move(handler),
                     work = asio::make_work_guard(executor)](Outcome outcome) mutable {
            auto const home = work.get_executor();
            asio::post(
                home,
                asio::bind_executor(
                    home,
                    [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
                        std::move(handler)(std::move(outcome));
                    }
                )
            );
        };
        submit_typed(writer, write_class, std::move(job), std::move(done));
    };
    return asio::async_initiate<Token, void(Outcome)>(
        std::move(initiate), token, std::move(closure)
    );
}

}  // namespace folkmoot::storage
