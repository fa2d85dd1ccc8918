// Waits for a node that is being started: for its control socket, which it makes when its port is
// open. Woken by the directory's events (inotify), never by a timer that asks again.
#pragma once

#include "node/app/steady_clock.hpp"
#include "node/error.hpp"

#include <chrono>
#include <filesystem>

namespace folkmoot::node {

/// Waits until the node of a data directory answers.
/// @return Error{unavailable} when `limit` passes first, {not_found} when there is no directory
Result<void> wait_until_ready(
    std::filesystem::path const& directory,
    std::chrono::milliseconds limit,
    SteadyClock const& clock
);

}  // namespace folkmoot::node
