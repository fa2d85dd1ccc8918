#include "node/jobs/schedule.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::node {

Schedule::Schedule(std::vector<Duration> periods, Time now) : periods_(std::move(periods)) {
    Duration const spread = std::chrono::minutes(1);
    auto const count = static_cast<Duration::rep>(periods_.size());
    for (Duration::rep i = 0; i < count; ++i) {
        auto const first = std::min(spread, periods_[static_cast<std::size_t>(i)]);
        due_.push_back(now + first * (i + 1) / count);
    }
}

Schedule::Time Schedule::next() const {
    return *std::ranges::min_element(due_);
}

std::vector<std::size_t> Schedule::due(Time now) const {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < due_.size(); ++i) {
        if (due_[i] <= now) {
            indices.push_back(i);
        }
    }
    std::ranges::sort(indices, {}, [this](std::size_t i) { return std::pair(due_[i], i); });
    return indices;
}

void Schedule::ran(std::size_t index, Time now, bool more) {
    due_[index] = now + (more ? std::min(soon, periods_[index]) : periods_[index]);
}

}  // namespace folkmoot::node
