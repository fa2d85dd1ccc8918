// The inside of Delivery, for its two sources: delivery.cpp (whom to wake, storing progress) and
// host_spells.cpp (one host from its first delivery to its last). All of it runs on one strand.
#pragma once

#include "federation/delivery/delivery.hpp"
#include "federation/delivery/down_hosts.hpp"
#include "federation/delivery/event_cache.hpp"
#include "federation/delivery/host_run.hpp"
#include "federation/delivery/sender.hpp"
#include "federation/delivery/unstored_progress.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace folkmoot::federation {

class Delivery::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(
        boost::asio::any_io_executor const& executor, DeliveryParts parts, DeliverySettings settings
    );

    void start();
    void committed() noexcept;
    void heard_from(storage::HostId host);
    boost::asio::awaitable<void> stop(std::chrono::steady_clock::duration grace);
    DeliveryMetrics metrics() const;

private:
    /// A host in its busy spell.
    struct Run {
        storage::HostId id;
        HostRun deliveries;
        storage::HostRecord host;
        std::set<storage::Sequence> skipped;  ///< not told after a death
        std::size_t parts = 0;                ///< coroutines that work for it
        bool failed = false;
    };

    // ---- whom to wake: delivery.cpp -------------------------------------------------------------

    /// Looks through the hosts after `after` for those that are owed something.
    void wake_page(storage::HostId after);
    void read_changes();
    void wake_hosts_of(storage::Txn const& txn, storage::ChangeRecord const& change);
    void revive(storage::HostId id);
    void arm_due_timer();
    void try_due_hosts();

    // ---- progress: delivery.cpp -----------------------------------------------------------------

    /// How far deliveries to a host are; none when the store cannot tell.
    std::optional<storage::HostDeliveryRecord> progress_of(storage::HostId id) const;
    void note_progress(Run const& run);
    void flush_soon(std::chrono::milliseconds wait);
    boost::asio::awaitable<void> flush();

    // ---- one host: host_spells.cpp --------------------------------------------------------------

    /// Queues a host unless it is queued; a running one looks again when it is through.
    bool enqueue(storage::HostId id);
    void pump();
    void begin(storage::HostId id);

    /// Runs a part of a host's spell. When it ends the next deliveries begin; when nothing is left,
    /// the spell ends.
    void spawn(boost::asio::awaitable<void> part, std::shared_ptr<Run> const& run);

    /// Learns what the host is before the first delivery.
    boost::asio::awaitable<void> prepare(std::shared_ptr<Run> run);
    bool load(Run& run);
    void plan_replay(storage::Txn const& txn, Run& run);

    /// Begins as many deliveries as may be in flight.
    void fill(std::shared_ptr<Run> const& run);
    void refill(Run& run);
    boost::asio::awaitable<void> deliver(std::shared_ptr<Run> run, PlannedDelivery planned);
    void settle(Run& run, storage::Sequence seq, SendOutcome const& outcome);
    void settle_success(Run& run, SendOutcome const& outcome);
    void end(std::shared_ptr<Run> const& run);
    unsigned refusals_of(storage::HostId host, storage::Sequence seq) const;
    void count_refusal(storage::HostId host, storage::Sequence seq, SendOutcome const& outcome);

    std::int64_t now_ms() const { return parts_.now().time_since_epoch().count(); }

    boost::asio::strand<boost::asio::any_io_executor> strand_;
    DeliveryParts parts_;
    DeliverySettings settings_;
    EventCache events_;
    std::deque<storage::HostId> ready_;
    std::set<storage::HostId> queued_hosts_;
    std::map<storage::HostId, std::shared_ptr<Run>> runs_;
    std::set<storage::HostId> again_;  // running, and owed more since
    DownHosts down_;
    UnstoredProgress unstored_;
    std::map<std::pair<storage::HostId, storage::Sequence>, unsigned>
        refusals_;  // answers 401 to a delivery
    storage::ChangeNumber last_change_;
    std::size_t unflushed_ = 0;
    bool flushing_ = false;
    bool stopping_ = false;
    boost::asio::steady_timer due_timer_;
    boost::asio::steady_timer flush_timer_;
    boost::asio::steady_timer idle_;
    std::atomic<bool> wake_pending_{false};
    std::atomic<std::uint64_t> delivered_{0};
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::atomic<std::size_t> sending_{0};
    std::atomic<std::size_t> queued_{0};
};

}  // namespace folkmoot::federation
