// One language of the interface: its messages, plurals, numbers and dates. Everything that needs
// the catalogue or the locale data of ICU is looked up once, at construction; what pages call per
// request only formats.
#pragma once

#include "webui/po/locale.hpp"
#include "webui/views/parts.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace folkmoot::webui {

/// A message with a number: the English singular and plural. Where the text shows the number it
/// says "{n}".
struct Counted {
    char const* one;
    char const* many;
};

/// Marks a message that is translated later, so that the extraction of messages finds it.
consteval char const* mark(char const* message) {
    return message;
}

/// The messages and formats of one language. Immutable, safe to share between threads.
class Language {
public:
    explicit Language(Locale locale);
    ~Language();
    Language(Language&&) noexcept;

    Locale locale() const noexcept { return locale_; }

    /// The translation of an English message; the message itself where there is none. Valid while
    /// this value lives.
    std::string_view tr(char const* message) const;

    /// The message with each "{name}" replaced by its value, as plain text.
    std::string tr(
        char const* message,
        std::initializer_list<std::pair<std::string_view, std::string_view>> values
    ) const;

    /// The form of a counted message for `n`, with "{n}" replaced by the formatted number.
    std::string plural(Counted message, std::uint64_t n) const;

    /// The form of a counted message for `n` as it stands, "{n}" included. Valid while this value
    /// lives.
    std::string_view plural_form(Counted message, std::uint64_t n) const;

    /// A whole number with the language's digit grouping: "1,204".
    std::string number(std::uint64_t value) const;

    /// The day in UTC: "21 Nov 2026", "2026年11月21日".
    std::string date(Time time) const;

    /// Day, hour and minute in UTC, which it names: "21 Nov 2026, 14:05 UTC".
    std::string date_time(Time time) const;

    /// A waiting time for people, rounded up: "40 seconds", "3 minutes", "2 hours".
    std::string duration(std::chrono::seconds span) const;

private:
    struct Catalogue;
    Locale locale_;
    std::unique_ptr<Catalogue const> catalogue_;
    std::array<std::string, 12> months_;
    std::string group_separator_;
    std::string_view date_pattern_;
    std::string_view date_time_pattern_;
};

/// A time for machines: RFC 3339 in UTC with seconds, "2026-11-21T14:05:09Z".
std::string machine_time(Time time);

/// Replaces each "{name}" in `pattern` by its value; names without a value stay.
std::string fill_in(
    std::string_view pattern,
    std::initializer_list<std::pair<std::string_view, std::string_view>> values
);

}  // namespace folkmoot::webui
