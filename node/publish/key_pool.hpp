// RSA keys made ahead of time: making one takes a quarter of a second or more of CPU, which no
// request may wait for when it can be helped (reference: performance, conclusion 5).
#pragma once

#include "activitypub/signature/key.hpp"
#include "node/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace folkmoot::node {

/// A few fresh RSA-2048 keys, refilled by one background thread. Thread-safe.
class KeyPool {
public:
    /// Starts to make keys.
    /// @param target  how many lie ready
    explicit KeyPool(std::size_t target = 2);

    /// Waits for the key in the making.
    ~KeyPool();

    KeyPool(KeyPool const&) = delete;
    KeyPool& operator=(KeyPool const&) = delete;

    /// A key that nobody else gets. At once when one lies ready; else made on the pool's thread
    /// while the caller waits, and resumes on its own executor.
    /// @return Error{internal} when the random source fails, {unavailable} when the pool ends
    boost::asio::awaitable<Result<activitypub::PrivateKey>> take();

    /// As take(), blocking: for the command line.
    Result<activitypub::PrivateKey> take_blocking();

private:
    using Made = Result<activitypub::PrivateKey>;

    void run(std::stop_token stop);

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::size_t target_;
    std::vector<activitypub::PrivateKey> ready_;
    std::vector<std::move_only_function<void(Made)>> waiting_;
    std::jthread thread_;
};

}  // namespace folkmoot::node
