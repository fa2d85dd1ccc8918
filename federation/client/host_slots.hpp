// Bounded concurrency over all hosts and for each one, with fair waiting (threats S06, R23): hosts
// take turns, and within a host the first to ask is the first served, so one slow host never holds
// up another.
#pragma once

#include "federation/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace folkmoot::federation {

/// Hands out slots. Everything happens on one strand. Held by shared_ptr: slots give themselves
/// back.
class HostSlots : public std::enable_shared_from_this<HostSlots> {
public:
    /// @param limit slots over all hosts
    /// @param max_waiting requests waiting over all hosts; further ones are refused
    HostSlots(std::size_t limit, std::size_t max_waiting);

    /// A granted slot; given back when destroyed (on the strand).
    class Slot {
    public:
        Slot() = default;
        Slot(std::shared_ptr<HostSlots> owner, std::string host);
        Slot(Slot&& other) noexcept = default;
        Slot& operator=(Slot&& other) noexcept;
        ~Slot();

        bool held() const noexcept { return owner_ != nullptr; }

    private:
        void release() noexcept;
        std::shared_ptr<HostSlots> owner_;
        std::string host_;
    };

    /// Waits for a slot of `host`. @param host_limit how many requests this caller accepts beside
    /// and with its own
    /// @return Error{unavailable}: the queue is full, `patience` is over, or stop() was called
    boost::asio::awaitable<Result<Slot>> acquire(
        std::string host, std::size_t host_limit, std::chrono::steady_clock::duration patience
    );

    /// Refuses everybody who waits and everybody to come.
    void stop();

    std::size_t running() const noexcept { return running_; }

    std::size_t waiting() const noexcept { return waiting_; }

private:
    struct Waiter;

    struct Host {
        std::size_t running = 0;
        std::list<Waiter*> queue;
        bool in_turn = false;  ///< listed in turns_
    };

    void release(std::string const& host);
    void leave(Waiter& waiter);
    void enlist(std::string const& name, Host& host);
    void grant_turns();
    void drop_if_unused(std::string const& name);

    std::size_t const limit_;
    std::size_t const max_waiting_;
    std::size_t running_ = 0;
    std::size_t waiting_ = 0;
    bool stopped_ = false;
    std::unordered_map<std::string, Host> hosts_;
    std::deque<std::string>
        turns_;  ///< hosts whose first waiter could run but for the limit over all
};

}  // namespace folkmoot::federation
