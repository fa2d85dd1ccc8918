#include "storage/engine/writer.hpp"

#include "storage/engine/environment_state.hpp"
#include "storage/engine/fair_queue.hpp"
#include "storage/engine/write_batch.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace folkmoot::storage {

namespace {

template <std::size_t Size, class Bound>
std::size_t bucket_of(std::array<Bound, Size> const& bounds, Bound value) {
    return static_cast<std::size_t>(std::ranges::lower_bound(bounds, value) - bounds.begin());
}

Error refusal(WriterState state) {
    return state == WriterState::read_only
               ? Error{ErrorCode::read_only, "an earlier failure of the disk stopped all writing"}
               : Error{ErrorCode::closed, "the writer has stopped"};
}

}  // namespace

std::string_view to_string(WriterState state) noexcept {
    switch (state) {
        case WriterState::running:
            return "running";
        case WriterState::disk_full:
            return "disk_full";
        case WriterState::read_only:
            return "read_only";
        case WriterState::stopped:
            return "stopped";
    }
    return "unknown";
}

/// The thread and what it shares with the callers.
class Writer::Loop {
public:
    Loop(Environment& environment, WriterOptions options)
        : state_(detail::TransactionAccess::state(environment)),
          options_(std::move(options)),
          thread_([this] { run(); }) {}

    ~Loop() { stop(); }

    Loop(Loop const&) = delete;
    Loop& operator=(Loop const&) = delete;

    void submit(WriteClass write_class, WriteJob job, WriteDone done) {
        auto refused = enqueue(write_class, job, done);
        if (refused) {
            done(std::unexpected(std::move(*refused)));
        }
    }

    void stop() {
        {
            std::scoped_lock const lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        std::call_once(joined_, [this] { thread_.join(); });
    }

    [[nodiscard]] bool on_own_thread() const noexcept {
        return thread_.get_id() == std::this_thread::get_id();
    }

    [[nodiscard]] WriterMetrics metrics() const {
        std::scoped_lock const lock(mutex_);
        auto snapshot = metrics_;
        for (std::size_t i = 0; i < write_class_count; ++i) {
            snapshot.queued[i] = queue_.size(static_cast<WriteClass>(i));
        }
        return snapshot;
    }

private:
    using Lock = std::unique_lock<std::mutex>;

    /// Queues, or says why not; job and callback are then left with the caller.
    std::optional<Error> enqueue(WriteClass write_class, WriteJob& job, WriteDone& done) {
        std::scoped_lock const lock(mutex_);
        if (stopping_ || metrics_.state == WriterState::read_only) {
            ++metrics_.jobs_refused;
            return refusal(metrics_.state);
        }
        if (queue_.size(write_class) >= options_.max_queue) {
            ++metrics_.jobs_refused;
            return Error{ErrorCode::queue_full, "too many writes are waiting"};
        }
        queue_.push(write_class, {.job = std::move(job), .done = std::move(done)});
        wake_.notify_one();
        return std::nullopt;
    }

    void run() {
        Lock lock(mutex_);
        while (true) {
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) {
                break;
            }
            gather(lock);
            lock.unlock();
            run_batch();
            lock.lock();
        }
        if (metrics_.state != WriterState::read_only) {
            metrics_.state = WriterState::stopped;
        }
    }

    /// Under load, callers whose jobs shared the last commits are about to come again: waiting a
    /// moment for them makes larger groups, and so does hoping for twice as many. A writer that was
    /// idle, or that serves one caller, starts at once.
    void gather(Lock& lock) {
        auto const before = std::max(batch_sizes_[0], batch_sizes_[1]);
        auto const expected = std::min({2 * before, options_.gather_jobs, options_.max_batch_jobs});
        auto const idle_for = options_.steady_clock() - last_batch_end_;
        if (before < 2 || idle_for > options_.gather_time) {
            return;
        }
        wake_.wait_for(lock, options_.gather_time, [this, expected] {
            return stopping_ || queue_.size() >= expected;
        });
    }

    std::optional<detail::PendingWrite> next_job() {
        std::scoped_lock const lock(mutex_);
        return queue_.pop();
    }

