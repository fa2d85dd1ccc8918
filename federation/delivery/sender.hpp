// Sends one event to one host: every form that its class needs, to every inbox, with the signature
// scheme that it accepts.
#pragma once

#include "federation/delivery/delivery.hpp"
#include "federation/delivery/event_cache.hpp"
#include "federation/delivery/verdict.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

namespace folkmoot::federation {

/// How one delivery ended.
struct SendOutcome {
    Verdict verdict{Verdict::delivered};
    unsigned status{0};
    std::string detail;
    std::chrono::milliseconds asked_wait{0};  ///< Retry-After; zero when none
    storage::SignatureScheme scheme{storage::SignatureScheme::unknown};  ///< what was accepted
};

/// Sends the forms of `event` that the host's class needs to each of `inboxes`, one after the
/// other. Parameters by value live in the coroutine; `parts` outlives it.
/// @param refusals  how often the host answered this delivery 401 before
boost::asio::awaitable<SendOutcome> send_event(
    DeliveryParts const& parts,
    storage::HostRecord host,
    std::shared_ptr<PreparedEvent const> event,
    std::vector<std::string> inboxes,
    std::size_t host_concurrency,
    unsigned refusals
);

/// Inboxes that a row is delivered to: the one it names, the host's shared one, or, for a host
/// without, those of the channel's followers there.
std::vector<std::string> inboxes_of(
    storage::Tables const& tables,
    storage::Txn const& txn,
    storage::HostRecord const& host,
    storage::OwedDelivery const& owed,
    std::size_t most
);

}  // namespace folkmoot::federation
