#include "node/jobs/maintenance.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

std::vector<Schedule::Duration> periods_of(std::vector<MaintenanceTask> const& tasks) {
    std::vector<Schedule::Duration> periods;
    for (auto const& task : tasks) {
        periods.push_back(task.period);
    }
    return periods;
}

}  // namespace

/// Lives on its strand, and as long as its loop.
class Maintenance::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(
        asio::any_io_executor executor,
        std::vector<MaintenanceTask> tasks,
        Log log,
        SteadyClock steady
    )
        : strand_(asio::make_strand(std::move(executor))),
          timer_(strand_),
          tasks_(std::move(tasks)),
          log_(std::move(log)),
          steady_(std::move(steady)),
          schedule_(periods_of(tasks_), steady_()) {}

    void start() {
        auto self = shared_from_this();
        asio::co_spawn(strand_, loop(self), [self](std::exception_ptr failure) {
            if (failure) {
                self->log_.error("maintenance.ended");
            }
        });
    }

    void stop() {
        asio::post(strand_, [self = shared_from_this()] {
            self->stopping_ = true;
            self->timer_.cancel();
        });
    }

    static asio::awaitable<void> run_due(std::shared_ptr<Impl> self) {
        for (auto const index : self->schedule_.due(self->steady_())) {
            if (self->stopping_) {
                co_return;
            }
            bool const more = co_await run_one(self, index);
            self->schedule_.ran(index, self->steady_(), more);
        }
    }

    SteadyTime next() const { return schedule_.next(); }

private:
    static asio::awaitable<void> loop(std::shared_ptr<Impl> self) {
        while (!self->stopping_) {
            self->timer_.expires_at(self->schedule_.next());
            co_await self->timer_.async_wait(asio::as_tuple(asio::use_awaitable));
            co_await run_due(self);
        }
    }

    /// Whether the task has more to do. A failed one is tried again after its period.
    static asio::awaitable<bool> run_one(std::shared_ptr<Impl> self, std::size_t index) {
        auto const& task = self->tasks_[index];
        std::string failure;
        try {
            auto const run = co_await task.run();
            if (run) {
                if (run->done > 0) {
                    self->log_.info(
                        "maintenance.done", {{"task", task.name}, {"count", run->done}}
                    );
                }
                co_return run->more;
            }
            failure = run.error().detail.empty() ? run.error().safe : run.error().detail;
        } catch (std::exception const& error) {
            failure = error.what();
        }
        self->log_.warning("maintenance.failed", {{"task", task.name}, {"detail", failure}});
        co_return false;
    }

    asio::strand<asio::any_io_executor> strand_;
    asio::steady_timer timer_;
    std::vector<MaintenanceTask> tasks_;
    Log log_;
    SteadyClock steady_;
    Schedule schedule_;
    bool stopping_{false};
};

Maintenance::Maintenance(
    asio::any_io_executor executor, std::vector<MaintenanceTask> tasks, Log log, SteadyClock steady
)
    : impl_(std::make_shared<Impl>(
          std::move(executor), std::move(tasks), std::move(log), std::move(steady)
      )) {}

Maintenance::~Maintenance() {
    stop();
}

void Maintenance::start() {
    impl_->start();
}

void Maintenance::stop() {
    impl_->stop();
}

asio::awaitable<void> Maintenance::run_due() {
    return Impl::run_due(impl_);
}

SteadyTime Maintenance::next() const {
    return impl_->next();
}

}  // namespace folkmoot::node
