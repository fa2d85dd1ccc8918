// Passage of time as something that is passed in: for deadlines and for what is repeated, untouched
// by jumps of the time of day.
#pragma once

#include <chrono>
#include <functional>

namespace folkmoot::node {

/// A point on the clock that never goes back.
using SteadyTime = std::chrono::steady_clock::time_point;

/// Tells how far time has passed. May be called from any thread.
using SteadyClock = std::function<SteadyTime()>;

/// The machine's clock, which network timers follow too.
SteadyClock steady_clock();

}  // namespace folkmoot::node
