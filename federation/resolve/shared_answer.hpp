// The answer of one fetch for all who ask for the same thing at the same time.
#pragma once

#include "federation/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace folkmoot::federation {

/// An answer to come. All of it is used on one strand.
template <class Value>
class SharedAnswer {
public:
    /// Gives the answer to all who wait and to all who ask later. Once.
    void set(Result<Value> answer) {
        answer_.emplace(std::move(answer));
        for (auto* const timer : waiting_) {
            timer->cancel();
        }
    }

    /// Waits for the answer; its time is bounded by the fetch's. A waiter that is cancelled leaves
    /// the others alone.
    /// @param strand  that this is awaited on
    /// @return the answer. Error: unavailable for a cancelled waiter
    static boost::asio::awaitable<Result<Value>> wait(
        std::shared_ptr<SharedAnswer> shared, boost::asio::any_io_executor strand
    ) {
        Place place(*shared, strand);
        if (!shared->answer_) {
            co_await place.timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        }
        if (!shared->answer_) {
            co_return std::unexpected(Error{ErrorCode::unavailable, "fetch was cancelled"});
        }
        co_return *shared->answer_;
    }

private:
    /// A waiter among the waiting, for as long as it waits.
    struct Place {
        Place(SharedAnswer& the_answer, boost::asio::any_io_executor const& executor)
            : answer(the_answer), timer(executor, std::chrono::steady_clock::time_point::max()) {
            answer.waiting_.push_back(&timer);
        }

        Place(Place const&) = delete;
        Place& operator=(Place const&) = delete;

        ~Place() { std::erase(answer.waiting_, &timer); }

        SharedAnswer& answer;
        boost::asio::steady_timer timer;
    };

    std::optional<Result<Value>> answer_;
    std::vector<boost::asio::steady_timer*> waiting_;
};

}  // namespace folkmoot::federation
