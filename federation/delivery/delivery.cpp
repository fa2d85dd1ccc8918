#include "federation/delivery/delivery.hpp"

#include "federation/delivery/delivery_impl.hpp"
#include "storage/engine/async_write.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace folkmoot::federation {
namespace {

namespace asio = boost::asio;

using storage::HostId;
using storage::Sequence;

constexpr std::size_t changes_at_once = 1'000;
constexpr std::size_t hosts_at_start = 500;

}  // namespace

Delivery::Impl::Impl(
    asio::any_io_executor const& executor, DeliveryParts parts, DeliverySettings settings
)
    : strand_(asio::make_strand(executor)),
      parts_(std::move(parts)),
      settings_(settings),
      due_timer_(strand_),
      flush_timer_(strand_),
      idle_(strand_) {}

void Delivery::Impl::start() {
    asio::post(strand_, [self = shared_from_this()] {
        if (auto const txn = self->parts_.store.read()) {
            if (auto const last = self->parts_.store.change_log.last(*txn)) {
                self->last_change_ = *last;
            }
        }
        self->wake_page(HostId{});
    });
}

void Delivery::Impl::committed() noexcept {
    if (!wake_pending_.exchange(true)) {
        asio::post(strand_, [self = shared_from_this()] { self->read_changes(); });
    }
}

void Delivery::Impl::heard_from(HostId host) {
    if (!down_.contains(host)) {
        return;
    }
    asio::post(strand_, [self = shared_from_this(), host] { self->revive(host); });
}

asio::awaitable<void> Delivery::Impl::stop(std::chrono::steady_clock::duration grace) {
    co_await asio::post(asio::bind_executor(strand_, asio::use_awaitable));
    stopping_ = true;
    ready_.clear();
    due_timer_.cancel();
    if (!runs_.empty()) {
        idle_.expires_after(grace);
        co_await idle_.async_wait(asio::as_tuple(asio::bind_executor(strand_, asio::use_awaitable))
        );
    }
    flush_timer_.cancel();
    co_await flush();
}

DeliveryMetrics Delivery::Impl::metrics() const {
    return {
        .delivered = delivered_.load(),
        .dropped = dropped_.load(),
        .failed = failed_.load(),
        .hosts_sending = sending_.load(),
        .hosts_queued = queued_.load()
    };
}

void Delivery::Impl::wake_page(HostId after) {
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

void Delivery::Impl::read_changes() {
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

void Delivery::Impl::wake_hosts_of(storage::Txn const& txn, storage::ChangeRecord const& change) {
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

void Delivery::Impl::revive(HostId id) {
    if (!down_.erase(id)) {
        return;
    }
    auto const progress = progress_of(id);
    if (!progress) {
        return;
    }
    auto revived = *progress;
    revived.next_try = 0;
    unstored_.note(id, std::move(revived));
    enqueue(id);
}

void Delivery::Impl::arm_due_timer() {
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

void Delivery::Impl::try_due_hosts() {
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

std::optional<storage::HostDeliveryRecord> Delivery::Impl::progress_of(HostId id) const {
    if (auto const* const unstored = unstored_.find(id)) {
        return *unstored;
    }
    auto const txn = parts_.store.read();
    if (!txn) {
        return std::nullopt;
    }
    auto progress = parts_.store.hosts.delivery(*txn, id);
    return progress ? std::optional(std::move(*progress)) : std::nullopt;
}

void Delivery::Impl::note_progress(Run const& run) {
    unstored_.note(run.id, run.deliveries.progress());
    if (++unflushed_ >= settings_.flush_after) {
        flush_soon(std::chrono::milliseconds{0});
    } else if (unflushed_ == 1) {
        flush_soon(settings_.flush_time);
    }
}

void Delivery::Impl::flush_soon(std::chrono::milliseconds wait) {
    flush_timer_.expires_after(wait);
    flush_timer_.async_wait([self = shared_from_this()](boost::system::error_code failure) {
        if (!failure && !self->flushing_) {
            asio::co_spawn(self->strand_, self->flush(), [self](std::exception_ptr) {});
        }
    });
}

asio::awaitable<void> Delivery::Impl::flush() {
    if (unstored_.empty()) {
        co_return;
    }
    flushing_ = true;
    unflushed_ = 0;
    auto batch = unstored_.take();
    auto const store_batch = [&store = parts_.store, batch](storage::WriteTxn& txn) {
        return store_progress(store, txn, batch);
    };
    auto const stored = co_await storage::async_write(
        parts_.store.writer(), storage::WriteClass::maintenance, store_batch
    );
    flushing_ = false;
    if (!stored) {
        unstored_.put_back(std::move(batch));
        if (!stopping_) {
            flush_soon(settings_.flush_time);
        }
        co_return;
    }
    if (unstored_.has_cursors() && !stopping_) {
        flush_soon(settings_.flush_time);
    }
    arm_due_timer();
}

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
