#include "federation/delivery/delivery.hpp"

#include "federation/delivery/backoff.hpp"
#include "federation/delivery/host_run.hpp"
#include "federation/delivery/replay.hpp"
#include "federation/delivery/sender.hpp"
#include "storage/engine/async_write.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace folkmoot::federation {
namespace {

namespace asio = boost::asio;

using storage::HostId;
using storage::Sequence;

constexpr std::size_t changes_at_once = 1'000;
constexpr std::size_t hosts_at_start = 500;
constexpr std::size_t most_replayed = 10'000;
constexpr std::size_t most_refusals_kept = 10'000;

}  // namespace

/// All of it runs on one strand.
class Delivery::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(asio::any_io_executor const& executor, DeliveryParts parts, DeliverySettings settings)
        : strand_(asio::make_strand(executor)),
          parts_(std::move(parts)),
          settings_(settings),
          due_timer_(strand_),
          flush_timer_(strand_),
          idle_(strand_) {}

    void start() {
        asio::post(strand_, [self = shared_from_this()] {
            if (auto const txn = self->parts_.store.read()) {
                if (auto const last = self->parts_.store.change_log.last(*txn)) {
                    self->last_change_ = *last;
                }
            }
            self->wake_page(HostId{});
        });
    }

    void committed() noexcept {
        if (!wake_pending_.exchange(true)) {
            asio::post(strand_, [self = shared_from_this()] { self->read_changes(); });
        }
    }

    void heard_from(HostId host) {
        asio::post(strand_, [self = shared_from_this(), host] { self->revive(host); });
    }

    asio::awaitable<void> stop(std::chrono::steady_clock::duration grace) {
        co_await asio::post(asio::bind_executor(strand_, asio::use_awaitable));
        stopping_ = true;
        ready_.clear();
        due_timer_.cancel();
        if (!runs_.empty()) {
            idle_.expires_after(grace);
            co_await idle_.async_wait(
                asio::as_tuple(asio::bind_executor(strand_, asio::use_awaitable))
            );
        }
        flush_timer_.cancel();
        co_await flush();
    }

    DeliveryMetrics metrics() const {
        return {
            .delivered = delivered_.load(),
            .dropped = dropped_.load(),
            .failed = failed_.load(),
            .hosts_sending = sending_.load(),
            .hosts_queued = queued_.load()
        };
    }

