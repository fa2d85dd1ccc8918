#include "federation/delivery/host_run.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::federation {

void HostRun::refill(std::vector<PlannedDelivery> window) {
    window_ = std::move(window);
}

bool HostRun::is_done(storage::Sequence seq) const noexcept {
    return seq.value() <= progress_.cursor ||
           std::ranges::binary_search(progress_.holes, seq.value());
}

bool HostRun::exhausted() const noexcept {
    return std::ranges::all_of(window_, [this](PlannedDelivery const& row) {
        return is_done(row.owed.seq) || in_flight_.contains(row.owed.seq);
    });
}

std::optional<PlannedDelivery> HostRun::next() {
    if (progress_.holes.size() + in_flight_.size() >= storage::HostTable::max_holes) {
        return std::nullopt;
    }
    std::set<std::uint64_t> busy;
    for (auto const& row : window_) {
        if (is_done(row.owed.seq)) {
            continue;
        }
        bool const free =
            !in_flight_.contains(row.owed.seq) && (row.object == 0 || !busy.contains(row.object));
        if (free) {
            in_flight_.insert(row.owed.seq);
            return row;
        }
        busy.insert(row.object);
    }
    return std::nullopt;
}

void HostRun::done(storage::Sequence seq) {
    in_flight_.erase(seq);
    std::vector<storage::Sequence> outstanding;
    for (auto const& row : window_) {
        if (row.owed.seq != seq && !is_done(row.owed.seq)) {
            outstanding.push_back(row.owed.seq);
        }
    }
    storage::note_delivered(progress_, seq, outstanding);
}

void HostRun::failed(storage::Sequence seq) {
    in_flight_.erase(seq);
}

}  // namespace folkmoot::federation
