// Multibase in base58btc and the multicodec prefixes of public keys, as Multikey (FEP-521a, W3C
// Controlled Identifiers 1.0 section 2.2.2) and eddsa-jcs-2022 proofs use them. Other bases are
// refused.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/bytes.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// Multicodec ed25519-pub (0xed) as a varint, before 32 raw bytes.
inline constexpr std::array<std::uint8_t, 2> multikey_ed25519_prefix{0xed, 0x01};

/// Multicodec rsa-pub (0x1205) as a varint, before a PKCS#1 RSAPublicKey in DER.
inline constexpr std::array<std::uint8_t, 2> multikey_rsa_prefix{0x85, 0x24};

/// Longest multibase text that is read: base58 costs the square of its length. An RSA-8192 key has
/// 1,418 characters.
inline constexpr std::size_t multibase_max_length = 2'000;

/// "z" and the base58btc form of `data` (Bitcoin alphabet, leading zero bytes as "1").
std::string encode_multibase(ByteView data);

/// Reads "z" + base58btc.
/// @return Error{unsupported} for another base, {malformed} for a character outside the alphabet or
///         nothing at all, {too_large} above multibase_max_length
Result<Bytes> decode_multibase(std::string_view text);

}  // namespace folkmoot::activitypub
