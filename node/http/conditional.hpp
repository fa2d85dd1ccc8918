// Entity tags and conditional requests (RFC 9110 sections 8.8.3, 13 and 14).
#pragma once

#include "node/app/clock.hpp"
#include "node/http/request.hpp"
#include "node/http/response.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// A weak entity tag made of the bytes, W/"…": 64 bits of their hash in hexadecimal digits.
std::string weak_etag(std::string_view bytes);

/// A strong entity tag of a text that stands for exactly these bytes (a content hash), "…".
std::string strong_etag(std::string_view hash);

/// True when an If-None-Match header names this tag (weak comparison) or is "*".
bool matches_etag(std::string_view if_none_match, std::string_view etag) noexcept;

/// True when the answer (200, with an ETag or Last-Modified header) need not be sent again: GET or
/// HEAD with a matching If-None-Match or, without that header, an If-Modified-Since that is not
/// older.
bool is_not_modified(Request const& request, Response const& response);

/// A part of a file asked for with Range.
struct ByteRange {
    std::uint64_t offset{0};
    std::uint64_t length{0};
};

/// What a Range header asks for.
enum class RangeKind : std::uint8_t {
    whole,  ///< send everything: no or no readable header, another unit, or several ranges (threat
            ///< H32)
    part,   ///< send 206
    unsatisfiable,  ///< answer 416
};

/// Reads a Range header against a file of `size` bytes; `part` is set for RangeKind::part.
RangeKind read_range(std::string_view header, std::uint64_t size, ByteRange& part) noexcept;

}  // namespace folkmoot::node
