// Argon2id (RFC 9106) through libsodium, on the pool for such work. Inside this folder only.
#pragma once

#include "node/community/services.hpp"

#include <string>

namespace folkmoot::node {

/// Hashes a password; wipes it.
/// @return the hash as text, with its salt and cost; Error{internal} when there is no memory
boost::asio::awaitable<Result<std::string>> hash_password(Services& services, std::string password);

/// Whether a password is that of a hash. An empty hash costs as much as any and never matches
/// (threat A08). Wipes the password.
boost::asio::awaitable<bool> matches_password(
    Services& services, std::string hash, std::string password
);

}  // namespace folkmoot::node
