#include "node/app/node_metrics.hpp"

#include <numeric>

namespace folkmoot::node {

void register_room_metrics(
    Metrics& metrics,
    storage::Store& store,
    federation::HttpClient const& client,
    federation::Delivery const& delivery
) {
    auto const from_writer = [&store](auto const& pick) {
        return [&store, pick] { return static_cast<double>(pick(store.writer().metrics())); };
    };
    metrics.gauge_from(
        "folkmoot_writes_queued",
        "Changes that wait for the writer.",
        from_writer([](storage::WriterMetrics const& writer) {
            return std::accumulate(writer.queued.begin(), writer.queued.end(), std::size_t{0});
        })
    );
    metrics.gauge_from(
        "folkmoot_commits_total",
        "Durable commits since the start.",
        from_writer([](storage::WriterMetrics const& writer) { return writer.commits; })
    );
    metrics.gauge_from(
        "folkmoot_changes_total",
        "Changes in durable commits since the start.",
        from_writer([](storage::WriterMetrics const& writer) { return writer.jobs_committed; })
    );
    metrics.gauge_from(
        "folkmoot_store_writable",
        "1 when changes are accepted.",
        from_writer([](storage::WriterMetrics const& writer) {
            return writer.state == storage::WriterState::running ? 1 : 0;
        })
    );
    metrics.gauge_from(
        "folkmoot_outbound_requests",
        "Requests to other servers in flight.",
        [&client] { return static_cast<double>(client.metrics().in_flight); }
    );
    auto const from_delivery = [&delivery](auto const& pick) {
        return [&delivery, pick] { return static_cast<double>(pick(delivery.metrics())); };
    };
    metrics.gauge_from(
        "folkmoot_deliveries_delivered_total",
        "Deliveries that other servers took.",
        from_delivery([](federation::DeliveryMetrics const& sent) { return sent.delivered; })
    );
    metrics.gauge_from(
        "folkmoot_deliveries_dropped_total",
        "Deliveries that other servers refused for good.",
        from_delivery([](federation::DeliveryMetrics const& sent) { return sent.dropped; })
    );
    metrics.gauge_from(
        "folkmoot_deliveries_failed_total",
        "Deliveries that will be tried again.",
        from_delivery([](federation::DeliveryMetrics const& sent) { return sent.failed; })
    );
    metrics.gauge_from(
        "folkmoot_delivery_hosts_queued",
        "Hosts that wait to be sent to.",
        from_delivery([](federation::DeliveryMetrics const& sent) { return sent.hosts_queued; })
    );
}

}  // namespace folkmoot::node
