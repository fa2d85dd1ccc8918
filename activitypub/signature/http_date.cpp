#include "activitypub/signature/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace folkmoot::activitypub {

namespace {

using namespace std::string_view_literals;

constexpr std::array days{"Sun"sv, "Mon"sv, "Tue"sv, "Wed"sv, "Thu"sv, "Fri"sv, "Sat"sv};
constexpr std::array months{
    "Jan"sv,
    "Feb"sv,
    "Mar"sv,
    "Apr"sv,
    "May"sv,
    "Jun"sv,
    "Jul"sv,
    "Aug"sv,
    "Sep"sv,
    "Oct"sv,
    "Nov"sv,
    "Dec"sv
};

/// Each # is a digit, each @ a letter, all else itself.
constexpr std::string_view pattern = "@@@, ## @@@ #### ##:##:## GMT";

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool fits_pattern(std::string_view text) {
    return std::ranges::equal(text, pattern, [](char c, char expected) {
        return expected == '#' ? is_digit(c) : expected == '@' ? is_letter(c) : c == expected;
    });
}

unsigned number(std::string_view digits) {
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::string padded(unsigned value, std::size_t width) {
    auto digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::optional<std::chrono::sys_seconds> to_time(std::string_view text) {
    auto const month = std::ranges::find(months, text.substr(8, 3));
    if (std::ranges::find(days, text.substr(0, 3)) == days.end() || month == months.end()) {
        return std::nullopt;
    }
    std::chrono::year_month_day const date{
        std::chrono::year(static_cast<int>(number(text.substr(12, 4)))),
        std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
        std::chrono::day(number(text.substr(5, 2)))
    };
    auto const hour = number(text.substr(17, 2));
    auto const minute = number(text.substr(20, 2));
    auto const second = number(text.substr(23, 2));
    if (!date.ok() || hour > 23 || minute > 59 || second > 60) {
        return std::nullopt;
    }
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
}

}  // namespace

std::string format_http_date(std::chrono::sys_seconds time) {
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(time - day);
    auto const two = [](auto count) { return padded(static_cast<unsigned>(count), 2); };
    std::string out(days[std::chrono::weekday(day).c_encoding()]);
    out += ", " + two(static_cast<unsigned>(date.day())) + " ";
    out += months[static_cast<unsigned>(date.month()) - 1];
    out += " " + padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + " ";
    out += two(clock.hours().count()) + ":" + two(clock.minutes().count()) + ":";
    return out + two(clock.seconds().count()) + " GMT";
}

Result<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
    auto const time = fits_pattern(text) ? to_time(text) : std::nullopt;
    if (!time) {
        return std::unexpected(Error{ErrorCode::malformed, "not an HTTP date"});
    }
    return *time;
}

}  // namespace folkmoot::activitypub