private:
    /// A host in its busy spell.
    struct Run {
        HostId id;
        HostRun deliveries;
        storage::HostRecord host;
        std::set<Sequence> skipped;  ///< not told after a death
        std::size_t parts = 0;       ///< coroutines that work for it
        bool failed = false;
    };

    // ---- whom to wake ---------------------------------------------------------------------------

    /// Looks through the hosts after `after` for those that are owed something.
    void wake_page(HostId after) {
        auto const txn = parts_.store.read();
        if (stopping_ || !txn) {
            return;
        }
        auto const hosts = parts_.store.hosts.list(*txn, after, hosts_at_start);
        if (!hosts || hosts->empty()) {
            arm_due_timer();
            return;
        }
        for (auto const& host : *hosts) {
            HostId const id(host.id);
            auto const progress = parts_.store.hosts.delivery(*txn, id);
            if (!progress) {
                continue;
            }
            if (progress->state != storage::HostState::alive) {
                down_.insert(id);
                continue;
            }
            auto const owed = parts_.store.outgoing.owed(*txn, id, Sequence(progress->cursor), 1);
            if (owed && !owed->empty()) {
                enqueue(id);
            }
        }
        asio::post(strand_, [self = shared_from_this(), last = HostId(hosts->back().id)] {
            self->wake_page(last);
        });
    }

    void read_changes() {
        wake_pending_.store(false);
        auto const txn = parts_.store.read();
        if (stopping_ || !txn) {
            return;
        }
        for (bool more = true; more;) {
            auto const changes = parts_.store.change_log.read(*txn, last_change_, changes_at_once);
            if (!changes) {
                return;
            }
            for (auto const& [number, change] : *changes) {
                last_change_ = number;
                if (change.kind == storage::ChangeKind::outgoing_appended) {
                    wake_hosts_of(*txn, change);
                }
            }
            more = changes->size() == changes_at_once;
        }
    }

    void wake_hosts_of(storage::Txn const& txn, storage::ChangeRecord const& change) {
        if (change.other != 0) {
            enqueue(HostId(change.other));
            return;
        }
        HostId after;
        for (bool more = true; more;) {
            auto const hosts = parts_.store.outgoing.hosts_of(
                txn, storage::Channel(change.actor), after, hosts_at_start
            );
            if (!hosts) {
                return;
            }
            for (auto const host : *hosts) {
                enqueue(host);
            }
            more = hosts->size() == hosts_at_start;
            after = hosts->empty() ? after : hosts->back();
        }
    }

    void revive(HostId id) {
        if (down_.erase(id) == 0) {
            return;
        }
        auto const progress = progress_of(id);
        if (!progress) {
            return;
        }
        auto revived = *progress;
        revived.next_try = 0;
        dirty_[id] = std::move(revived);
        enqueue(id);
    }

    void arm_due_timer() {
        auto const txn = parts_.store.read();
        if (stopping_ || !txn) {
            return;
        }
        auto const due = parts_.store.hosts.next_due(*txn);
        if (!due || !*due) {
            return;
        }
        auto const wait = std::max<std::int64_t>(**due - now_ms(), 0);
        due_timer_.expires_after(std::chrono::milliseconds(wait));
        due_timer_.async_wait([self = shared_from_this()](boost::system::error_code failure) {
            if (!failure) {
                self->try_due_hosts();
            }
        });
    }

    void try_due_hosts() {
        auto const txn = parts_.store.read();
        if (stopping_ || !txn) {
            return;
        }
        auto const due = parts_.store.hosts.due(*txn, now_ms(), settings_.hosts_at_once);
        bool any = false;
        for (auto const host : due ? *due : std::vector<HostId>{}) {
            any = enqueue(host) || any;
        }
        if (!any) {
            arm_due_timer();
        }
    }

    // ---- one host -------------------------------------------------------------------------------

    /// Queues a host unless it is queued; a running one looks again when it is through.
    bool enqueue(HostId id) {
        if (stopping_) {
            return false;
        }
        if (runs_.contains(id)) {
            again_.insert(id);
            return false;
        }
        if (!queued_hosts_.insert(id).second) {
            return false;
        }
        ready_.push_back(id);
        queued_.store(ready_.size());
        pump();
        return true;
    }

    void pump() {
        while (!stopping_ && runs_.size() < settings_.hosts_at_once && !ready_.empty()) {
            auto const id = ready_.front();
            ready_.pop_front();
            queued_hosts_.erase(id);
            queued_.store(ready_.size());
            begin(id);
        }
    }

    std::optional<storage::HostDeliveryRecord> progress_of(HostId id) {
        if (auto const unstored = dirty_.find(id); unstored != dirty_.end()) {
            return unstored->second;
        }
        auto const txn = parts_.store.read();
        if (!txn) {
            return std::nullopt;
        }
        auto progress = parts_.store.hosts.delivery(*txn, id);
        return progress ? std::optional(std::move(*progress)) : std::nullopt;
    }

    void begin(HostId id) {
        auto progress = progress_of(id);
        if (!progress) {
            return;
        }
        if (progress->state != storage::HostState::alive && progress->next_try > now_ms()) {
            down_.insert(id);
            return;
        }
        auto run =
            std::make_shared<Run>(Run{.id = id, .deliveries = HostRun(std::move(*progress))});
        runs_.emplace(id, run);
        sending_.store(runs_.size());
        spawn(prepare(run), run);
    }

    /// Runs a part of a host's spell. When it ends the next deliveries begin; when nothing is left,
    /// the spell ends.
    void spawn(asio::awaitable<void> part, std::shared_ptr<Run> const& run) {
        ++run->parts;
        asio::co_spawn(
            strand_,
            std::move(part),
            [self = shared_from_this(), run](std::exception_ptr failure) {
                --run->parts;
                run->failed = run->failed || failure != nullptr;
                self->fill(run);
                if (run->parts == 0) {
                    self->end(run);
                }
            }
        );
    }

    /// Learns what the host is before the first delivery.
    asio::awaitable<void> prepare(std::shared_ptr<Run> run) {
        if (parts_.refresh_facts) {
            co_await parts_.refresh_facts(run->id);
        }
        run->failed = !load(*run);
    }

    /// Begins as many deliveries as may be in flight.
    void fill(std::shared_ptr<Run> const& run) {
        if (stopping_ || run->failed) {
            return;
        }
        if (run->deliveries.exhausted()) {
            refill(*run);
        }
        auto const& progress = run->deliveries.progress();
        bool const known_well = progress.failures == 0 && progress.last_success != 0;
        auto const most = known_well ? settings_.per_host : 1;
        while (run->deliveries.in_flight() < most) {
            auto const planned = run->deliveries.next();
            if (!planned) {
                return;
            }
            spawn(deliver(run, *planned), run);
        }
    }

    bool load(Run& run) {
        auto const txn = parts_.store.read();
        if (!txn) {
            return false;
        }
        auto host = parts_.store.hosts.load(*txn, run.id);
        if (!host) {
            return false;
        }
        run.host = std::move(*host);
        if (run.deliveries.progress().state == storage::HostState::dead) {
            plan_replay(*txn, run);
        }
        return true;
    }

    void plan_replay(storage::Txn const& txn, Run& run) {
        auto const owed = parts_.store.outgoing.owed(
            txn, run.id, Sequence(run.deliveries.progress().cursor), most_replayed
        );
        std::vector<OwedEvent> events;
        for (auto const& row : owed ? *owed : std::vector<storage::OwedDelivery>{}) {
            if (auto const event = parts_.store.outgoing.load(txn, row.channel, row.seq)) {
                events.push_back({row.seq, event->object, event->kind, event->created});
            }
        }
        run.skipped = superseded(events, now_ms());
    }

    void refill(Run& run) {
        auto const txn = parts_.store.read();
        if (!txn) {
            return;
        }
        auto const owed = parts_.store.outgoing.owed(
            *txn, run.id, Sequence(run.deliveries.progress().cursor), HostRun::window_size
        );
        std::vector<PlannedDelivery> window;
        for (auto const& row : owed ? *owed : std::vector<storage::OwedDelivery>{}) {
            auto const event = events_.get(parts_.store, *txn, row.channel, row.seq);
            window.push_back({row, event ? event->record.object : 0});
        }
        run.deliveries.refill(std::move(window));
    }

    asio::awaitable<void> deliver(std::shared_ptr<Run> run, PlannedDelivery planned) {
        auto const seq = planned.owed.seq;
        std::shared_ptr<PreparedEvent const> event;
        std::vector<std::string> inboxes;
        if (!run->skipped.contains(seq)) {
            if (auto const txn = parts_.store.read()) {
                event = events_.get(parts_.store, *txn, planned.owed.channel, seq);
                inboxes = inboxes_of(
                    parts_.store, *txn, run->host, planned.owed, settings_.inboxes_per_event
                );
            }
        }
        if (!event || inboxes.empty()) {
            run->deliveries.done(seq);
            mark_dirty(*run);
            co_return;
        }
        auto const outcome = co_await send_event(
            parts_,
            run->host,
            event,
            std::move(inboxes),
            settings_.per_host,
            refusals_of(run->id, seq)
        );
        settle(*run, seq, outcome);
    }

    void settle(Run& run, Sequence seq, SendOutcome const& outcome) {
        DeliveryEvent event{
            .host = run.id, .seq = seq, .status = outcome.status, .detail = outcome.detail
        };
        if (outcome.verdict == Verdict::later) {
            event.kind = DeliveryEvent::Kind::failed;
            ++failed_;
            count_refusal(run.id, seq, outcome);
            run.deliveries.failed(seq);
            if (!run.failed) {
                note_failure(run, outcome);
            }
        } else {
            bool const delivered = outcome.verdict == Verdict::delivered;
            event.kind = delivered ? DeliveryEvent::Kind::delivered : DeliveryEvent::Kind::dropped;
            ++(delivered ? delivered_ : dropped_);
            refusals_.erase({run.id, seq});
            run.deliveries.done(seq);
            note_success(run, outcome);
        }
        mark_dirty(run);
        if (parts_.observe) {
            parts_.observe(event);
        }
    }

    void note_success(Run& run, SendOutcome const& outcome) {
        auto& progress = run.deliveries.progress();
        progress.failures = 0;
        progress.failing_since = 0;
        progress.next_try = 0;
        progress.state = storage::HostState::alive;
        progress.last_success = now_ms();
        progress.last_error.clear();
        down_.erase(run.id);
        if (outcome.scheme != storage::SignatureScheme::unknown &&
            outcome.scheme != run.host.scheme) {
            run.host.scheme = outcome.scheme;
            learned_.insert_or_assign(run.id, outcome.scheme);
        }
    }

    void note_failure(Run& run, SendOutcome const& outcome) {
        run.failed = true;
        auto& progress = run.deliveries.progress();
        auto const now = now_ms();
        ++progress.failures;
        progress.last_failure = now;
        progress.last_error = outcome.status != 0 ? "HTTP " + std::to_string(outcome.status)
                                                  : outcome.detail.substr(0, 200);
        if (progress.failing_since == 0) {
            progress.failing_since = now;
        }
        bool const dead = now - progress.failing_since > dead_after.count();
        progress.state = dead ? storage::HostState::dead : storage::HostState::failing;
        auto const wait = dead ? std::chrono::milliseconds(longest_wait)
                               : wait_after(progress.failures, parts_.random());
        progress.next_try = now + std::max(wait, outcome.asked_wait).count();
        down_.insert(run.id);
    }

    void end(std::shared_ptr<Run> const& run) {
        runs_.erase(run->id);
        sending_.store(runs_.size());
        bool const look_again = again_.erase(run->id) != 0 && !run->failed;
        if (look_again) {
            enqueue(run->id);
        }
        if (run->failed) {
            flush_soon(std::chrono::milliseconds{0});
        }
        if (stopping_ && runs_.empty()) {
            idle_.cancel();
        }
        pump();
    }

    unsigned refusals_of(HostId host, Sequence seq) const {
        auto const known = refusals_.find({host, seq});
        return known == refusals_.end() ? 0 : known->second;
    }

    void count_refusal(HostId host, Sequence seq, SendOutcome const& outcome) {
        if (outcome.status == 401 && refusals_.size() < most_refusals_kept) {
            ++refusals_[{host, seq}];
        }
    }

    // ---- cursors --------------------------------------------------------------------------------

    void mark_dirty(Run const& run) {
        dirty_[run.id] = run.deliveries.progress();
        if (++unflushed_ >= settings_.flush_after) {
            flush_soon(std::chrono::milliseconds{0});
        } else if (unflushed_ == 1) {
            flush_soon(settings_.flush_time);
        }
    }

    void flush_soon(std::chrono::milliseconds wait) {
        flush_timer_.expires_after(wait);
        flush_timer_.async_wait([self = shared_from_this()](boost::system::error_code failure) {
            if (!failure && !self->flushing_) {
                asio::co_spawn(self->strand_, self->flush(), [self](std::exception_ptr) {});
            }
        });
    }

    asio::awaitable<void> flush() {
        if (dirty_.empty() && learned_.empty()) {
            co_return;
        }
        flushing_ = true;
        unflushed_ = 0;
        auto cursors = std::exchange(dirty_, {});
        auto schemes = std::exchange(learned_, {});
        auto const store_them = [&store = parts_.store, cursors, schemes](storage::WriteTxn& txn) {
            return store_progress(store, txn, cursors, schemes);
        };
        auto const stored = co_await storage::async_write(
            parts_.store.writer(), storage::WriteClass::maintenance, store_them
        );
        flushing_ = false;
        if (!stored) {
            // Nothing is lost: receivers know a repeated activity by its id.
            dirty_.merge(cursors);
            learned_.merge(schemes);
            if (!stopping_) {
                flush_soon(settings_.flush_time);
            }
            co_return;
        }
        if (!dirty_.empty() && !stopping_) {
            flush_soon(settings_.flush_time);
        }
        arm_due_timer();
    }

    static storage::Result<void> store_progress(
        storage::Store& store,
        storage::WriteTxn& txn,
        std::map<HostId, storage::HostDeliveryRecord> const& cursors,
        std::map<HostId, storage::SignatureScheme> const& schemes
    ) {
        for (auto const& [id, progress] : cursors) {
            if (auto done = store.hosts.put_delivery(txn, id, progress); !done) {
                return done;
            }
            auto const erased = store.outgoing.erase_addressed(
                txn, id, Sequence(progress.cursor), storage::OutgoingTable::max_explicit
            );
            if (!erased) {
                return std::unexpected(erased.error());
            }
        }
        for (auto const& [id, scheme] : schemes) {
            auto host = store.hosts.load(txn, id);
            if (!host) {
                return std::unexpected(host.error());
            }
            host->scheme = scheme;
            if (auto done = store.hosts.update(txn, *host); !done) {
                return done;
            }
        }
        return {};
    }

    std::int64_t now_ms() const { return parts_.now().time_since_epoch().count(); }

    asio::strand<asio::any_io_executor> strand_;
    DeliveryParts parts_;
    DeliverySettings settings_;
    EventCache events_;
    std::deque<HostId> ready_;
    std::set<HostId> queued_hosts_;
    std::map<HostId, std::shared_ptr<Run>> runs_;
    std::set<HostId> again_;
    std::set<HostId> down_;
    std::map<HostId, storage::HostDeliveryRecord> dirty_;
    std::map<HostId, storage::SignatureScheme> learned_;
    std::map<std::pair<HostId, Sequence>, unsigned> refusals_;  // answers 401 to a delivery
    storage::ChangeNumber last_change_;
    std::size_t unflushed_ = 0;
    bool flushing_ = false;
    bool stopping_ = false;
    asio::steady_timer due_timer_;
    asio::steady_timer flush_timer_;
    asio::steady_timer idle_;
    std::atomic<bool> wake_pending_{false};
    std::atomic<std::uint64_t> delivered_{0};
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::atomic<std::size_t> sending_{0};
    std::atomic<std::size_t> queued_{0};
};

Delivery::Delivery(asio::any_io_executor executor, DeliveryParts parts, DeliverySettings settings)
    : impl_(std::make_shared<Impl>(executor, std::move(parts), settings)) {}

Delivery::~Delivery() = default;

void Delivery::start() {
    impl_->start();
}

void Delivery::committed() noexcept {
    impl_->committed();
}

void Delivery::heard_from(storage::HostId host) {
    impl_->heard_from(host);
}

asio::awaitable<void> Delivery::stop(std::chrono::steady_clock::duration grace) {
    return impl_->stop(grace);
}

DeliveryMetrics Delivery::metrics() const {
    return impl_->metrics();
}

}  // namespace folkmoot::federation
