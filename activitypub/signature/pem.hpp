// The armour around a key (RFC 7468), read tolerantly. Written because OpenSSL's reader refuses
// what servers publish (newlines as `\n`, no final newline, one long line) and costs several times
// more.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/bytes.hpp"

#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// What a PEM block holds.
struct PemBlock {
    std::string label;  ///< e.g. "PUBLIC KEY"
    Bytes der;
};

/// Reads the first block. Between the markers, white space and the two-character escapes `\n` and
/// `\r` count for nothing.
/// @return Error{malformed} when there is none, its end does not match its begin, or it holds
///         anything but base64; {too_large} above 16 KiB
Result<PemBlock> read_pem(std::string_view text);

/// A block with LF lines of 64 characters and a final newline.
std::string write_pem(std::string_view label, ByteView der);

}  // namespace folkmoot::activitypub
