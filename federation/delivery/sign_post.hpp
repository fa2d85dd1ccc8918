// Signs a delivery when it is sent: draft-cavage or RFC 9421 (decision 10), by whichever scheme the
// receiving host is known to accept.
#pragma once

#include "activitypub/signature/key.hpp"
#include "activitypub/signature/verify_request.hpp"
#include "federation/client/http_client.hpp"
#include "federation/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace folkmoot::federation {

/// A body to deliver with what is computed once for all its receivers.
struct PreparedBody {
    std::string json;
    std::string digest;          ///< value of Digest
    std::string content_digest;  ///< value of Content-Digest

    /// Computes the digests.
    explicit PreparedBody(std::string text);
};

/// The headers of a signed POST to an inbox.
/// @param input  the hop, as the client describes it
/// @return Error{internal} when signing fails
Result<HeaderList> sign_post(
    SigningInput const& input,
    PreparedBody const& body,
    activitypub::SigningKey const& key,
    activitypub::SignatureScheme scheme,
    std::chrono::sys_time<std::chrono::milliseconds> now
);

}  // namespace folkmoot::federation
