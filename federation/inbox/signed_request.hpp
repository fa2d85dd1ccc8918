// A request that came in and claims to be signed, as a plain value: the inbox knows no HTTP library
// and is tested without sockets.
#pragma once

#include "activitypub/signature/http_message.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <string>

namespace folkmoot::federation {

/// What the gate received. Fields of a chunked body's trailer are not in `message` (threat H rows).
struct SignedRequest {
    activitypub::HttpMessage message;  ///< method, raw target, headers as received
    std::string body;                  ///< raw bytes as received
    activitypub::Timestamp received_at{};
    std::string peer;  ///< address of the sender (behind a trusted proxy: as that says)
};

}  // namespace folkmoot::federation
