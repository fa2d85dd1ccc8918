// What can be told of a fetched document from its response alone (threats F05, F06). Pure.
#pragma once

#include "activitypub/json/guard.hpp"
#include "activitypub/vocabulary/iri.hpp"
#include "federation/client/http_message.hpp"
#include "federation/error.hpp"
#include "federation/resolve/document_fetcher.hpp"

namespace folkmoot::federation {

/// A document, and whether its id is the address it came from. If not, the id has the same origin
/// and must be fetched.
struct ReadDocument {
    FetchedDocument document;
    bool matches = false;
};

/// Checks media type, JSON and id of a 2xx response.
/// @return Error{remote_invalid}: another media type, JSON that the guards refuse, no usable id, an
/// id of another
///         origin than the final address
Result<ReadDocument> read_response(
    HttpResponse response, activitypub::JsonLimits const& limits, activitypub::IriPolicy ids
);

}  // namespace folkmoot::federation
