// The strict reader in front of Beast: refuses every ambiguous framing that Boost 1.81 would let
// through, before it sees a byte. Pure functions over bytes. Source: RFC 9112; threats H01 to H15.
#pragma once

#include "node/http/headers.hpp"
#include "node/http/verb.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// Caps on the head of a request.
struct GateLimits {
    std::size_t fields{100};
    std::size_t line_bytes{8 * 1024};   ///< request line, and each field line, without its end
    std::size_t head_bytes{32 * 1024};  ///< all lines with their ends
};

/// Why a request goes no further. The connection is closed after every one: what follows on it
/// cannot be trusted.
struct Refusal {
    int status{400};

    /// A constant for the log, the metrics label and the error text, e.g. "duplicate
    /// content-length".
    std::string_view reason;
};

/// How the end of the body is known.
enum class Framing : std::uint8_t { none, length, chunked };

/// The head of a request that passed. All views point into the bytes that were given.
struct GateHead {
    Verb verb{Verb::get};
    std::string_view target;          ///< origin form, or "*" with OPTIONS
    std::string host;                 ///< authority in lower case, with the port if one was sent
    std::vector<HeaderField> fields;  ///< in order
    Framing framing{Framing::none};
    std::uint64_t content_length{0};  ///< with Framing::length
    bool keep_alive{true};            ///< what the client wants (RFC 9112 section 9.3)
    bool expects_continue{false};
};

/// Looks for the end of the head in bytes that grow, without reading any byte twice, and refuses at
/// the first byte that no head may hold: bare CR or LF, NUL and other control characters, lines and
/// heads that are too long.
class HeadScanner {
public:
    explicit HeadScanner(GateLimits const& limits = {}) noexcept : limits_(limits) {}

    /// @param received  all bytes since the start of this head; never shorter than at the last call
    /// @return the size of the head with its empty line; nothing while it is not complete; or why
    /// it is refused
    std::expected<std::optional<std::size_t>, Refusal> scan(std::string_view received) noexcept;

private:
    GateLimits limits_;
    std::size_t seen_{0};
    std::size_t line_start_{0};
};

/// Reads a complete head.
/// @param head  from the first byte to the empty line, as found by HeadScanner
std::expected<GateHead, Refusal> read_head(std::string_view head, GateLimits const& limits = {});

}  // namespace folkmoot::node
