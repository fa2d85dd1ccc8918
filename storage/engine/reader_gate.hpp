// Lets snapshots in, except while the writer holds the gate closed to grow the map: LMDB must not
// have an open transaction then and does not check (lmdb.h, mdb_env_set_mapsize).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace folkmoot::storage::detail {

/// Counts who is inside. A reader may leave on another thread than it entered.
class ReaderGate {
public:
    /// Goes in; waits while the gate is closed.
    void enter() {
        auto state = state_.load(std::memory_order_relaxed);
        while (true) {
            if ((state & closed_bit) != 0) {
                wait_until_open();
                state = state_.load(std::memory_order_relaxed);
            } else if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acquire)) {
                return;
            }
        }
    }

    /// Goes out.
    void leave() noexcept {
        if (state_.fetch_sub(1, std::memory_order_acq_rel) == closed_bit + 1) {
            std::scoped_lock const lock(mutex_);
            changed_.notify_all();
        }
    }

    /// Keeps new readers out and waits for those inside. False, and open again, when they stay
    /// longer than `wait`.
    bool close(std::chrono::milliseconds wait) {
        std::unique_lock lock(mutex_);
        state_.fetch_or(closed_bit, std::memory_order_acq_rel);
        auto const empty = [this] { return state_.load(std::memory_order_acquire) == closed_bit; };
        if (changed_.wait_for(lock, wait, empty)) {
            return true;
        }
        open_locked();
        return false;
    }

    /// Lets readers in again.
    void open() {
        std::scoped_lock const lock(mutex_);
        open_locked();
    }

private:
    static constexpr std::uint64_t closed_bit = std::uint64_t{1} << 63;

    void open_locked() {
        state_.fetch_and(~closed_bit, std::memory_order_release);
        changed_.notify_all();
    }

    void wait_until_open() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] {
            return (state_.load(std::memory_order_acquire) & closed_bit) == 0;
        });
    }

    std::atomic<std::uint64_t> state_{0};
    std::mutex mutex_;
    std::condition_variable changed_;
};

}  // namespace folkmoot::storage::detail
