#include "webui/po/locale.hpp"

#include <algorithm>
#include <charconv>

namespace folkmoot::webui {

namespace {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Cuts the part before `separator` off the front of `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
    std::size_t const end = std::min(rest.find(separator), rest.size());
    std::string_view const part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return trimmed(part);
}

// The language that a language range asks for. A range "zh-Hant", "zh-TW", "zh-HK" or "zh-MO" asks
// for a script that we do not have.
std::optional<Locale> match(std::string_view range) {
    std::string_view rest = range;
    std::string_view const primary = next_part(rest, '-');
    if (same(primary, "en"))
        return Locale::en;
    if (!same(primary, "zh"))
        return std::nullopt;
    std::string_view const second = next_part(rest, '-');
    for (std::string_view traditional : {"Hant", "TW", "HK", "MO"})
        if (same(second, traditional))
            return std::nullopt;
    return Locale::zh_hans;
}

// Weight of a range in thousandths, from its parameters ("q=0.8"); 1000 without one, 0 for a
// malformed one.
int quality(std::string_view parameters) {
    if (parameters.empty())
        return 1000;
    if (parameters.size() < 3 || lower(parameters[0]) != 'q' || parameters[1] != '=')
        return 0;
    std::string_view const number = parameters.substr(2);
    if (number[0] == '1')
        return 1000;
    if (!number.starts_with("0."))
        return 0;
    std::string_view const digits = number.substr(2, 3);
    int value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return 0;
    for (std::size_t place = digits.size(); place < 3; ++place)
        value *= 10;
    return value;
}

}  // namespace

std::string_view web_tag(Locale locale) noexcept {
    return locale == Locale::zh_hans ? "zh-Hans" : "en";
}

std::string_view gettext_name(Locale locale) noexcept {
    return locale == Locale::zh_hans ? "zh_CN" : "en";
}

std::string_view own_name(Locale locale) noexcept {
    return locale == Locale::zh_hans ? "简体中文" : "English";
}

std::optional<Locale> read_locale(std::string_view tag) noexcept {
    for (Locale locale : all_locales)
        if (same(tag, web_tag(locale)))
            return locale;
    return std::nullopt;
}

Locale choose_locale(
    std::string_view cookie, std::string_view accept_language, Locale fallback
) noexcept {
    if (auto const chosen = read_locale(cookie))
        return *chosen;
    std::string_view rest = accept_language.substr(0, 512);
    Locale best = fallback;
    int best_quality = 0;
    while (!rest.empty()) {
        std::string_view parameters = next_part(rest, ',');
        std::string_view const range = next_part(parameters, ';');
        auto const locale = match(range);
        int const weight = quality(parameters);
        if (locale && weight > best_quality) {
            best = *locale;
            best_quality = weight;
        }
    }
    return best;
}

}  // namespace folkmoot::webui
