// The log: one JSON object a line, an event name that never changes and typed fields. Texts are
// escaped, so that no remote byte reaches a terminal or forges a line (threat H27). Bodies, secrets
// and addresses of posts that are not public do not belong here; callers log ids.
#pragma once

#include "node/app/clock.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace folkmoot::node {

/// How much a line matters.
enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// "debug", "info", "warning" or "error". Lives for ever.
std::string_view to_string(LogLevel level) noexcept;

/// The level of this name, or nothing.
std::optional<LogLevel> parse_log_level(std::string_view text) noexcept;

/// One field of a line. The name is a constant in snake_case; texts are cut at 1,024 bytes.
struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;

    LogField(std::string_view field, std::string_view text) noexcept : name(field), value(text) {}

    LogField(std::string_view field, std::string const& text) noexcept
        : name(field), value(std::string_view{text}) {}

    LogField(std::string_view field, char const* text) noexcept
        : name(field), value(std::string_view{text}) {}

    LogField(std::string_view field, bool yes) noexcept : name(field), value(yes) {}

    LogField(std::string_view field, double number) noexcept : name(field), value(number) {}

    template <std::integral T>
        requires(!std::same_as<T, bool>)
    LogField(std::string_view field, T number) noexcept
        : name(field), value(static_cast<std::int64_t>(number)) {}
};

/// Takes one finished line, without its end. May be called from any thread.
using LineSink = std::function<void(LogLevel, std::string_view line)>;

/// Lines to standard output through spdlog, errors flushed at once. A closed standard output is no
/// error (threat R47).
LineSink standard_output_sink();

/// Writes events at or above a level. Copies share nothing mutable; may be used from any thread.
class Log {
public:
    /// @param clock  gives the lines' time
    Log(LineSink sink, Clock clock, LogLevel least = LogLevel::info);

    /// Writes one line: {"ts":…,"level":…,"event":…, fields in order}.
    /// @param event  a constant like "http.request"
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields)
        const;

    void debug(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        write(LogLevel::debug, event, fields);
    }

    void info(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        write(LogLevel::info, event, fields);
    }

    void warning(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        write(LogLevel::warning, event, fields);
    }

    void error(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        write(LogLevel::error, event, fields);
    }

    /// True when a line of this level would be written.
    bool enabled(LogLevel level) const noexcept { return level >= least_; }

private:
    LineSink sink_;
    Clock clock_;
    LogLevel least_;
};

}  // namespace folkmoot::node
