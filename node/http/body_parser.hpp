// Beast's HTTP/1.1 parser as a second opinion on the head and as the decoder of bodies, without
// I/O: bytes in, bytes out. The gate has refused beforehand what Beast of Boost 1.81 reads wrongly;
// the two must agree.
#pragma once

#include "node/http/gate.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Decodes the body of one request.
class BodyParser {
public:
    /// @param head   the complete head, which read_head() has let through
    /// @param limit  largest decoded body in bytes
    /// @return 400 when Beast does not accept the head or sees another method or target in it than
    /// the gate did, 413
    ///         when the announced length is beyond the limit
    static std::expected<BodyParser, Refusal> create(
        std::string_view head, GateHead const& seen, std::uint64_t limit
    );

    BodyParser(BodyParser&&) noexcept;
    BodyParser& operator=(BodyParser&&) noexcept;
    ~BodyParser();

    /// Decodes as much as it can.
    /// @param bytes  received and not consumed before
    /// @param out    decoded bytes are appended; at most `bytes.size()`
    /// @return how many bytes were consumed, never any behind the end of the message; 400 for
    /// malformed chunks and for
    ///         any trailer (threat H10), 413 beyond the limit
    std::expected<std::size_t, Refusal> feed(std::string_view bytes, std::string& out);

    /// True when the message is complete: nothing more belongs to it.
    bool done() const;

private:
    struct State;
    explicit BodyParser(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace folkmoot::node
