// Base64 and base64url (RFC 4648 sections 4 and 5). Strict reading takes only what a strict writer
// makes; tolerant reading takes what is seen in signatures and keys of other servers.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/bytes.hpp"

#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// Base64 with padding, e.g. "aGk=".
std::string encode_base64(ByteView data);

/// Base64url without padding, e.g. "aGk".
std::string encode_base64url(ByteView data);

/// Reads base64 exactly: the standard alphabet, full padding, unused bits zero, no white space.
/// @return Error{malformed} otherwise
Result<Bytes> decode_base64(std::string_view text);

/// Reads base64url exactly: its alphabet, no padding, unused bits zero, no white space.
/// @return Error{malformed} otherwise
Result<Bytes> decode_base64url(std::string_view text);

/// Reads either alphabet, padded or not, unused bits ignored; still no white space and no other
/// character.
/// @return Error{malformed} otherwise
Result<Bytes> decode_base64_tolerant(std::string_view text);

}  // namespace folkmoot::activitypub
