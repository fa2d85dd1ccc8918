// The numbers that the rooms keep themselves, shown beside those of the HTTP layer.
#pragma once

#include "federation/client/http_client.hpp"
#include "federation/delivery/delivery.hpp"
#include "node/app/metrics.hpp"
#include "storage/store.hpp"

namespace folkmoot::node {

/// Adds gauges that ask the rooms when the page is written. All must outlive the registry's use.
void register_room_metrics(
    Metrics& metrics,
    storage::Store& store,
    federation::HttpClient const& client,
    federation::Delivery const& delivery
);

}  // namespace folkmoot::node
