// Dates of HTTP (IMF-fixdate, RFC 9110 section 5.6.7), written and read without a locale or a time
// zone database.
#pragma once

#include "activitypub/error.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// E.g. "Sun, 06 Nov 1994 08:49:37 GMT". Years 0000 to 9999.
std::string format_http_date(std::chrono::sys_seconds time);

/// Reads IMF-fixdate. The name of the day must be one but need not fit the date; a second of 60 is
/// the next minute. The obsolete forms (RFC 850, asctime) are refused.
/// @return Error{malformed}
Result<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace folkmoot::activitypub
