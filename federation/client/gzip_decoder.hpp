// Decompression of response bodies within a ratio guard and an absolute cap (threats S07).
#pragma once

#include "federation/error.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace folkmoot::federation {

/// Decodes one gzip member (RFC 1952), piece by piece, into a string.
class GzipDecoder {
public:
    /// Output bytes for each input byte that are still believed.
    static constexpr std::size_t max_ratio = 20;
    /// Output below this is never refused for its ratio: short repetitive documents compress well.
    static constexpr std::size_t ratio_free_bytes = 65'536;

    /// @param max_output absolute cap of decoded bytes
    explicit GzipDecoder(std::size_t max_output);
    ~GzipDecoder();
    GzipDecoder(GzipDecoder const&) = delete;
    GzipDecoder& operator=(GzipDecoder const&) = delete;

    /// Decodes the next piece and appends it to `output`, never more than the caps allow.
    /// @return Error{remote_invalid} on malformed data, data behind the end, or past a cap; then
    /// the decoder is spent
    Result<void> feed(std::string_view input, std::string& output);

    /// Whether the member's end, with its checksum, has been seen.
    bool finished() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace folkmoot::federation
