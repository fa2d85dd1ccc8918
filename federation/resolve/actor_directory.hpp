// Remote actors by id or handle: from the store while fresh, else fetched from their own origin,
// checked, and stored in one write together with their host and their keys (threats F03 to F05,
// F13, F14, F24, F26, F27; decision 20).
#pragma once

#include "activitypub/vocabulary/actor.hpp"
#include "activitypub/vocabulary/handle.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "federation/error.hpp"
#include "federation/peers/host_policies.hpp"
#include "federation/resolve/document_fetcher.hpp"
#include "federation/resolve/fetch_budget.hpp"
#include "federation/resolve/key_cache.hpp"
#include "federation/resolve/remote_actor.hpp"
#include "federation/resolve/webfinger_client.hpp"
#include "storage/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::federation {

/// What the directory works with. All outlive it.
struct DirectoryParts {
    storage::Store& store;
    DocumentFetcher& fetcher;
    WebFingerClient& webfinger;
    KeyCache& keys;
    HostPolicies const& policies;
    activitypub::IriPolicy ids;
    activitypub::Origin local;
    WallClock now;
};

/// The directory. Thread-safe; may be awaited from any strand and resumes there.
class ActorDirectory {
public:
    static constexpr std::chrono::hours freshness{24};          ///< a stored actor needs no fetch
    static constexpr std::chrono::minutes refetch_interval{5};  ///< one fetch an actor (F13)

    /// @param executor  of the I/O threads (not a strand)
    ActorDirectory(boost::asio::any_io_executor executor, DirectoryParts parts);
    ~ActorDirectory();
    ActorDirectory(ActorDirectory const&) = delete;
    ActorDirectory& operator=(ActorDirectory const&) = delete;

    /// The remote actor of this id: stored and fresh, else fetched and stored. A stored one is
    /// given also when it cannot be refreshed. Suspended and deleted actors are given as they are.
    /// @return Error: forbidden for an id of our own or a refused host; else those of
    /// DocumentFetcher::fetch; remote_invalid when the document is no actor
    boost::asio::awaitable<Result<storage::ActorRecord>> by_iri(
        activitypub::Iri id, FetchBudget budget
    );

    /// The remote actor of a handle.
    /// @param wants_group  of several actors of that name the group (`!name@host`)
    /// @return Error: as by_iri() and WebFingerClient::look_up
    boost::asio::awaitable<Result<storage::ActorRecord>> by_handle(
        activitypub::Handle handle, FetchBudget budget, bool wants_group = false
    );

    /// The document at an actor's id, asked for at most once in five minutes; within these the last
    /// answer, good or bad, is given again, and callers that come together share one fetch.
    boost::asio::awaitable<Result<std::shared_ptr<RemoteActor const>>> fetch(
        activitypub::Iri id, FetchBudget budget
    );

    /// Stores an actor: record, host, keys, in one write. The handle is taken from WebFinger's
    /// round trip, or is name@host of the id when that fails. Suspension, deletion and what is
    /// counted stay as they are.
    /// @return the record. Error: remote_invalid when a stored actor would become another kind;
    /// forbidden for a deleted actor; unavailable
    boost::asio::awaitable<Result<storage::ActorRecord>> keep(
        std::shared_ptr<RemoteActor const> actor, FetchBudget budget
    );

    /// A document that an actor sent of itself, under its own signature, with unchanged keys and
    /// inbox: what an Update may change without a fetch (federation notes 2.7).
    /// @return nothing when keys or inbox differ from what is stored: fetch it then
    std::optional<std::shared_ptr<RemoteActor const>> accept_embedded(
        storage::Txn const& txn, storage::ActorRecord const& stored, activitypub::Actor document
    ) const;

    /// The actor that owns a key, for requests that name no actor: the document at the key's
    /// address is the actor, or a key that names it; the actor's own document lists the key (F03).
    boost::asio::awaitable<Result<std::shared_ptr<RemoteActor const>>> owner_of_key(
        activitypub::Iri key_id, FetchBudget budget
    );

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace folkmoot::federation
