// From an address that a person pasted to the object behind it (federation notes 1.5): the address
// itself, or one hop through the page's alternate link.
#pragma once

#include "federation/error.hpp"
#include "federation/resolve/document_fetcher.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::federation {

/// The target of the first link in a `Link` header with rel `alternate` and an ActivityPub type, as
/// written. Source: RFC 8288. Safe on any bytes.
std::optional<std::string> find_alternate_in_link_header(std::string_view header);

/// Fetches what a pasted address means: the document when the address answers with one, else the
/// document that the page's `Link` header or first alternate `<link>` names. One hop, no further.
/// @param fetcher  must outlive the call
/// @return Error: not_found when the page names no document; else those of DocumentFetcher::fetch
boost::asio::awaitable<Result<FetchedDocument>> discover_document(
    DocumentFetcher& fetcher, activitypub::Iri url, activitypub::IriPolicy ids, FetchBudget budget
);

}  // namespace folkmoot::federation
