// What one host is owed now and which of it may be sent next: in order for each object, at most so
// far ahead of the cursor that a crash forgets little (decision 18). A value without I/O.
#pragma once

#include "storage/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace folkmoot::federation {

/// One delivery to make.
struct PlannedDelivery {
    storage::OwedDelivery owed;
    std::uint64_t object{0};
};

/// The deliveries of one host during one busy spell.
class HostRun {
public:
    /// Rows that are looked at beyond the cursor: all holes and some more.
    static constexpr std::size_t window_size = storage::HostTable::max_holes + 16;

    /// @param progress  how far deliveries to the host are
    explicit HostRun(storage::HostDeliveryRecord progress) : progress_(std::move(progress)) {}

    storage::HostDeliveryRecord& progress() noexcept { return progress_; }

    storage::HostDeliveryRecord const& progress() const noexcept { return progress_; }

    /// Takes what is owed beyond the cursor, ascending, and about which object each row is.
    void refill(std::vector<PlannedDelivery> window);

    /// Whether all rows of the window are done or in flight, so that only a refill shows more.
    bool exhausted() const noexcept;

    /// Picks the next delivery and counts it as in flight: the first row that is neither done nor
    /// in flight nor about an object of an earlier row that is not done.
    std::optional<PlannedDelivery> next();

    /// The delivery is done: delivered, or given up for good.
    void done(storage::Sequence seq);

    /// The delivery failed; it will be picked again.
    void failed(storage::Sequence seq);

    std::size_t in_flight() const noexcept { return in_flight_.size(); }

private:
    bool is_done(storage::Sequence seq) const noexcept;

    storage::HostDeliveryRecord progress_;
    std::vector<PlannedDelivery> window_;
    std::set<storage::Sequence> in_flight_;
};

}  // namespace folkmoot::federation
