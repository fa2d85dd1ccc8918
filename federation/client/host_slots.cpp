#include "federation/client/host_slots.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;

HostSlots::Slot::Slot(std::shared_ptr<HostSlots> owner, std::string host, Grants::iterator grant)
    : owner_(std::move(owner)), host_(std::move(host)), grant_(grant) {}

HostSlots::Slot& HostSlots::Slot::operator=(Slot&& other) noexcept {
    if (this != &other) {
        release();
        owner_ = std::move(other.owner_);
        host_ = std::move(other.host_);
        grant_ = other.grant_;
    }
    return *this;
}

HostSlots::Slot::~Slot() {
    release();
}

void HostSlots::Slot::release() noexcept {
    if (auto const owner = std::move(owner_)) {
        owner->release(host_, grant_);
    }
}

/// One waiting coroutine; lives in its frame and leaves the queue with it, also when it is
/// destroyed amid waiting.
struct HostSlots::Waiter {
    Waiter(
        std::shared_ptr<HostSlots> the_owner,
        std::string the_host,
        std::size_t limit,
        asio::any_io_executor executor
    )
        : owner(std::move(the_owner)),
          host(std::move(the_host)),
          host_limit(limit),
          wake(std::move(executor)) {
        auto& queue = owner->hosts_[host].queue;
        position = queue.insert(queue.end(), this);
        ++owner->waiting_;
    }

    Waiter(Waiter const&) = delete;
    Waiter& operator=(Waiter const&) = delete;

    ~Waiter() {
        if (queued) {
            owner->leave(*this);
        } else if (granted) {
            owner->release(host, grant);
        }
    }

    /// Turns a grant into a slot that the caller holds.
    Slot take() {
        granted = false;
        return Slot(owner, host, grant);
    }

    std::shared_ptr<HostSlots> owner;
    std::string host;
    std::size_t host_limit;
    asio::steady_timer wake;
    std::list<Waiter*>::iterator position;
    Grants::iterator grant;
    bool queued = true;
    bool granted = false;
};

HostSlots::HostSlots(std::size_t limit, std::size_t max_waiting, Clock::duration slow_after)
    : limit_(limit), max_waiting_(max_waiting), slow_after_(slow_after) {}

asio::awaitable<Result<HostSlots::Slot>> HostSlots::acquire(
    std::string host, std::size_t host_limit, Clock::duration patience
) {
    auto const self = shared_from_this();
    if (stopped_ || waiting_ >= max_waiting_) {
        co_return std::unexpected(
            Error{ErrorCode::unavailable, stopped_ ? "stopping" : "too many requests waiting"}
        );
    }
    Waiter waiter(self, host, host_limit, co_await asio::this_coro::executor);
    enlist(host, hosts_[host]);
    grant_turns();
    if (!waiter.granted) {
        watch();
        waiter.wake.expires_after(patience);
        co_await waiter.wake.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (!waiter.granted) {
        co_return std::unexpected(
            Error{ErrorCode::unavailable, stopped_ ? "stopping" : "no free slot for " + host}
        );
    }
    co_return waiter.take();
}

void HostSlots::stop() {
    stopped_ = true;
    watch_.reset();
    for (auto& [name, host] : hosts_) {
        for (auto* const waiter : host.queue) {
            waiter->wake.cancel();
        }
    }
}

void HostSlots::release(std::string const& name, Grants::iterator grant) {
    auto& host = hosts_[name];
    --host.running;
    (grant->aside ? aside_ : granted_).erase(grant);
    enlist(name, host);
    grant_turns();
    watch();
    drop_if_unused(name);
}

void HostSlots::leave(Waiter& waiter) {
    auto& host = hosts_[waiter.host];
    host.queue.erase(waiter.position);
    waiter.queued = false;
    --waiting_;
    // The one behind may accept more company than the one that left.
    enlist(waiter.host, host);
    grant_turns();
    drop_if_unused(waiter.host);
}

void HostSlots::enlist(std::string const& name, Host& host) {
    if (!host.in_turn && !host.queue.empty() && host.running < host.queue.front()->host_limit) {
        host.in_turn = true;
        turns_.push_back(name);
    }
}

/// Makes room for others at the cost of those who have kept a slot for long.
void HostSlots::set_slow_aside() {
    auto const now = Clock::now();
    while (!granted_.empty() && now - granted_.front().since >= slow_after_ &&
           aside_.size() < aside_for_each * limit_) {
        granted_.front().aside = true;
        aside_.splice(aside_.end(), granted_, granted_.begin());
    }
}

/// Looks again when the oldest grant has become slow, as long as somebody waits for it.
void HostSlots::watch() {
    bool const full = granted_.size() >= limit_ && aside_.size() < aside_for_each * limit_;
    if (watch_ || stopped_ || !full || turns_.empty() || hosts_[turns_.front()].queue.empty()) {
        return;
    }
    auto* const waiter = hosts_[turns_.front()].queue.front();
    watch_.emplace(waiter->wake.get_executor(), granted_.front().since + slow_after_);
    watch_->async_wait([weak = weak_from_this()](boost::system::error_code stopped) {
        auto const self = weak.lock();
        if (self && !stopped) {
            self->watch_.reset();
            self->set_slow_aside();
            self->grant_turns();
            self->watch();
        }
    });
}

void HostSlots::grant_turns() {
    while (!stopped_ && granted_.size() < limit_ && !turns_.empty()) {
        auto const name = std::move(turns_.front());
        turns_.pop_front();
        auto& host = hosts_[name];
        host.in_turn = false;
        if (host.queue.empty() || host.running >= host.queue.front()->host_limit) {
            drop_if_unused(name);
            continue;
        }
        auto* const waiter = host.queue.front();
        host.queue.pop_front();
        --waiting_;
        ++host.running;
        waiter->grant = granted_.insert(granted_.end(), {.since = Clock::now()});
        waiter->queued = false;
        waiter->granted = true;
        waiter->wake.cancel();
        enlist(name, host);
    }
}

void HostSlots::drop_if_unused(std::string const& name) {
    auto const found = hosts_.find(name);
    if (found != hosts_.end() && found->second.running == 0 && found->second.queue.empty() &&
        !found->second.in_turn) {
        hosts_.erase(found);
    }
}

}  // namespace folkmoot::federation
