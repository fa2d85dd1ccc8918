// Public keys that are well formed and still worth nothing: points of small order, and keys whose
// private half is printed in a specification (threat F30).
#pragma once

#include "activitypub/signature/bytes.hpp"

namespace folkmoot::activitypub {

/// Whether 32 bytes are an Ed25519 point of order 1, 2, 4 or 8, in any encoding. Signatures "by"
/// such a key can be made by anybody. Source: the list that libsodium refuses (ed25519_ref10
/// small-order blocklist).
bool is_small_order_point(ByteView raw) noexcept;

/// Whether this is the material of a known example key: the 32 bytes of an Ed25519 key, or an RSA
/// modulus, big-endian without leading zeros. Which ones: the table in refused_keys.cpp.
bool is_example_key(ByteView material);

}  // namespace folkmoot::activitypub