    void run_batch() {
        if (metrics().state == WriterState::read_only) {
            refuse_all();
            return;
        }
        detail::WriteBatch batch(state_, options_);
        auto const outcome = batch.run([this] { return next_job(); });
        record(batch, outcome);
        if (outcome.wrote && options_.after_commit) {
            MDB_envinfo info{};
            mdb_env_info(state_.env, &info);
            options_.after_commit({.transaction = info.me_last_txnid, .jobs = batch.jobs().size()});
        }
        settle(batch, outcome);
        batch_sizes_ = {batch.jobs().size(), batch_sizes_[0]};
        last_batch_end_ = options_.steady_clock();
    }

    void refuse_all() {
        while (auto pending = next_job()) {
            {
                std::scoped_lock const lock(mutex_);
                ++metrics_.jobs_refused;
            }
            pending->done(std::unexpected(refusal(WriterState::read_only)));
        }
    }

    static void settle(detail::WriteBatch& batch, detail::BatchOutcome const& outcome) {
        for (auto& pending : batch.jobs()) {
            // A rejection may rest on what an earlier job of a failed batch had put: it is no
            // answer then.
            if (pending.rejection && (outcome.committed || pending.dropped)) {
                pending.done(std::unexpected(std::move(*pending.rejection)));
            } else {
                pending.done(outcome.committed);
            }
        }
    }

    void record(detail::WriteBatch& batch, detail::BatchOutcome const& outcome) {
        auto const jobs = batch.jobs().size();
        auto const rejected = static_cast<std::size_t>(std::ranges::count_if(
            batch.jobs(),
            [](detail::PendingWrite const& pending) { return pending.rejection.has_value(); }
        ));
        std::scoped_lock const lock(mutex_);
        metrics_.batches_rerun += outcome.reruns;
        metrics_.map_growths += outcome.growths;
        metrics_.jobs_rejected += rejected;
        if (!outcome.committed) {
            ++metrics_.batches_failed;
            if (outcome.disk_failed) {
                metrics_.state = WriterState::read_only;
            } else if (outcome.committed.error().code == ErrorCode::full) {
                metrics_.state = WriterState::disk_full;
            }
            return;
        }
        metrics_.jobs_committed += jobs - rejected;
        if (outcome.wrote) {
            metrics_.state = WriterState::running;
            ++metrics_.commits;
            metrics_.bytes_written += outcome.bytes;
            ++metrics_.batch_jobs[bucket_of(WriterMetrics::batch_jobs_bounds, jobs)];
            record_time(outcome.commit_time);
        }
    }

    void record_time(std::chrono::steady_clock::duration commit_time) {
        std::chrono::duration<double, std::milli> const milliseconds = commit_time;
        ++metrics_.commit_time[bucket_of(WriterMetrics::commit_time_bounds, milliseconds.count())];
        metrics_.commit_time_sum +=
            std::chrono::duration_cast<std::chrono::microseconds>(commit_time);
    }

    detail::EnvironmentState& state_;
    WriterOptions const options_;
    std::mutex mutable mutex_;
    std::condition_variable wake_;
    detail::FairQueue<detail::PendingWrite> queue_;
    WriterMetrics metrics_;
    bool stopping_ = false;
    std::once_flag joined_;

    // Of the thread alone.
    std::array<std::size_t, 2> batch_sizes_{};
    std::chrono::steady_clock::time_point last_batch_end_{};

    std::thread thread_;  // last: it uses all of the above
};

Writer::Writer(Environment& environment, WriterOptions options)
    : loop_(std::make_unique<Loop>(environment, std::move(options))) {}

Writer::~Writer() = default;

void Writer::submit(WriteClass write_class, WriteJob job, WriteDone done) {
    loop_->submit(write_class, std::move(job), std::move(done));
}

void Writer::stop() {
    loop_->stop();
}

bool Writer::on_writer_thread() const noexcept {
    return loop_->on_own_thread();
}

WriterMetrics Writer::metrics() const {
    return loop_->metrics();
}

}  // namespace folkmoot::storage
