// Changes that return a value: adapts `Result<T>(WriteTxn&)` to the writer's jobs, and the blocking
// form for the command line and tests. The awaitable form is async_write.hpp.
#pragma once

#include "storage/engine/writer.hpp"
#include "storage/error.hpp"

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace folkmoot::storage {

/// What a closure returns: `Result<T>`.
template <class Closure>
using WriteResult = std::invoke_result_t<Closure&, WriteTxn&>;

/// Queues a closure that returns `Result<T>`.
/// @param done  `void(Result<T>)`, called as `WriteDone` is; T's value is that of the run that was
/// committed
template <class Closure, class Done>
void submit_typed(Writer& writer, WriteClass write_class, Closure closure, Done done) {
    using Outcome = WriteResult<Closure>;
    if constexpr (std::is_same_v<Outcome, Result<void>>) {
        writer.submit(write_class, std::move(closure), std::move(done));
    } else {
        auto slot = std::make_shared<std::optional<Outcome>>();
        auto job = [slot, run = std::move(closure)](WriteTxn& txn) mutable -> Result<void> {
            slot->emplace(run(txn));
            return **slot ? Result<void>{} : std::unexpected((*slot)->error());
        };
        auto finish = [slot, tell = std::move(done)](Result<void> committed) mutable {
            if (committed) {
                tell(std::move(**slot));
            } else {
                tell(Outcome(std::unexpected(std::move(committed.error()))));
            }
        };
        writer.submit(write_class, std::move(job), std::move(finish));
    }
}

/// Runs a change and waits until it is durable or refused. Never on an I/O thread and never from a
/// job.
/// @param closure  `Result<T>(WriteTxn&)`, T may be void
template <class Closure>
WriteResult<Closure> write_blocking(Writer& writer, WriteClass write_class, Closure closure) {
    using Outcome = WriteResult<Closure>;
    if (writer.on_writer_thread()) {
        return std::unexpected(Error{ErrorCode::invalid, "a job may not wait for another write"});
    }
    std::promise<Outcome> promise;
    auto outcome = promise.get_future();
    submit_typed(writer, write_class, std::move(closure), [&promise](Outcome result) {
        promise.set_value(std::move(result));
    });
    return outcome.get();
}

}  // namespace folkmoot::storage
