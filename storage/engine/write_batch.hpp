// One group commit: jobs run in one transaction, are run again without those that spoil it, and are
// committed with one sync. Knows nothing of threads and queues. Internal to the writer.
#pragma once

#include "storage/engine/environment_state.hpp"
#include "storage/engine/writer.hpp"
#include "storage/error.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace folkmoot::storage::detail {

/// A job on its way.
struct PendingWrite {
    WriteJob job;
    WriteDone done;
    std::optional<Error> rejection{};  ///< of the last run
    bool dropped = false;              ///< spoiled a batch; not run again
};

/// What became of a batch.
struct BatchOutcome {
    Result<void> committed;    ///< nothing wrong: all that was put is durable
    bool disk_failed = false;  ///< the error means that the disk can no longer be trusted (R03)
    bool wrote = false;        ///< something was put
    std::uint64_t bytes = 0;
    std::uint64_t reruns = 0;
    std::uint64_t growths = 0;
    std::chrono::steady_clock::duration commit_time{};
};

/// Collects and commits one batch.
class WriteBatch {
public:
    /// Gives the next waiting job, nullopt when none waits.
    using Source = std::function<std::optional<PendingWrite>()>;

    WriteBatch(EnvironmentState& state, WriterOptions const& options)
        : state_(state), options_(options) {}

    /// Takes jobs from `source` up to the limits, runs and commits them.
    BatchOutcome run(Source const& source);

    /// The jobs taken, in order, with their rejections.
    [[nodiscard]] std::vector<PendingWrite>& jobs() noexcept { return jobs_; }

private:
    enum class Attempt { done, again, map_full };

    Attempt attempt(Source const& source, bool take_more);
    bool run_job(PendingWrite& pending, WriteTxn& txn);
    bool may_take_more(WriteTxn const& txn) const;
    Attempt finish(WriteTxn& txn);
    bool grow(std::chrono::milliseconds reader_drain);
    void grow_ahead();
    void fail(int code, char const* what);

    EnvironmentState& state_;
    WriterOptions const& options_;
    std::chrono::steady_clock::time_point started_{};
    std::vector<PendingWrite> jobs_;
    BatchOutcome outcome_;
};

}  // namespace folkmoot::storage::detail
