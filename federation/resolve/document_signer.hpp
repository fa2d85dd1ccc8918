// Signs GET requests as the instance actor (federation notes 2.4), in the forms that peers differ
// about.
#pragma once

#include "activitypub/signature/key.hpp"
#include "federation/client/http_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace folkmoot::federation {

/// Time of day, passed in.
using WallClock = std::function<std::chrono::sys_time<std::chrono::milliseconds>()>;

/// How a GET is signed.
enum class SignatureForm : std::uint8_t {
    cavage,            ///< draft-cavage over path and query: what nearly everybody takes
    cavage_path_only,  ///< the query left out: older Mastodon, Mbin, PieFed
    message,           ///< RFC 9421
};

/// Makes the signature headers of one hop; thread-safe.
using DocumentSigner =
    std::function<boost::asio::awaitable<Result<HeaderList>>(SigningInput, SignatureForm)>;

/// A signer with the instance actor's key.
/// @param key   shared, because signatures are made on `pool`
/// @param pool  for RSA, which costs about a millisecond; must outlive the signer
DocumentSigner make_document_signer(
    std::shared_ptr<activitypub::SigningKey const> key,
    boost::asio::thread_pool& pool,
    WallClock clock
);

}  // namespace folkmoot::federation
