#include "federation/client/connection_pool.hpp"

#include <utility>

namespace folkmoot::federation {

ConnectionPool::ConnectionPool(std::size_t limit, std::chrono::steady_clock::duration lifetime)
    : limit_(limit), lifetime_(lifetime) {}

std::shared_ptr<Connection> ConnectionPool::take(std::string const& origin) {
    auto const found = by_origin_.find(origin);
    if (found == by_origin_.end()) {
        return nullptr;
    }
    std::shared_ptr<Connection> usable;
    auto& positions = found->second;
    while (!positions.empty() && !usable) {
        auto const position = positions.back();
        positions.pop_back();
        auto connection = std::move(position->connection);
        entries_.erase(position);
        if (!connection->is_stale()) {
            usable = std::move(connection);
        }
    }
    if (positions.empty()) {
        by_origin_.erase(found);
    }
    return usable;
}

void ConnectionPool::keep(
    std::string const& origin, std::shared_ptr<Connection> connection, Time now
) {
    if (limit_ == 0) {
        return;
    }
    if (entries_.size() >= limit_) {
        remove_oldest();
    }
    entries_.push_back({origin, std::move(connection), now + lifetime_});
    by_origin_[origin].push_back(std::prev(entries_.end()));
}

void ConnectionPool::expire(Time now) {
    while (!entries_.empty() && entries_.front().expires <= now) {
        remove_oldest();
    }
}

std::optional<ConnectionPool::Time> ConnectionPool::next_expiry() const {
    return entries_.empty() ? std::nullopt : std::optional(entries_.front().expires);
}

void ConnectionPool::clear() {
    by_origin_.clear();
    entries_.clear();
}

void ConnectionPool::remove_oldest() {
    // The oldest of all is the oldest of its origin.
    auto const found = by_origin_.find(entries_.front().origin);
    found->second.erase(found->second.begin());
    if (found->second.empty()) {
        by_origin_.erase(found);
    }
    entries_.pop_front();
}

}  // namespace folkmoot::federation
