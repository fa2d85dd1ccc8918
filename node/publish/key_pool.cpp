#include "node/publish/key_pool.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>
#include <utility>

namespace folkmoot::node {
namespace {

Result<activitypub::PrivateKey> make_key() {
    auto key = activitypub::PrivateKey::generate_rsa();
    if (!key) {
        return std::unexpected(Error{
            ErrorCode::internal,
            "The server could not make a key. Please try again later.",
            key.error().detail
        });
    }
    return std::move(*key);
}

}  // namespace

KeyPool::KeyPool(std::size_t target)
    : target_(target), thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

KeyPool::~KeyPool() = default;

boost::asio::awaitable<Result<activitypub::PrivateKey>> KeyPool::take() {
    namespace asio = boost::asio;
    {
        std::lock_guard const lock(mutex_);
        if (!ready_.empty()) {
            auto key = std::move(ready_.back());
            ready_.pop_back();
            changed_.notify_one();
            co_return std::move(key);
        }
    }

    auto const initiate = [this](auto handler) {
        auto const executor = asio::get_associated_executor(handler);
        std::lock_guard const lock(mutex_);
        waiting_.push_back([handler = std::move(handler),
                            work = asio::make_work_guard(executor)](Made made) mutable {
            auto const home = work.get_executor();
            asio::post(home, [handler = std::move(handler), made = std::move(made)]() mutable {
                std::move(handler)(std::move(made));
            });
        });
        changed_.notify_one();
    };
    co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, void(Made)>(
        initiate, asio::use_awaitable
    );
}

Result<activitypub::PrivateKey> KeyPool::take_blocking() {
    std::promise<Made> promise;
    auto made = promise.get_future();
    {
        std::lock_guard const lock(mutex_);
        if (!ready_.empty()) {
            auto key = std::move(ready_.back());
            ready_.pop_back();
            changed_.notify_one();
            return std::move(key);
        }
        waiting_.push_back([&promise](Made key) { promise.set_value(std::move(key)); });
        changed_.notify_one();
    }
    return made.get();
}

void KeyPool::run(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] {
        return !waiting_.empty() || ready_.size() < target_;
    })) {
        lock.unlock();
        auto key = make_key();
        lock.lock();
        if (!waiting_.empty()) {
            auto deliver = std::move(waiting_.front());
            waiting_.erase(waiting_.begin());
            lock.unlock();
            deliver(std::move(key));
            lock.lock();
        } else if (key) {
            ready_.push_back(std::move(*key));
        } else {
            // A broken random source heals with the program's restart, not by trying in a circle.
            target_ = 0;
        }
    }
    for (auto& waiter : std::exchange(waiting_, {})) {
        waiter(std::unexpected(Error{
            ErrorCode::unavailable, "The server is stopping. Please try again later.", "key pool"
        }));
    }
}

}  // namespace folkmoot::node
