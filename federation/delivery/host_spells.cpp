#include "federation/delivery/delivery_impl.hpp"
#include "federation/delivery/host_health.hpp"
#include "federation/delivery/replay.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <utility>

namespace folkmoot::federation {
namespace {

namespace asio = boost::asio;

using storage::HostId;
using storage::Sequence;

constexpr std::size_t most_replayed = 10'000;
constexpr std::size_t most_refusals_kept = 10'000;

}  // namespace

bool Delivery::Impl::enqueue(HostId id) {
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

void Delivery::Impl::pump() {
    while (!stopping_ && runs_.size() < settings_.hosts_at_once && !ready_.empty()) {
        auto const id = ready_.front();
        ready_.pop_front();
        queued_hosts_.erase(id);
        queued_.store(ready_.size());
        begin(id);
    }
}

void Delivery::Impl::begin(HostId id) {
    auto progress = progress_of(id);
    if (!progress) {
        return;
    }
    if (progress->state != storage::HostState::alive && progress->next_try > now_ms()) {
        down_.insert(id);
        return;
    }
    auto run = std::make_shared<Run>(Run{.id = id, .deliveries = HostRun(std::move(*progress))});
    runs_.emplace(id, run);
    sending_.store(runs_.size());
    spawn(prepare(run), run);
}

void Delivery::Impl::spawn(asio::awaitable<void> part, std::shared_ptr<Run> const& run) {
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

asio::awaitable<void> Delivery::Impl::prepare(std::shared_ptr<Run> run) {
    if (parts_.refresh_facts) {
        co_await parts_.refresh_facts(run->id);
    }
    run->failed = !load(*run);
}

bool Delivery::Impl::load(Run& run) {
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

void Delivery::Impl::plan_replay(storage::Txn const& txn, Run& run) {
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

void Delivery::Impl::fill(std::shared_ptr<Run> const& run) {
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

void Delivery::Impl::refill(Run& run) {
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

asio::awaitable<void> Delivery::Impl::deliver(std::shared_ptr<Run> run, PlannedDelivery planned) {
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
        note_progress(*run);
        co_return;
    }
    auto const outcome = co_await send_event(
        parts_, run->host, event, std::move(inboxes), settings_.per_host, refusals_of(run->id, seq)
    );
    settle(*run, seq, outcome);
}

void Delivery::Impl::settle(Run& run, Sequence seq, SendOutcome const& outcome) {
    DeliveryEvent event{
        .host = run.id, .seq = seq, .status = outcome.status, .detail = outcome.detail
    };
    if (outcome.verdict == Verdict::later) {
        event.kind = DeliveryEvent::Kind::failed;
        ++failed_;
        count_refusal(run.id, seq, outcome);
        run.deliveries.failed(seq);
        if (!run.failed) {
            run.failed = true;
            note_failure(run.deliveries.progress(), outcome, now_ms(), parts_.random());
            down_.insert(run.id);
        }
    } else {
        bool const delivered = outcome.verdict == Verdict::delivered;
        event.kind = delivered ? DeliveryEvent::Kind::delivered : DeliveryEvent::Kind::dropped;
        ++(delivered ? delivered_ : dropped_);
        refusals_.erase({run.id, seq});
        run.deliveries.done(seq);
        settle_success(run, outcome);
    }
    note_progress(run);
    if (parts_.observe) {
        parts_.observe(event);
    }
}

void Delivery::Impl::settle_success(Run& run, SendOutcome const& outcome) {
    note_success(run.deliveries.progress(), now_ms());
    down_.erase(run.id);
    if (outcome.scheme != storage::SignatureScheme::unknown && outcome.scheme != run.host.scheme) {
        run.host.scheme = outcome.scheme;
        unstored_.learn(run.id, outcome.scheme);
    }
}

void Delivery::Impl::end(std::shared_ptr<Run> const& run) {
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

unsigned Delivery::Impl::refusals_of(HostId host, Sequence seq) const {
    auto const known = refusals_.find({host, seq});
    return known == refusals_.end() ? 0 : known->second;
}

void Delivery::Impl::count_refusal(HostId host, Sequence seq, SendOutcome const& outcome) {
    if (outcome.status == 401 && refusals_.size() < most_refusals_kept) {
        ++refusals_[{host, seq}];
    }
}

}  // namespace folkmoot::federation
