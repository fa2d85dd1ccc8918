// Runs the activities that waited for something to be fetched (decision 15): a few at a time, each
// with a budget of its own, longest due first, again later when a host did not answer. An activity
// that can never be applied is given up after few attempts and holds up nobody (threat J10).
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "federation/inbox/listener.hpp"
#include "federation/peers/host_policies.hpp"
#include "federation/resolve/document_signer.hpp"
#include "storage/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace folkmoot::federation {

/// Limits of the runner.
struct PendingSettings {
    std::size_t at_once = 8;
    unsigned attempts = 5;                       ///< then the activity is given up
    std::chrono::seconds first_delay{60};        ///< doubled with each attempt
    std::chrono::milliseconds deadline{20'000};  ///< for one attempt, fetches included
};

/// One attempt; for the log and the metrics.
struct PendingEvent {
    storage::PendingId id;
    Outcome outcome;
    bool given_up = false;
    std::string detail;  ///< for the log only
};

/// What the runner works with. All outlive it.
struct PendingParts {
    storage::Store& store;
    HostPolicies const& policies;
    Listener& listener;
    activitypub::IriPolicy ids;
    activitypub::Origin local;
    WallClock now;
    std::function<void(PendingEvent const&)> observe;  ///< on the runner's strand; may be empty
};

/// The runner. Thread-safe.
class PendingRunner {
public:
    /// @param executor  of the I/O threads (not a strand)
    PendingRunner(
        boost::asio::any_io_executor executor, PendingParts parts, PendingSettings settings = {}
    );
    ~PendingRunner();
    PendingRunner(PendingRunner const&) = delete;
    PendingRunner& operator=(PendingRunner const&) = delete;

    /// Begins to work on what is due and sleeps until more is.
    void start();

    /// Something was added; from any thread.
    void wake();

    /// Begins nothing new and waits for what runs, at most `grace`.
    boost::asio::awaitable<void> stop(std::chrono::steady_clock::duration grace);

    /// Works on everything that is due now and returns when it is done; for tests and the command
    /// line, instead of start().
    boost::asio::awaitable<void> drain();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace folkmoot::federation
