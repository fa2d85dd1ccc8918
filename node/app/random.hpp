// Randomness as something that is passed in, and the texts made of it.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace folkmoot::node {

/// Fills a span with bytes. May be called from any thread.
using RandomBytes = std::function<void(std::span<std::byte>)>;

/// OpenSSL's generator (RAND_bytes). When it fails the program ends: nothing may go on with
/// guessable secrets.
RandomBytes system_random();

/// A secret that fits in URLs: `bytes` random bytes as base64url without padding (32 bytes give 43
/// characters).
std::string random_token(RandomBytes const& random, std::size_t bytes = 32);

/// A name for one request: 16 characters of 0-9 and a-v (80 bits).
std::string random_request_id(RandomBytes const& random);

/// The name that follows: of the next request on the same connection. Drawing each would take as
/// long as reading it.
std::string next_request_id(std::string id);

}  // namespace folkmoot::node
