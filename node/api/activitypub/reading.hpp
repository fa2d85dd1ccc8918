// What every document endpoint shares: who reads, and how a document is answered.
#pragma once

#include "federation/inbox/signed_request.hpp"
#include "node/access/viewer.hpp"
#include "node/error.hpp"
#include "node/http/endpoint.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace folkmoot::node {

/// A request as the federation room takes it.
federation::SignedRequest signed_request(Request const& request);

/// Who signed a GET; anonymous without a signature that holds.
/// @return Error{forbidden} for a valid signature of a host or actor that we talk to no more
boost::asio::awaitable<Result<Viewer>> reader_of(App& app, Request const& request);

/// A document that everybody may see: cached briefly, one entry for each form and signer.
/// @param text  JSON
Response public_document(std::string text);

/// A document that depends on who reads it.
Response private_document(std::string text);

/// 410 with a Tombstone.
Response gone_document(std::string text);

/// An endpoint that gives a document to other servers.
constexpr Endpoint document_endpoint(
    std::string_view path, Handler run, std::string_view summary, Formats formats = Format::activity
) {
    Endpoint endpoint;
    endpoint.path = path;
    endpoint.run = run;
    endpoint.rate = Rate::federation;
    endpoint.summary = summary;
    endpoint.formats = formats;
    return endpoint;
}

/// Whether people rather than programs ask for this URL: they are sent to the page.
bool wants_page(Request const& request);

}  // namespace folkmoot::node
