// Bounded concurrency over all hosts and for each one, with fair waiting (threats S06, R23): hosts
// take turns, and within a host the first to ask is the first served. Who keeps a slot for long
// stands aside, so that hosts which do not answer never hold up the others, however many they are.
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
#include <optional>
#include <string>
#include <unordered_map>

namespace folkmoot::federation {

/// Hands out slots. Everything happens on one strand. Held by shared_ptr: slots give themselves
/// back.
class HostSlots : public std::enable_shared_from_this<HostSlots> {
    using Clock = std::chrono::steady_clock;
    struct Grant;
    using Grants = std::list<Grant>;

public:
    /// How many may stand aside for each slot over all hosts.
    static constexpr std::size_t aside_for_each = 4;

    /// @param limit slots over all hosts, those aside not counted
    /// @param max_waiting requests waiting over all hosts; further ones are refused
    /// @param slow_after  a slot kept for longer stands aside, as far as there is room
    HostSlots(
        std::size_t limit,
        std::size_t max_waiting,
        Clock::duration slow_after = std::chrono::seconds(1)
    );

    /// A granted slot; given back when destroyed (on the strand).
    class Slot {
    public:
        Slot() = default;
        Slot(std::shared_ptr<HostSlots> owner, std::string host, Grants::iterator grant);
        Slot(Slot&& other) noexcept = default;
        Slot& operator=(Slot&& other) noexcept;
        ~Slot();

        bool held() const noexcept { return owner_ != nullptr; }

    private:
        void release() noexcept;
        std::shared_ptr<HostSlots> owner_;
        std::string host_;
        Grants::iterator grant_;
    };

    /// Waits for a slot of `host`. @param host_limit how many requests this caller accepts beside
    /// and with its own
    /// @return Error{unavailable}: the queue is full, `patience` is over, or stop() was called
    boost::asio::awaitable<Result<Slot>> acquire(
        std::string host, std::size_t host_limit, Clock::duration patience
    );

    /// Refuses everybody who waits and everybody to come.
    void stop();

    /// Slots held, those aside included.
    std::size_t running() const noexcept { return granted_.size() + aside_.size(); }

    std::size_t waiting() const noexcept { return waiting_; }

private:
    struct Waiter;

    /// A slot that somebody holds.
    struct Grant {
        Clock::time_point since;
        bool aside = false;  ///< in aside_
    };

    struct Host {
        std::size_t running = 0;
        std::list<Waiter*> queue;
        bool in_turn = false;  ///< listed in turns_
    };

    void release(std::string const& host, Grants::iterator grant);
    void leave(Waiter& waiter);
    void enlist(std::string const& name, Host& host);
    void grant_turns();
    void set_slow_aside();
    void watch();
    void drop_if_unused(std::string const& name);

    std::size_t const limit_;
    std::size_t const max_waiting_;
    Clock::duration const slow_after_;
    Grants granted_;  ///< by their beginning
    Grants aside_;
    std::size_t waiting_ = 0;
    bool stopped_ = false;
    std::unordered_map<std::string, Host> hosts_;
    std::deque<std::string>
        turns_;  ///< hosts whose first waiter could run but for the limit over all
    std::optional<boost::asio::steady_timer> watch_;  ///< while somebody waits for a slow one
};

}  // namespace folkmoot::federation
