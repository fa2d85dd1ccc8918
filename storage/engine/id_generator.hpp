// Ids: `(milliseconds << 16) | counter`, unsigned 64 bit, rising over restarts and clock jumps
// (threats.md R10, decision 21). The same number is the client API's id string.
#pragma once

#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

namespace folkmoot::storage {

/// Milliseconds since 1970, UTC.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// The time of day, passed in.
using WallClock = std::function<Timestamp()>;

/// First id of a millisecond; times before 1970 give 0.
[[nodiscard]] std::uint64_t first_id_at(Timestamp time) noexcept;

/// The millisecond in an id.
[[nodiscard]] Timestamp id_time(std::uint64_t id) noexcept;

/// Gives out ids. Thread-safe.
class IdGenerator {
public:
    explicit IdGenerator(WallClock clock);

    /// Continues after the mark that an earlier run left in the store. Call it once, before the
    /// first `next`.
    Result<void> recover(Txn const& txn);

    /// The next id: greater than every one given before, in this run or an earlier one whose mark
    /// was recovered. When the clock stands or goes back, ids go on from the last one.
    std::uint64_t next();

    /// Keeps the mark ahead of the ids given out: `WriterOptions::before_commit`. Writes at most
    /// once for every second that the ids advance, so that most commits pay nothing.
    Result<void> persist(WriteTxn& txn);

    /// An id for an object that was published before it arrived here (decision 21): of its
    /// millisecond or, where many ids are taken, of one soon after. A time in the future counts as
    /// now.
    /// @param published  as the object says
    /// @param taken      whether an id is in use; a lookup in the same transaction
    /// @param seed       where in the millisecond the search begins, e.g. bits of the hash of the
    ///                   object's IRI, so that many objects of one instant do not search long
    Result<std::uint64_t> backfill_id(
        Timestamp published,
        std::function<Result<bool>(std::uint64_t)> const& taken,
        std::uint16_t seed = 0
    ) const;

private:
    WallClock clock_;
    std::mutex mutable mutex_;
    std::uint64_t last_ = 0;
};

}  // namespace folkmoot::storage
