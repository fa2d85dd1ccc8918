// SHA-256, the one digest of this room: names of stored files, keys of remote ids, hashes of
// secrets.
#pragma once

#include "storage/engine/key.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace folkmoot::storage {

/// A whole SHA-256 digest.
using Sha256 = std::array<std::uint8_t, 32>;

/// Digest of bytes that are all there.
Sha256 sha256(std::string_view bytes);

/// First 128 bits of the digest of a remote id, byte for byte as published. Equal hashes are
/// checked against the full id by whoever looks up.
Hash128 hash_128(std::string_view text);

/// Lower-case hexadecimal text of bytes.
std::string to_hex(std::span<std::uint8_t const> bytes);

/// Digest of bytes that arrive in pieces.
class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;

    void update(std::string_view bytes);

    /// The digest of all that was given; call once, last.
    Sha256 finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace folkmoot::storage
