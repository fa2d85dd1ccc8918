// Work that a change left behind, noted in its transaction (storage/tables/jobs.hpp) and done when
// it is due.
#pragma once

#include "node/community/services.hpp"
#include "node/jobs/maintenance.hpp"

#include <cstddef>

namespace folkmoot::node {

/// Does the jobs that are due. A job that fails is put off, longer each time; one that is not
/// finished goes on with the next run, and from its beginning when the node was stopped in between.
/// @param services  outlive the task
/// @param batch     most rows that one job handles in one run
MaintenanceTask due_jobs(Services& services, std::size_t batch = 200);

}  // namespace folkmoot::node
