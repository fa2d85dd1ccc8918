// What is known of other hosts beside what they send: their software once a day (a hint for the
// delivery class, federation notes 1.3 and 3.6), what their own activities showed, when they were
// last heard of.
#pragma once

#include "federation/resolve/document_signer.hpp"
#include "federation/resolve/nodeinfo_client.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace folkmoot::federation {

/// Asks a host for its NodeInfo: NodeInfoClient::look_up, or a fake in tests.
using SoftwareLookup =
    std::function<boost::asio::awaitable<Result<PeerSoftware>>(std::string authority)>;

/// The facts. Thread-safe; all that is given outlives it.
class PeerFacts {
public:
    static constexpr std::chrono::hours nodeinfo_lifetime{24};
    static constexpr std::chrono::minutes heard_interval{60};

    PeerFacts(storage::Store& store, SoftwareLookup look_up, WallClock now);

    /// Asks for NodeInfo unless that was done within 24 hours; keeps software, version and delivery
    /// class. A failure is kept as an attempt. The hook of DeliveryParts::refresh_facts.
    boost::asio::awaitable<void> refresh(storage::HostId host);

    /// Notes that a host acts like the threadiverse, and that a group of it announces whole
    /// activities. Writes only when that is new.
    /// @param group  0: only the host showed it
    boost::asio::awaitable<void> saw_threadiverse(storage::HostId host, storage::ActorId group);

    /// Whether there is nothing for heard() to do.
    bool heard_lately(storage::HostId host) const;

    /// Notes when a host was last heard of, at most once an hour.
    boost::asio::awaitable<void> heard(storage::HostId host);

private:
    storage::Store& store_;
    SoftwareLookup look_up_;
    WallClock now_;
};

/// The host of this name, made when there is none, inside a write transaction.
/// @param name      authority in canonical form: host, with the port when it is not the default
/// @param fresh_id  used when the host is new
storage::Result<storage::HostRecord> ensure_host(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    std::string_view name,
    storage::HostId fresh_id,
    std::int64_t now
);

}  // namespace folkmoot::federation
