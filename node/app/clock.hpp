// Time of day as something that is passed in, and its two text forms. No locale and no time zone of
// the machine has a say in them (threat R47).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// A point of time, UTC, to the millisecond.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// Tells the time of day. May be called from any thread.
using Clock = std::function<Time()>;

/// The machine's clock.
Clock system_clock();

/// RFC 3339 in UTC with exactly three fractional digits, "2026-11-21T17:08:52.123Z": the one form
/// that all clients of the Mastodon API read.
std::string format_rfc3339(Time time);

/// IMF-fixdate of RFC 9110 section 5.6.7, "Sun, 06 Nov 1994 08:49:37 GMT".
std::string format_imf_fixdate(Time time);

/// Reads an IMF-fixdate; the two obsolete forms of RFC 9110 are not read. Nothing for any other
/// text.
std::optional<Time> parse_imf_fixdate(std::string_view text) noexcept;

}  // namespace folkmoot::node
