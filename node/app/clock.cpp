#include "node/app/clock.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace folkmoot::node {
namespace {

constexpr std::array<std::string_view, 7> day_names{
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"
};
constexpr std::array<std::string_view, 12> month_names{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

struct Parts {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::milliseconds> clock;
    std::chrono::weekday day;
};

Parts split(Time time) {
    auto const days = std::chrono::floor<std::chrono::days>(time);
    return {
        std::chrono::year_month_day{days},
        std::chrono::hh_mm_ss<std::chrono::milliseconds>{time - days},
        std::chrono::weekday{days}
    };
}

// Every answer holds a date and every log line a time: printf takes ten times as long.
void append_padded(std::string& text, std::int64_t number, std::size_t width) {
    auto const size = text.size();
    text.resize(size + width);
    for (auto at = size + width; at > size; number /= 10) {
        text[--at] = static_cast<char>('0' + number % 10);
    }
}

void append_time(std::string& text, Parts const& parts) {
    append_padded(text, parts.clock.hours().count(), 2);
    append_padded(text.append(":"), parts.clock.minutes().count(), 2);
    append_padded(text.append(":"), parts.clock.seconds().count(), 2);
}

std::optional<unsigned> digits(std::string_view text) noexcept {
    unsigned value = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

}  // namespace

Clock system_clock() {
    return [] {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    };
}

std::string format_rfc3339(Time time) {
    auto const parts = split(time);
    std::string text;
    text.reserve(24);
    append_padded(text, static_cast<int>(parts.date.year()), 4);
    append_padded(text.append("-"), static_cast<unsigned>(parts.date.month()), 2);
    append_padded(text.append("-"), static_cast<unsigned>(parts.date.day()), 2);
    append_time(text.append("T"), parts);
    append_padded(text.append("."), parts.clock.subseconds().count(), 3);
    return text.append("Z");
}

std::string format_imf_fixdate(Time time) {
    auto const parts = split(time);
    std::string text;
    text.reserve(29);
    text.append(day_names[parts.day.c_encoding()]).append(", ");
    append_padded(text, static_cast<unsigned>(parts.date.day()), 2);
    text.append(" ").append(month_names[static_cast<unsigned>(parts.date.month()) - 1]).append(" ");
    append_padded(text, static_cast<int>(parts.date.year()), 4);
    append_time(text.append(" "), parts);
    return text.append(" GMT");
}

std::optional<Time> parse_imf_fixdate(std::string_view text) noexcept {
    // "Sun, 06 Nov 1994 08:49:37 GMT"
    if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' ||
        text[16] != ' ' || text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT") {
        return std::nullopt;
    }
    unsigned month = 0;
    while (month < month_names.size() && month_names[month] != text.substr(8, 3)) {
        ++month;
    }
    auto const day = digits(text.substr(5, 2));
    auto const year = digits(text.substr(12, 4));
    auto const hour = digits(text.substr(17, 2));
    auto const minute = digits(text.substr(20, 2));
    auto const second = digits(text.substr(23, 2));
    if (month == month_names.size() || !day || !year || !hour || !minute || !second || *hour > 23 ||
        *minute > 59 || *second > 60) {
        return std::nullopt;
    }
    std::chrono::year_month_day const date{
        std::chrono::year{static_cast<int>(*year)},
        std::chrono::month{month + 1},
        std::chrono::day{*day}
    };
    if (!date.ok()) {
        return std::nullopt;
    }
    return Time{std::chrono::sys_days{date}} + std::chrono::hours{*hour} +
           std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

}  // namespace folkmoot::node
