// The one thread that writes. Closures from every room are batched into one transaction and one
// sync (group commit), fairly between three classes; callers hear of it after the commit is
// durable. Grows the map behind the reader gate (threats.md R05), tells a full disk (R04) and stops
// for good after a failed sync (R03). performance.md section 2.5 for the gathering rule.
#pragma once

#include "storage/engine/environment.hpp"
#include "storage/engine/transaction.hpp"
#include "storage/error.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace folkmoot::storage {

/// Who waits for a write. Each class gets its share of every batch; none starves.
enum class WriteClass : std::uint8_t {
    local,        ///< a member waits for the answer: most of a batch
    inbox,        ///< another node waits
    maintenance,  ///< nobody waits: retries, expiry, rebuilding
};

/// Number of write classes.
inline constexpr std::size_t write_class_count = 3;

/// One change. Checks everything and rejects (returns an error) before its first put. Re-runnable:
/// it may be called more than once, in a fresh transaction each time. No network, no cryptography,
/// no parsing of foreign input, no snapshot of its own, no exception.
using WriteJob = std::move_only_function<Result<void>(WriteTxn&)>;

/// Told the outcome of a job exactly once: success means durable. Runs on the writer thread (or on
/// the thread of `submit` when the job is refused at once), so it must be short, must not block and
/// must not throw.
using WriteDone = std::move_only_function<void(Result<void>)>;

/// What a commit made durable.
struct CommitInfo {
    std::uint64_t transaction;  ///< number of the commit, rising
    std::size_t jobs;           ///< how many changes it holds
};

/// Limits and hooks of a writer.
struct WriterOptions {
    std::size_t max_batch_jobs = 256;
    std::uint64_t max_batch_bytes = std::uint64_t{4} << 20;  ///< of keys and values
    std::chrono::milliseconds max_batch_time{50};            ///< no further job is begun after it
    std::size_t max_queue = 4096;                  ///< waiting jobs of one class; then `queue_full`
    std::chrono::microseconds gather_time{1000};   ///< how long a loaded writer waits for company
    std::size_t gather_jobs = 64;                  ///< or until so many wait
    std::chrono::milliseconds reader_drain{5000};  ///< how long growth waits for open snapshots

    /// Called in the transaction after the last job of each batch that wrote something; an error
    /// aborts the batch. For the id generator's mark.
    std::function<Result<void>(WriteTxn&)> before_commit{};

    /// Called on the writer thread after each durable commit, before the callbacks of its jobs:
    /// wakes the consumers of the change log. Must be short.
    std::function<void(CommitInfo const&)> after_commit{};

    SteadyClock steady_clock = [] { return std::chrono::steady_clock::now(); };
};

/// Whether writes are accepted.
enum class WriterState : std::uint8_t {
    running,    ///< as it should be
    disk_full,  ///< the last batch found no space; the next one tries again
    read_only,  ///< a failed sync: nothing is written until the program is started anew
    stopped,    ///< `stop` was called
};

/// Name of a state, e.g. "disk_full".
std::string_view to_string(WriterState state) noexcept;

/// Figures since the writer was made.
struct WriterMetrics {
    /// Upper bounds of `commit_time` in milliseconds; the last bucket has none.
    static constexpr std::array<double, 9> commit_time_bounds{
        0.25, 0.5, 1, 2.5, 5, 10, 50, 250, 1000
    };

    /// Upper bounds of `batch_jobs`; the last bucket has none.
    static constexpr std::array<std::size_t, 7> batch_jobs_bounds{1, 4, 16, 64, 128, 256, 1024};

    WriterState state = WriterState::running;
    std::array<std::size_t, write_class_count> queued{};  ///< waiting now, by class
    std::uint64_t commits = 0;                            ///< durable ones
    std::uint64_t jobs_committed = 0;
    std::uint64_t jobs_rejected = 0;   ///< refused by their own rules
    std::uint64_t jobs_refused = 0;    ///< never run: full queue, stopped or read-only
    std::uint64_t batches_failed = 0;  ///< commits that the system refused
    std::uint64_t batches_rerun = 0;   ///< aborted because a job failed after a put
    std::uint64_t map_growths = 0;
    std::uint64_t bytes_written = 0;  ///< keys and values of committed batches
    std::array<std::uint64_t, 10> commit_time{};
    std::array<std::uint64_t, 8> batch_jobs{};
    std::chrono::microseconds commit_time_sum{};
};

/// The writer of an environment: exactly one. Thread-safe.
class Writer {
public:
    /// Starts the thread. `environment` must outlive the writer.
    Writer(Environment& environment, WriterOptions options = {});

    /// Stops as `stop` does.
    ~Writer();
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    /// Queues a change. `done` hears: nothing wrong (durable); the job's own error; `queue_full`,
    /// `closed`, `read_only` when refused; `full` or `io` when the commit failed (nothing of the
    /// batch was stored).
    void submit(WriteClass write_class, WriteJob job, WriteDone done);

    /// Takes no more jobs, runs and commits those that wait, ends the thread. Callable once or
    /// more, not from a job.
    void stop();

    /// True on the writer's own thread, where waiting for a write would never end.
    [[nodiscard]] bool on_writer_thread() const noexcept;

    [[nodiscard]] WriterMetrics metrics() const;

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace folkmoot::storage
