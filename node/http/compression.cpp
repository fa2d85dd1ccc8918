#include "node/http/compression.hpp"

#include "node/http/headers.hpp"
#include "node/http/quality_list.hpp"

#include <algorithm>
#include <array>
#include <zlib.h>

namespace folkmoot::node {

bool is_compressible(std::string_view media_type) noexcept {
    constexpr auto types = std::to_array<std::string_view>(
        {"application/json",
         "application/javascript",
         "application/xml",
         "application/manifest+json",
         "image/svg+xml"}
    );
    auto type = media_type.substr(0, media_type.find(';'));
    while (!type.empty() && type.back() == ' ') {
        type.remove_suffix(1);
    }
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
           std::any_of(types.begin(), types.end(), [&](std::string_view known) {
               return equal_ignoring_case(type, known);
           });
}

bool accepts_gzip(std::string_view accept_encoding) noexcept {
    int any = 0;
    for (auto const& item : parse_quality_list(accept_encoding)) {
        if (equal_ignoring_case(item.value, "gzip") || equal_ignoring_case(item.value, "x-gzip")) {
            return item.quality > 0;
        }
        if (item.value == "*") {
            any = item.quality;
        }
    }
    return any > 0;
}

std::optional<std::string> gzip(std::string_view bytes) {
    constexpr int level = 5;
    constexpr int gzip_window = 15 + 16;  // 16 asks for the gzip wrapper
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return std::nullopt;
    }
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int const result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return result == Z_STREAM_END ? std::optional{std::move(out)} : std::nullopt;
}

}  // namespace folkmoot::node
