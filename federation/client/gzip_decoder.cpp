#include "federation/client/gzip_decoder.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <zlib.h>

namespace folkmoot::federation {

struct GzipDecoder::State {
    z_stream stream{};
    std::size_t max_output = 0;
    std::size_t consumed = 0;
    std::size_t produced = 0;
    bool finished = false;
};

namespace {

std::unexpected<Error> refused(std::string_view why) {
    return std::unexpected(Error{ErrorCode::remote_invalid, "gzip: " + std::string(why)});
}

}  // namespace

GzipDecoder::GzipDecoder(std::size_t max_output) : state_(std::make_unique<State>()) {
    state_->max_output = max_output;
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&state_->stream, gzip_only) != Z_OK) {
        throw std::bad_alloc();
    }
}

GzipDecoder::~GzipDecoder() {
    inflateEnd(&state_->stream);
}

Result<void> GzipDecoder::feed(std::string_view input, std::string& output) {
    auto& stream = state_->stream;
    // zlib never writes through next_in; its type lacks the const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream.avail_in = static_cast<uInt>(input.size());
    std::array<char, 16'384> piece;
    while (stream.avail_in > 0 || stream.avail_out == 0) {
        if (state_->finished) {
            return refused("data behind the end");
        }
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        auto const input_before = stream.avail_in;
        int const status = inflate(&stream, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
            return refused("malformed");
        }
        auto const written = piece.size() - stream.avail_out;
        state_->consumed += input_before - stream.avail_in;
        state_->produced += written;
        if (state_->produced > state_->max_output) {
            return refused("too large");
        }
        if (state_->produced > std::max(ratio_free_bytes, max_ratio * state_->consumed)) {
            return refused("ratio too high");
        }
        output.append(piece.data(), written);
        state_->finished = status == Z_STREAM_END;
        if (state_->finished && stream.avail_in == 0) {
            break;
        }
        if (status == Z_BUF_ERROR && written == 0) {
            break;
        }
    }
    return {};
}

bool GzipDecoder::finished() const noexcept {
    return state_->finished;
}

}  // namespace folkmoot::federation
