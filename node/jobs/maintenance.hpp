// Runs the node's repeated work, one piece at a time, each when it is due. One timer waits for the
// next due time; nothing polls.
#pragma once

#include "node/app/log.hpp"
#include "node/app/steady_clock.hpp"
#include "node/error.hpp"
#include "node/jobs/schedule.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// What one run of a task came to.
struct TaskRun {
    std::size_t done{0};  ///< rows or files
    bool more{false};     ///< the batch was full: run again soon
};

/// A piece of repeated work, bounded, so that members' writes never wait for it long.
struct MaintenanceTask {
    std::string_view name;  ///< a constant, for the log
    std::chrono::seconds period;
    std::function<boost::asio::awaitable<Result<TaskRun>>()> run;
};

/// The runner.
class Maintenance {
public:
    /// @param executor  where the tasks run; end its threads before what the tasks refer to
    /// @param steady    passage of time
    Maintenance(
        boost::asio::any_io_executor executor,
        std::vector<MaintenanceTask> tasks,
        Log log,
        SteadyClock steady
    );

    Maintenance(Maintenance const&) = delete;
    Maintenance& operator=(Maintenance const&) = delete;

    /// As stop().
    ~Maintenance();

    /// Begins to wait and run.
    void start();

    /// Begins nothing further; a task under way ends. Wait for it by joining the executor's
    /// threads.
    void stop();

    /// Runs what is due now; for start(), and for tests that own the time.
    boost::asio::awaitable<void> run_due();

    /// When the next task is due.
    SteadyTime next() const;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace folkmoot::node
