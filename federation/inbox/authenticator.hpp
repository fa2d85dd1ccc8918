// Who sent this: the signature of a request against the keys of the actor it claims, with one
// refetch when they do not fit (threats F03, F13), and integrity proofs for what others pass on.
// Writes nothing: an actor that was fetched is handed back for storing once it is known to be true.
#pragma once

#include "activitypub/signature/verify_request.hpp"
#include "activitypub/vocabulary/activity.hpp"
#include "federation/inbox/admission.hpp"
#include "federation/inbox/verified_activity.hpp"
#include "federation/resolve/actor_directory.hpp"
#include "federation/resolve/key_cache.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace folkmoot::federation {

/// Who it was.
struct Authenticated {
    std::optional<storage::ActorRecord> stored;  ///< as known before
    std::shared_ptr<RemoteActor const> fetched;  ///< set when fetched for this: store it
    Evidence evidence = Evidence::http_signature;
};

/// What the authenticator works with. All outlive it.
struct AuthenticatorParts {
    storage::Store& store;
    ActorDirectory& directory;
    KeyCache& keys;
    HostPolicies const& policies;
    boost::asio::thread_pool& crypto_pool;
    activitypub::IriPolicy ids;
    activitypub::Origin local;
    WallClock now;
    std::chrono::seconds key_deadline{5};
};

/// The authenticator. Thread-safe.
class Authenticator {
public:
    using Answer = std::expected<Authenticated, Refusal>;

    explicit Authenticator(AuthenticatorParts parts) : parts_(std::move(parts)) {}

    /// Finds out whether `activity` was sent, or at least signed, by its actor.
    /// @param document  the activity as JSON, for its proof
    /// @return 401 without proof of who it was, 403 for an actor who may not, 503 when a key could
    /// not be fetched in time
    boost::asio::awaitable<Answer> sender_of(
        activitypub::PendingVerification signature,
        std::shared_ptr<activitypub::Activity const> activity,
        std::shared_ptr<nlohmann::json const> document
    );

    /// Finds out who signed a request that names nobody.
    /// @return as sender_of()
    boost::asio::awaitable<Answer> owner_of(activitypub::PendingVerification signature);

    /// The id of a key as written in a signature.
    std::expected<activitypub::Iri, Refusal> key_id(std::string const& text) const;

private:
    boost::asio::awaitable<Answer> by_own_key(
        activitypub::PendingVerification signature,
        activitypub::Iri key_id,
        activitypub::Iri actor,
        std::optional<storage::ActorRecord> stored,
        bool leaves
    );
    boost::asio::awaitable<Answer> by_proof(
        activitypub::PendingVerification signature,
        activitypub::Iri key_id,
        activitypub::Iri actor,
        std::optional<storage::ActorRecord> stored,
        std::shared_ptr<nlohmann::json const> document
    );
    boost::asio::awaitable<bool> verifies(
        activitypub::PendingVerification signature, activitypub::PublicKey key
    );
    std::optional<CachedKey> known_key(std::string const& id) const;
    std::optional<storage::ActorRecord> stored_actor(activitypub::Iri const& id) const;

    AuthenticatorParts parts_;
};

}  // namespace folkmoot::federation
