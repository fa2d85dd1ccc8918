#include "node/jobs/due_jobs.hpp"

#include "node/community/commit.hpp"
#include "node/community/deleted_actors.hpp"
#include "node/fold_errors.hpp"
#include "storage/engine/async_write.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::JobRecord;
using storage::WriteTxn;

constexpr std::chrono::seconds period{30};
constexpr std::size_t most_jobs = 10;
constexpr std::int64_t first_pause_ms = 60'000;
constexpr std::uint32_t most_doublings = 10;

class DueJobs {
public:
    DueJobs(Services& services, std::size_t batch) : services_(services), batch_(batch) {}

    awaitable<Result<TaskRun>> run() {
        auto const jobs = due();
        if (!jobs) {
            co_return std::unexpected(jobs.error());
        }
        TaskRun run;
        for (auto const& job : *jobs) {
            auto const step = co_await work_on(job);
            if (step) {
                run.done += step->erased;
                run.more = run.more || step->more;
            }
            if (step && step->more) {
                continue;
            }
            if (auto const settled = co_await settle(job, step); !settled) {
                co_return std::unexpected(settled.error());
            }
        }
        co_return run;
    }

private:
    Result<std::vector<JobRecord>> due() const {
        auto const txn = services_.store.read();
        return txn ? folded(services_.store.jobs.due(*txn, milliseconds_now(services_), most_jobs))
                   : failed(txn.error());
    }

    awaitable<Result<ErasedPosts>> work_on(JobRecord const& job) {
        std::uint64_t actor = 0;
        auto const* const end = job.payload.data() + job.payload.size();
        auto const read = std::from_chars(job.payload.data(), end, actor);
        if (job.kind != erase_posts_job || read.ec != std::errc{} || read.ptr != end) {
            co_return refused(ErrorCode::invalid_input, "This version knows no such job.");
        }
        auto const step =
            co_await erase_posts_of(services_, storage::ActorId(actor), resume_[job.id], batch_);
        if (step && step->more) {
            resume_[job.id] = step->resume;
        } else {
            resume_.erase(job.id);
        }
        co_return step;
    }

    /// Takes a finished job away, and puts a failed one off.
    awaitable<Result<void>> settle(JobRecord const& job, Result<ErasedPosts> const& step) {
        auto const pause = first_pause_ms << std::min(job.attempts, most_doublings);
        auto closure = [this,
                        id = storage::JobId(job.id),
                        due = milliseconds_now(services_) + pause,
                        failure = step ? std::string() : step.error().safe,
                        finished = step.has_value()](WriteTxn& txn) {
            return finished ? services_.store.jobs.erase(txn, id)
                            : services_.store.jobs.postpone(txn, id, due, failure);
        };
        auto const done = co_await storage::async_write(
            services_.store.writer(), storage::WriteClass::maintenance, std::move(closure)
        );
        co_return done ? Result<void>() : failed(done.error());
    }

    Services& services_;
    std::size_t batch_;
    std::unordered_map<std::uint64_t, std::uint64_t> resume_;  // by job
};

}  // namespace

MaintenanceTask due_jobs(Services& services, std::size_t batch) {
    return {"jobs", period, [jobs = std::make_shared<DueJobs>(services, batch)] {
                return jobs->run();
            }};
}

}  // namespace folkmoot::node
