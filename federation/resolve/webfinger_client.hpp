// Finds actors by handle, and handles of actors (RFC 7033, federation notes 1.2, threats F24).
#pragma once

#include "activitypub/vocabulary/handle.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "federation/error.hpp"
#include "federation/resolve/document_fetcher.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace folkmoot::federation {

/// What a handle leads to.
struct WebFingerAnswer {
    activitypub::Handle handle;      ///< canonical: the subject that answers for itself
    activitypub::Iri actor;          ///< href of the self link
    std::string subscribe_template;  ///< OStatus interaction page with `{uri}`; empty for none
};

/// The handle of an actor.
struct ActorHandle {
    activitypub::Handle handle;
    bool confirmed =
        false;  ///< the handle's host vouches for the actor; else it is name@host of the actor's id
};

/// Asks other nodes' WebFinger endpoints, unsigned. Thread-safe.
class WebFingerClient {
public:
    /// @param fetcher  must outlive this
    /// @param ids      for handles and ids
    WebFingerClient(DocumentFetcher& fetcher, activitypub::IriPolicy ids);

    /// The actor of a handle: WebFinger at the handle's host, through host-meta when that answers
    /// 404. A subject that is another handle is asked once more and must then answer for itself.
    /// @param wants_group  of several self links take the one of type Group (`!name@host`)
    /// @return Error: not_found, gone, remote_invalid (no self link, subject that does not hold),
    /// and those of
    ///         DocumentFetcher::get
    boost::asio::awaitable<Result<WebFingerAnswer>> look_up(
        activitypub::Handle handle, FetchBudget budget, bool wants_group = false
    );

    /// The handle by which an actor is shown: `claimed`, else name@host, when looking it up leads
    /// back to `actor`; otherwise unconfirmed name@host of the id.
    /// @param name     preferredUsername
    /// @param claimed  the actor's `webfinger` property (FEP-2c59)
    /// @return Error: invalid_input when the name is none; unreachable, unavailable and
    /// budget_exhausted, which say
    ///         nothing about the handle
    boost::asio::awaitable<Result<ActorHandle>> handle_of(
        activitypub::Iri actor,
        std::string name,
        std::optional<activitypub::Handle> claimed,
        FetchBudget budget
    );

private:
    boost::asio::awaitable<Result<WebFingerAnswer>> finger(
        activitypub::Handle handle, FetchBudget budget, bool wants_group
    );
    boost::asio::awaitable<Result<HttpResponse>> request(
        activitypub::Handle handle, FetchBudget budget
    );
    boost::asio::awaitable<Result<HttpResponse>> request_by_host_meta(
        activitypub::Handle handle, FetchBudget budget
    );
    std::string origin_of(activitypub::Handle const& handle) const;

    DocumentFetcher& fetcher_;
    activitypub::IriPolicy const ids_;
};

}  // namespace folkmoot::federation
