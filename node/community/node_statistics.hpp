// Figures about the node for NodeInfo, the instance entity and the about page. Coarse and kept for
// a while (threat P13): a request never walks the members.
#pragma once

#include "node/app/clock.hpp"
#include "node/error.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

namespace folkmoot::node {

/// Figures. Members are those with an active account that is not suspended.
struct NodeStatistics {
    std::uint64_t members{0};
    std::uint64_t active_month{0};      ///< members who wrote something in the last 30 days
    std::uint64_t active_half_year{0};  ///< in the last 180 days
    std::uint64_t local_posts{0};
    std::uint64_t groups{0};  ///< local ones
    std::uint64_t known_hosts{0};
};

/// Counts the figures: walks members and groups, a few thousand rows in milliseconds. For the cache
/// and for the command line.
Result<NodeStatistics> count_statistics(
    storage::Txn const& txn, storage::Tables const& tables, Time now
);

/// Keeps the figures for a while. Thread-safe.
class StatisticsCache {
public:
    /// @param kept  how old figures may be
    StatisticsCache(
        storage::Store& store, Clock now, std::chrono::minutes kept = std::chrono::minutes{15}
    );

    /// The figures, counted anew when they are too old; one caller counts, others get the old ones
    /// meanwhile.
    Result<NodeStatistics> get();

private:
    storage::Store& store_;
    Clock now_;
    std::chrono::minutes kept_;
    std::mutex mutex_;
    Time counted_at_{};
    bool counting_{false};
    std::shared_ptr<NodeStatistics const> figures_;
};

}  // namespace folkmoot::node
