// How a use case writes: what is built before the transaction rests on facts of a snapshot, the
// closure looks at them again, and a change in between begins the whole anew. Inside this folder
// only.
#pragma once

#include "node/community/origin.hpp"
#include "node/community/services.hpp"
#include "node/fold_errors.hpp"
#include "storage/engine/async_write.hpp"

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace folkmoot::node {

/// Milliseconds since 1970.
inline std::int64_t milliseconds_now(Services const& services) {
    return services.now().time_since_epoch().count();
}

/// What the closure answers when the snapshot's facts no longer hold.
inline std::unexpected<Error> stale() {
    return refused(ErrorCode::conflict, "Somebody else was faster. Please try again.", "stale");
}

inline bool is_stale(Error const& error) {
    return error.code == ErrorCode::conflict && error.detail == "stale";
}

namespace detail {

template <class R>
Result<void> as_done(R const& step) {
    if (step) {
        return {};
    }
    if constexpr (std::same_as<std::remove_cvref_t<decltype(step.error())>, Error>) {
        return std::unexpected(step.error());
    } else {
        return failed(step.error());
    }
}

}  // namespace detail

/// A result of the store as one of this room.
template <class T>
Result<T> folded(storage::Result<T> result) {
    return result ? Result<T>(std::move(*result)) : failed(result.error());
}

/// Runs steps one after another until one fails. Each returns a Result of this room or the store's.
template <class... Steps>
Result<void> in_order(Steps&&... steps) {
    Result<void> done;
    ((done = done ? detail::as_done(steps()) : std::move(done)), ...);
    return done;
}

/// Runs a closure of this room in the writer, with its errors carried out as they are.
/// @param closure  `Result<T>(storage::WriteTxn&)`, re-runnable, checks before it puts
template <class Closure>
auto commit(Services& services, storage::WriteClass write_class, Closure closure)
    -> boost::asio::awaitable<std::invoke_result_t<Closure&, storage::WriteTxn&>> {
    using Outcome = std::invoke_result_t<Closure&, storage::WriteTxn&>;
    using Value = typename Outcome::value_type;
    auto refusal = std::make_shared<std::optional<Error>>();
    auto job = [refusal, run = std::move(closure)](storage::WriteTxn& txn
               ) mutable -> storage::Result<Value> {
        refusal->reset();
        Outcome outcome = run(txn);
        if (!outcome) {
            *refusal = std::move(outcome.error());
            return std::unexpected(
                storage::Error{storage::ErrorCode::invalid, "refused by the community"}
            );
        }
        if constexpr (std::is_void_v<Value>) {
            return {};
        } else {
            return std::move(*outcome);
        }
    };
    auto committed =
        co_await storage::async_write(services.store.writer(), write_class, std::move(job));
    if (committed) {
        if constexpr (std::is_void_v<Value>) {
            co_return Outcome{};
        } else {
            co_return std::move(*committed);
        }
    }
    if (committed.error().code == storage::ErrorCode::invalid && *refusal) {
        co_return std::unexpected(std::move(**refusal));
    }
    co_return failed(committed.error());
}

/// Tries a use case again while others change what it rests on, three times at most.
/// @param attempt  gives the awaitable of one try; not a coroutine itself
template <class Attempt>
auto with_retries(Attempt attempt) -> std::invoke_result_t<Attempt&> {
    constexpr int most = 3;
    for (int tried = 1;; ++tried) {
        auto outcome = co_await attempt();
        if (outcome || !is_stale(outcome.error()) || tried == most) {
            co_return outcome;
        }
    }
}

/// A line of the change log.
struct ChangeNote {
    storage::ChangeKind kind;
    std::uint64_t subject;
    std::uint64_t actor{0};
    std::uint64_t group{0};
    std::uint64_t other{0};
    storage::Visibility visibility{storage::Visibility::public_};
};

/// Appends a line to the change log, inside a write closure.
/// @param now  milliseconds since 1970
storage::Result<void> note_change(
    storage::Tables& tables, storage::WriteTxn& txn, ChangeNote const& note, std::int64_t now
);

/// Likewise for a post.
storage::Result<void> note_post(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::ChangeKind kind,
    storage::PostRecord const& post,
    std::int64_t now
);

}  // namespace folkmoot::node
