#include "activitypub/vocabulary/timestamp.hpp"

#include <array>
#include <cstdio>

namespace folkmoot::activitypub {
namespace {

using std::chrono::milliseconds;

/// Reads a text from the front, digit by digit; remembers whether all went well.
class Scanner {
public:
    explicit Scanner(std::string_view text) noexcept : rest_(text) {}

    bool ok() const noexcept { return ok_; }

    bool at_end() const noexcept { return rest_.empty(); }

    bool is_next(char c) const noexcept { return rest_.starts_with(c); }

    bool is_next_digit() const noexcept {
        return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
    }

    /// Takes `c` when it comes next.
    bool take(char c) noexcept {
        if (!is_next(c)) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }

    void expect(char c) noexcept { ok_ = take(c) && ok_; }

    /// A number of exactly `count` digits.
    int digits(int count) noexcept {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            if (!is_next_digit()) {
                ok_ = false;
                return 0;
            }
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }

    /// Digits after the point, to the millisecond; the rest is dropped.
    milliseconds fraction() noexcept {
        ok_ = ok_ && is_next_digit();
        int value = 0;
        for (int weight = 100; is_next_digit(); weight /= 10) {
            value += (rest_.front() - '0') * weight;
            rest_.remove_prefix(1);
        }
        return milliseconds(value);
    }

private:
    std::string_view rest_;
    bool ok_ = true;
};

/// `Z`, `+01:00`, `-0330`, `+01` or nothing, as what must be subtracted.
std::chrono::minutes scan_offset(Scanner& in) noexcept {
    if (in.take('Z') || in.take('z')) {
        return {};
    }
    bool const west = in.is_next('-');
    if (!in.take('-') && !in.take('+')) {
        return {};
    }
    int const hours = in.digits(2);
    in.take(':');
    int const minutes = in.is_next_digit() ? in.digits(2) : 0;
    std::chrono::minutes const offset{hours * 60 + minutes};
    return west ? -offset : offset;
}

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) noexcept {
    Scanner in(text);
    std::chrono::year const year{in.digits(4)};
    in.expect('-');
    std::chrono::month const month{static_cast<unsigned>(in.digits(2))};
    in.expect('-');
    std::chrono::day const day{static_cast<unsigned>(in.digits(2))};
    std::chrono::year_month_day const date{year, month, day};
    if (!in.ok() || !date.ok() || year < std::chrono::year{1}) {
        return std::nullopt;
    }
    Timestamp const midnight = std::chrono::sys_days(date);
    if (in.at_end()) {
        return midnight;
    }
    if (!in.take('T') && !in.take('t') && !in.take(' ')) {
        return std::nullopt;
    }
    int const hour = in.digits(2);
    in.expect(':');
    int const minute = in.digits(2);
    int second = in.take(':') ? in.digits(2) : 0;
    auto const fraction = in.take('.') ? in.fraction() : milliseconds{};
    auto const offset = scan_offset(in);
    if (!in.ok() || !in.at_end() || hour > 23 || minute > 59 || second > 60) {
        return std::nullopt;
    }
    second = second == 60 ? 59 : second;
    return midnight + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + fraction - offset;
}

std::string format_timestamp(Timestamp time) {
    auto const midnight = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(midnight);
    std::chrono::hh_mm_ss const clock(time - midnight);
    std::array<char, 64> text{};
    int size = std::snprintf(
        text.data(),
        text.size(),
        "%04d-%02u-%02uT%02d:%02d:%02d",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count())
    );
    std::string result(text.data(), static_cast<std::size_t>(size));
    if (auto const fraction = clock.subseconds().count(); fraction != 0) {
        size = std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(fraction));
        result.append(text.data(), static_cast<std::size_t>(size));
    }
    return result + 'Z';
}

}  // namespace folkmoot::activitypub
