// Points in time on the wire: xsd:dateTime in, RFC 3339 in UTC out.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// UTC, to the millisecond.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// Reads a date-time with `Z`, an offset or neither (then UTC), with or without seconds or
/// fractions, or a bare date (then midnight): "2026-01-02T03:04:05.678901Z",
/// "2026-01-02T03:04+01:00", "2026-01-02". A leap second becomes the second before it. Years 1 to
/// 9999.
/// @return nullopt for anything else
std::optional<Timestamp> parse_timestamp(std::string_view text) noexcept;

/// "2026-01-02T03:04:05Z"; milliseconds are written only when they are not zero.
std::string format_timestamp(Timestamp time);

}  // namespace folkmoot::activitypub
