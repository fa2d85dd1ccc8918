// Sends what the outgoing log holds to the hosts that are owed it: signed when sent, in order for
// each object, over kept connections, with one cursor a host (decisions 17 and 18). Woken by
// commits, by verified activities of hosts that were down, and by timers that are set only while
// somebody is owed something; nothing polls.
#pragma once

#include "activitypub/signature/key.hpp"
#include "federation/client/http_client.hpp"
#include "federation/error.hpp"
#include "storage/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace folkmoot::federation {

/// Limits of the sender.
struct DeliverySettings {
    std::size_t hosts_at_once = 320;  ///< hosts at a time; the client's slots bound the requests
    std::size_t per_host = 4;         ///< requests in flight to a host that is known to be well
    std::size_t inboxes_per_event = 500;          ///< of a host without a shared inbox
    std::size_t flush_after = 64;                 ///< deliveries until cursors are stored ...
    std::chrono::milliseconds flush_time{1'000};  ///< ... or so long after the first
};

/// What happened to one delivery; for the log and the metrics.
struct DeliveryEvent {
    enum class Kind { delivered, dropped, failed } kind{};
    storage::HostId host;
    storage::Sequence seq;
    unsigned status{0};  ///< of the last answer; 0: none came
    std::string detail;  ///< of an error
};

/// What the sender works with. All outlive it.
struct DeliveryParts {
    storage::Store& store;
    HttpClient& client;
    boost::asio::thread_pool& crypto_pool;  ///< where signatures are made

    /// The key that a local actor signs requests with. Called on the crypto pool.
    std::function<Result<activitypub::SigningKey>(storage::ActorId)> signing_key;

    std::function<std::chrono::sys_time<std::chrono::milliseconds>()> now;
    std::function<std::uint64_t()> random;

    /// Brings what is known of a host up to date before it is sent to (NodeInfo, once in 24 hours).
    std::function<boost::asio::awaitable<void>(storage::HostId)> refresh_facts;

    /// Hosts that nothing is sent to any more (F21). Empty: none.
    HostFilter host_filter;

    /// Told of every delivery, on the sender's strand.
    std::function<void(DeliveryEvent const&)> observe;
};

/// Figures of the sender.
struct DeliveryMetrics {
    std::uint64_t delivered = 0;
    std::uint64_t dropped = 0;
    std::uint64_t failed = 0;
    std::size_t hosts_sending = 0;
    std::size_t hosts_queued = 0;
};

/// The sender. Thread-safe.
class Delivery {
public:
    /// @param executor of the I/O threads (not a strand)
    Delivery(
        boost::asio::any_io_executor executor, DeliveryParts parts, DeliverySettings settings = {}
    );

    Delivery(Delivery const&) = delete;
    Delivery& operator=(Delivery const&) = delete;
    ~Delivery();

    /// Wakes the senders of hosts that are owed something, page by page (decision 43).
    void start();

    /// To be called after each commit, from any thread: looks for new events.
    void committed() noexcept;

    /// A verified activity came from this host: if it counted as down, it is up.
    void heard_from(storage::HostId host);

    /// Begins no further request, waits for running ones at most `grace`, stores the cursors.
    boost::asio::awaitable<void> stop(std::chrono::steady_clock::duration grace);

    DeliveryMetrics metrics() const;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace folkmoot::federation
