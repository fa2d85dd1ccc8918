#include "federation/client/retry.hpp"

#include "activitypub/signature/http_date.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace folkmoot::federation {

namespace {

/// An unsigned number that fills `text` wholly.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    auto const end = text.data() + text.size();
    auto const parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end) {
        return std::nullopt;
    }
    return number;
}

}  // namespace

bool retryable(ErrorCode code) noexcept {
    return code == ErrorCode::unreachable || code == ErrorCode::unavailable;
}

bool retryable_status(unsigned status) noexcept {
    switch (status) {
        case 401:
        case 408:
        case 425:
        case 429:
            return true;
        case 501:
            return false;
        default:
            return status >= 500;
    }
}

std::optional<std::chrono::seconds> retry_after(
    HttpResponse const& response, std::chrono::sys_seconds now
) {
    auto const value = response.header("Retry-After");
    if (!value || value->empty()) {
        return std::nullopt;
    }
    bool const digits = std::ranges::all_of(*value, [](char c) { return c >= '0' && c <= '9'; });
    if (digits) {
        // A number too large for 64 bits is a long wait all the same.
        auto const seconds = parse_number<std::int64_t>(*value);
        return seconds ? std::min(std::chrono::seconds(*seconds), retry_after_cap)
                       : retry_after_cap;
    }
    if (auto const date = activitypub::parse_http_date(*value)) {
        return std::clamp<std::chrono::seconds>(
            *date - now, std::chrono::seconds(0), retry_after_cap
        );
    }
    return std::nullopt;
}

Error status_error(HttpResponse const& response) {
    auto const code = response.status == 404   ? ErrorCode::not_found
                      : response.status == 410 ? ErrorCode::gone
                                               : ErrorCode::remote_status;
    return Error{code, std::to_string(response.status) + " from " + response.final_url};
}

}  // namespace folkmoot::federation
