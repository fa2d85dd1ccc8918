// Bytes and secrets: the two byte containers of this folder, and the views that go with them. Text
// is text (std::string_view), bodies of requests are text too (raw, as received); everything binary
// is of these types.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace folkmoot::activitypub {

/// Binary data that is not secret: keys in DER, signatures, digests.
using Bytes = std::vector<std::uint8_t>;

/// A view of binary data; valid as long as what it looks at.
using ByteView = std::span<std::uint8_t const>;

/// The same memory seen as bytes; valid as long as `text`.
inline ByteView bytes_of(std::string_view text) noexcept {
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

/// The same memory seen as text; valid as long as `bytes`.
inline std::string_view text_of(ByteView bytes) noexcept {
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

/// Compares in time that depends on the lengths alone (CRYPTO_memcmp). For digests, codes and
/// tokens.
bool equal_in_constant_time(ByteView left, ByteView right) noexcept;

/// SHA-256 of `data`: 32 bytes (FIPS 180-4).
Bytes sha256(ByteView data);

/// SHA-512 of `data`: 64 bytes (FIPS 180-4).
Bytes sha512(ByteView data);

/// Secret bytes (a private key in DER): movable, not copyable, wiped when they go.
class Secret {
public:
    /// Takes over `bytes`; the memory is wiped when the Secret goes.
    explicit Secret(Bytes bytes) noexcept : bytes_(std::move(bytes)) {}

    Secret(Secret const&) = delete;
    Secret& operator=(Secret const&) = delete;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    /// The bytes, valid as long as this Secret; whoever copies them must wipe the copy.
    ByteView view() const noexcept { return bytes_; }

private:
    void wipe() noexcept;

    Bytes bytes_;
};

}  // namespace folkmoot::activitypub
