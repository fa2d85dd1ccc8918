// Connections kept for reuse. A plain container: no timer, no I/O; its owner's strand guards it.
#pragma once

#include "federation/client/connection.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace folkmoot::federation {

/// Idle connections by origin ("https://host:port"), at most `limit`, each at most `lifetime`.
class ConnectionPool {
public:
    using Time = std::chrono::steady_clock::time_point;

    ConnectionPool(std::size_t limit, std::chrono::steady_clock::duration lifetime);

    /// The connection to `origin` that was kept last and is still usable, or null. Closes stale
    /// ones on the way.
    std::shared_ptr<Connection> take(std::string const& origin);

    /// Keeps a connection on which no message is under way. Above the limit the oldest one is
    /// closed.
    void keep(std::string const& origin, std::shared_ptr<Connection> connection, Time now);

    /// Closes what was kept for `lifetime` by `now`.
    void expire(Time now);

    /// When the oldest connection's time ends; nothing when none is kept.
    std::optional<Time> next_expiry() const;

    void clear();

    std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::string origin;
        std::shared_ptr<Connection> connection;
        Time expires;
    };

    using Position = std::list<Entry>::iterator;
    void remove_oldest();

    std::size_t const limit_;
    std::chrono::steady_clock::duration const lifetime_;
    std::list<Entry> entries_;                                          ///< oldest first
    std::unordered_map<std::string, std::vector<Position>> by_origin_;  ///< oldest first in each
};

}  // namespace folkmoot::federation
