// What a node does by itself from time to time: whatever has an expiry is taken away, in small
// writes of the maintenance class, and the store is looked after. Seen activity ids roll by
// themselves when one is noted; retries of deliveries and of waiting activities belong to the
// federation.
#pragma once

#include "node/app/clock.hpp"
#include "node/jobs/maintenance.hpp"
#include "node/media/uploads.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace folkmoot::node {

/// How long logs are kept.
struct Retention {
    /// Events for other servers: a server that was away longer starts anew (federation notes 6.2).
    std::chrono::hours outgoing{30 * 24};
    /// Received activities that may have to be passed on or shown again.
    std::chrono::hours received{90 * 24};
    /// Changes that every consumer has passed: what streams can replay.
    std::chrono::hours changes{7 * 24};
};

/// What the tasks work with. All outlive them.
struct TaskParts {
    storage::Store& store;
    Uploads& uploads;
    Clock now;

    /// Told when the store takes no more writes until the program is started anew. May be empty.
    std::function<void()> store_lost{};

    Retention retention{};
    std::size_t batch{500};  ///< most rows of one write
};

/// The tasks.
std::vector<MaintenanceTask> maintenance_tasks(TaskParts parts);

}  // namespace folkmoot::node
