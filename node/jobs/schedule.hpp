// When repeated work is due: plain arithmetic on the steady clock, so that a jump of the time of
// day makes nothing run twice or never (threat R10).
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace folkmoot::node {

/// Due times of several pieces of work.
class Schedule {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;

    /// How long after its end work goes on that has more to do.
    static constexpr Duration soon = std::chrono::seconds(1);

    /// @param periods  time between two runs of each; the first runs are spread over the first
    ///                 minute, or over a shorter period
    Schedule(std::vector<Duration> periods, Time now);

    /// When the next one is due. There must be at least one.
    Time next() const;

    /// Those that are due, longest due first.
    std::vector<std::size_t> due(Time now) const;

    /// Notes that one has run.
    /// @param more  it has more to do: soon, not only after its period
    void ran(std::size_t index, Time now, bool more);

private:
    std::vector<Duration> periods_;
    std::vector<Time> due_;
};

}  // namespace folkmoot::node
