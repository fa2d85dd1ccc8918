#include "webui/po/language.hpp"

#include "webui/embedded.hpp"

#include <boost/locale.hpp>
#include <boost/locale/gnu_gettext.hpp>

#include <algorithm>
#include <limits>
#include <locale>
#include <sstream>
#include <vector>

namespace folkmoot::webui {

namespace {

namespace bl = boost::locale;

constexpr char const* domain = "folkmoot";

// A two- or four-digit decimal, zero padded.
std::string padded(unsigned value, unsigned width) {
    std::string digits = std::to_string(value);
    return digits.size() >= width ? digits : std::string(width - digits.size(), '0') + digits;
}

std::vector<char> catalogue_bytes(std::string_view name) {
    for (EmbeddedFile const& file : embedded_catalogues())
        if (file.name.ends_with(".mo") && file.name.substr(0, file.name.size() - 3) == name)
            return {file.bytes.begin(), file.bytes.end()};
    return {};
}

std::locale with_messages(Locale locale) {
    std::string_view const name = gettext_name(locale);
    bl::gnu_gettext::messages_info info;
    info.language = name.substr(0, name.find('_'));
    info.country = name.contains('_') ? name.substr(name.find('_') + 1) : "";
    info.encoding = "UTF-8";
    info.domains.emplace_back(domain);
    info.paths.emplace_back("embedded");
    info.callback = [name](std::string const&, std::string const&) {
        return catalogue_bytes(name);
    };
    bl::generator generate;
    return {
        generate(std::string(name) + ".UTF-8"), bl::gnu_gettext::create_messages_facet<char>(info)
    };
}

// Plural rules look at the last digits only, so a number beyond the facet's type keeps its last
// six.
int plural_argument(std::uint64_t n) {
    constexpr std::uint64_t most = std::numeric_limits<int>::max();
    return static_cast<int>(n <= most ? n : 1'000'000 + n % 1'000'000);
}

struct Calendar {
    std::chrono::year_month_day day;
    std::chrono::hh_mm_ss<std::chrono::seconds> clock;
};

Calendar calendar(Time time) {
    auto const day = std::chrono::floor<std::chrono::days>(time);
    return {
        std::chrono::year_month_day(day),
        std::chrono::hh_mm_ss(std::chrono::floor<std::chrono::seconds>(time - day))
    };
}

}  // namespace

struct Language::Catalogue {
    explicit Catalogue(Locale locale)
        : owner(with_messages(locale)),
          messages(&std::use_facet<bl::message_format<char>>(owner)) {}

    std::locale owner;
    bl::message_format<char> const* messages;
};

Language::Language(Locale locale)
    : locale_(locale), catalogue_(std::make_unique<Catalogue>(locale)) {
    for (int month = 0; month < 12; ++month) {
        constexpr std::time_t mid_january = 14 * 86'400;
        std::ostringstream out;
        out.imbue(catalogue_->owner);
        out << bl::as::gmt << bl::as::ftime("%b") << mid_january + month * (365 * 86'400 / 12);
        months_[static_cast<std::size_t>(month)] = out.str();
    }
    std::ostringstream out;
    out.imbue(catalogue_->owner);
    out << bl::as::number << 1'111;
    // What stands between the first "1" and "111".
    group_separator_ = out.str().substr(1, out.str().size() - 4);
    date_pattern_ = tr("{day} {month_name} {year}");
    date_time_pattern_ = tr("{day} {month_name} {year}, {hour}:{minute} UTC");
}

Language::~Language() = default;
Language::Language(Language&&) noexcept = default;

std::string_view Language::tr(char const* message) const {
    char const* const found = catalogue_->messages->get(0, nullptr, message);
    return found ? found : message;
}

std::string Language::tr(
    char const* message, std::initializer_list<std::pair<std::string_view, std::string_view>> values
) const {
    return fill_in(tr(message), values);
}

std::string_view Language::plural_form(Counted message, std::uint64_t n) const {
    char const* const found =
        catalogue_->messages->get(0, nullptr, message.one, plural_argument(n));
    if (found)
        return found;
    return n == 1 ? message.one : message.many;
}

std::string Language::plural(Counted message, std::uint64_t n) const {
    return fill_in(plural_form(message, n), {{"n", number(n)}});
}

std::string Language::number(std::uint64_t value) const {
    std::string digits = std::to_string(value);
    for (std::size_t place = digits.size(); place > 3; place -= 3)
        digits.insert(place - 3, group_separator_);
    return digits;
}

std::string Language::date(Time time) const {
    auto const [day, clock] = calendar(time);
    unsigned const month = static_cast<unsigned>(day.month());
    return fill_in(
        date_pattern_,
        {{"day", std::to_string(static_cast<unsigned>(day.day()))},
         {"month", std::to_string(month)},
         {"month_name", months_[month - 1]},
         {"year", std::to_string(static_cast<int>(day.year()))}}
    );
}

std::string Language::date_time(Time time) const {
    auto const [day, clock] = calendar(time);
    unsigned const month = static_cast<unsigned>(day.month());
    return fill_in(
        date_time_pattern_,
        {{"day", std::to_string(static_cast<unsigned>(day.day()))},
         {"month", std::to_string(month)},
         {"month_name", months_[month - 1]},
         {"year", std::to_string(static_cast<int>(day.year()))},
         {"hour", padded(static_cast<unsigned>(clock.hours().count()), 2)},
         {"minute", padded(static_cast<unsigned>(clock.minutes().count()), 2)}}
    );
}

std::string Language::duration(std::chrono::seconds span) const {
    auto const seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(span.count(), 1));
    if (seconds <= 90)
        return plural({"{n} second", "{n} seconds"}, seconds);
    if (seconds <= 90 * 60)
        return plural({"{n} minute", "{n} minutes"}, (seconds + 59) / 60);
    return plural({"{n} hour", "{n} hours"}, (seconds + 3599) / 3600);
}

std::string machine_time(Time time) {
    auto const [day, clock] = calendar(time);
    std::string out = "0000-00-00T00:00:00Z";
    auto const put = [&](std::size_t end, unsigned value) {
        for (; value > 0; value /= 10)
            out[--end] = static_cast<char>('0' + value % 10);
    };
    put(4, static_cast<unsigned>(std::clamp(static_cast<int>(day.year()), 0, 9999)));
    put(7, static_cast<unsigned>(day.month()));
    put(10, static_cast<unsigned>(day.day()));
    put(13, static_cast<unsigned>(clock.hours().count()));
    put(16, static_cast<unsigned>(clock.minutes().count()));
    put(19, static_cast<unsigned>(clock.seconds().count()));
    return out;
}

std::string fill_in(
    std::string_view pattern,
    std::initializer_list<std::pair<std::string_view, std::string_view>> values
) {
    std::string out;
    out.reserve(pattern.size() + 32);
    while (!pattern.empty()) {
        std::size_t const open = pattern.find('{');
        out.append(pattern.substr(0, open));
        if (open == pattern.npos)
            break;
        pattern.remove_prefix(open);
        std::size_t const close = pattern.find('}');
        std::string_view const name = pattern.substr(1, close == pattern.npos ? 0 : close - 1);
        auto const* const value =
            std::ranges::find(values, name, [](auto const& v) { return v.first; });
        std::size_t const taken = close == pattern.npos ? pattern.size() : close + 1;
        out.append(value == values.end() ? pattern.substr(0, taken) : value->second);
        pattern.remove_prefix(taken);
    }
    return out;
}

}  // namespace folkmoot::webui
