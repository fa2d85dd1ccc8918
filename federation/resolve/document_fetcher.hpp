// Fetches ActivityPub documents so that what comes back may be believed as far as its own origin
// goes: signed as the instance actor, from the right media type, under the guard of JSON, with an
// id that is the address it came from (threats F05, F06, D01).
#pragma once

#include "activitypub/json/guard.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "federation/client/http_client.hpp"
#include "federation/error.hpp"
#include "federation/resolve/document_signer.hpp"
#include "federation/resolve/fetch_budget.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace folkmoot::federation {

/// The outbound door as a function: HttpClient::fetch, or a fake in tests.
using HttpFetch =
    std::function<boost::asio::awaitable<Result<HttpResponse>>(HttpRequest, FetchOptions)>;

/// The door of a client. `client` must outlive the function.
HttpFetch http_fetch(HttpClient& client);

/// The Accept header of every document that we fetch (federation notes 1.5).
inline constexpr std::string_view activitypub_accept =
    "application/activity+json, application/ld+json; "
    "profile=\"https://www.w3.org/ns/activitystreams\"";

/// A document that was fetched from its own id.
struct FetchedDocument {
    activitypub::Iri
        id;  ///< its `id`, equal to the address it came from; may differ from the one asked for
    nlohmann::json json;  ///< passed parse_json() and check_json_ld()
    std::string bytes;    ///< as received
};

/// Settings of a fetcher.
struct DocumentFetcherConfig {
    activitypub::IriPolicy ids;    ///< for ids in documents
    activitypub::JsonLimits json;  ///< body cap included
    FetchLimits limits;            ///< of each request
    HostFilter host_filter;        ///< hosts that we refuse to talk to (F21); empty for none
    std::size_t negative_entries = 10'000;
    std::chrono::seconds negative_missing = std::chrono::hours(24);  ///< after 404 and 410
    std::chrono::seconds negative_other = std::chrono::minutes(10);  ///< after any other failure
};

/// Whether a request carries our signature. Unsigned are only: a peer's instance actor, WebFinger,
/// NodeInfo.
enum class Authorization : std::uint8_t { signed_by_instance, none };

/// The fetcher. Thread-safe: may be awaited from any strand and resumes there. Keep it in a
/// shared_ptr.
class DocumentFetcher {
public:
    /// @param executor  of the I/O threads (not a strand)
    /// @param signer    empty: nothing is signed
    DocumentFetcher(
        boost::asio::any_io_executor executor,
        DocumentFetcherConfig config,
        HttpFetch door,
        DocumentSigner signer,
        WallClock clock
    );
    ~DocumentFetcher();
    DocumentFetcher(DocumentFetcher const&) = delete;
    DocumentFetcher& operator=(DocumentFetcher const&) = delete;

    /// Fetches the document at `url` (a fragment is dropped). When its id is another address of the
    /// same origin, that address is fetched once and must then agree. Equal addresses asked for at
    /// one time are fetched once; failures are remembered. Whoever needs the document of exactly
    /// `url` compares FetchedDocument::id.
    /// @return Error: budget_exhausted; not_found, gone, remote_status by the peer's status;
    /// remote_invalid (media
    ///         type, JSON, id); refused_address, unreachable, unavailable as HttpClient::fetch;
    ///         forbidden by the host filter; unreachable while the host's breaker is open
    boost::asio::awaitable<Result<FetchedDocument>> fetch(
        activitypub::Iri url,
        FetchBudget budget,
        Authorization authorization = Authorization::signed_by_instance
    );

    /// Sends one GET with the signature rules, breaker and host filter of documents, and gives the
    /// response whatever its media type; statuses other than 2xx are errors. Pays one fetch. Not
    /// coalesced, not remembered.
    /// @param accept  value of the Accept header
    boost::asio::awaitable<Result<HttpResponse>> get(
        activitypub::Iri url, std::string accept, FetchBudget budget, Authorization authorization
    );

    /// Makes a document of a response that get() gave, fetching its id once where fetch() would.
    boost::asio::awaitable<Result<FetchedDocument>> accept(
        HttpResponse response, FetchBudget budget, Authorization authorization
    );

    /// Forgets what is remembered against an address, because its host has just shown itself alive.
    void forget_failure(activitypub::Iri const& url);

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace folkmoot::federation
