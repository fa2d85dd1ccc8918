// DNS that a test scripts: answers by name, in order, the last one repeated.
#pragma once

#include "federation/client/dns.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace folkmoot::tests {

/// A Resolver for tests. Names without a script do not exist.
class FakeResolver final : public federation::Resolver {
public:
    using Addresses = std::vector<boost::asio::ip::address>;

    /// Adds the next answer for `host`: addresses as text, or none for a failing lookup.
    void answer(std::string const& host, std::vector<std::string> const& addresses) {
        Addresses parsed;
        for (auto const& text : addresses) {
            parsed.push_back(boost::asio::ip::make_address(text));
        }
        std::lock_guard const lock(mutex_);
        answers_[host].push_back(std::move(parsed));
    }

    /// Lookups of `host` never end by themselves.
    void hang(std::string const& host) {
        std::lock_guard const lock(mutex_);
        hanging_.insert(host);
    }

    /// How often `host` was looked up.
    int lookups(std::string const& host) const {
        std::lock_guard const lock(mutex_);
        auto const found = lookups_.find(host);
        return found == lookups_.end() ? 0 : found->second;
    }

    boost::asio::awaitable<federation::Result<Addresses>> resolve(std::string host) override {
        using namespace boost::asio;
        if (count(host)) {
            steady_timer forever(
                co_await this_coro::executor, std::chrono::steady_clock::time_point::max()
            );
            co_await forever.async_wait(as_tuple(use_awaitable));
        }
        auto addresses = next(host);
        if (addresses.empty()) {
            co_return std::unexpected(federation::Error{
                federation::ErrorCode::unreachable, "DNS of " + host + ": no such name"
            });
        }
        co_return addresses;
    }

private:
    /// @return whether this lookup is to hang
    bool count(std::string const& host) {
        std::lock_guard const lock(mutex_);
        ++lookups_[host];
        return hanging_.contains(host);
    }

    Addresses next(std::string const& host) {
        std::lock_guard const lock(mutex_);
        auto const found = answers_.find(host);
        if (found == answers_.end()) {
            return {};
        }
        auto answer = found->second.front();
        if (found->second.size() > 1) {
            found->second.pop_front();
        }
        return answer;
    }

    mutable std::mutex mutex_;
    std::map<std::string, std::deque<Addresses>> answers_;
    std::map<std::string, int> lookups_;
    std::set<std::string> hanging_;
};

}  // namespace folkmoot::tests
