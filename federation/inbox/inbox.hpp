// The way in for other nodes, from a received request to a verified activity and its durable
// answer: every check in the order of its cost, nothing applied before the sender is known, nothing
// acknowledged before it is durable (threats F01 to F13, F20, F21, D09, R21, R24; decision 15).
#pragma once

#include "activitypub/signature/signature_policy.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "federation/error.hpp"
#include "federation/inbox/listener.hpp"
#include "federation/inbox/signed_request.hpp"
#include "federation/peers/host_buckets.hpp"
#include "federation/peers/host_policies.hpp"
#include "federation/resolve/actor_directory.hpp"
#include "federation/resolve/key_cache.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace folkmoot::federation {

/// What the sender is answered.
struct InboxAnswer {
    int status = 202;
    std::string reason;  ///< constant text, safe to show: "signature.missing", "accepted"
    std::optional<std::chrono::seconds> retry_after;

    bool accepted() const noexcept { return status >= 200 && status < 300; }
};

/// Who signed a GET.
struct Reader {
    storage::ActorRecord actor;
    std::string host;      ///< canonical, without port
    bool refused = false;  ///< valid, but the host or the actor is suspended: answer 403
};

/// One received request; for the log and the metrics.
struct InboxEvent {
    std::string host;  ///< claimed by the key id until `verified`; may be empty
    std::string activity_type;
    InboxAnswer const& answer;
    Disposition disposition;
    std::string detail;  ///< for the log only
};

/// Limits of the pipeline.
struct InboxSettings {
    std::size_t max_body = 1024 * 1024;
    std::size_t in_flight = 1'000;         ///< requests at a time; beyond that 503 (R24)
    std::chrono::seconds key_deadline{5};  ///< for fetching a key while the sender waits
    BucketSettings host_bucket{.per_minute = 300, .burst = 600};
    BucketSettings failure_bucket{.per_minute = 60, .burst = 120};  ///< by address of the sender
};

/// What the pipeline works with. All outlive it.
struct InboxParts {
    storage::Store& store;
    ActorDirectory& directory;
    KeyCache& keys;  ///< the directory's
    HostPolicies const& policies;
    Listener& listener;
    boost::asio::thread_pool& crypto_pool;
    activitypub::SignaturePolicy signatures;  ///< names this node as senders see it
    activitypub::IriPolicy ids;
    activitypub::Origin local;  ///< of this node: nobody outside may speak in its name
    WallClock now;

    /// A host has shown itself alive: Delivery::heard_from. May be empty.
    std::function<void(storage::HostId)> heard_from;

    /// An activity now waits for a fetch: PendingRunner::wake. May be empty.
    std::function<void()> pending_added;

    /// Told of every request. May be empty.
    std::function<void(InboxEvent const&)> observe;
};

/// The pipeline. Thread-safe. Callers await on a strand of their own.
class Inbox {
public:
    explicit Inbox(InboxParts parts, InboxSettings settings = {});
    ~Inbox();
    Inbox(Inbox const&) = delete;
    Inbox& operator=(Inbox const&) = delete;

    /// Receives a POST to an inbox. Never throws.
    /// @param target  the local actor whose inbox it is; none for the shared inbox
    boost::asio::awaitable<InboxAnswer> receive(
        SignedRequest request, std::optional<storage::ActorId> target = {}
    );

    /// Finds out who signed a GET (federation notes 2.4).
    /// @return nothing for an unsigned request and for a signature that does not hold: both read as
    /// anybody
    boost::asio::awaitable<std::optional<Reader>> verify_reader(SignedRequest request);

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace folkmoot::federation
