#include "node/app/log.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::size_t longest_text = 1024;
constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

// Everything outside printable ASCII is escaped: UTF-8 byte by byte as U+0080..U+00FF would be
// wrong text, so bytes of valid sequences are decoded first and others stand as U+FFFD.
void append_escape(std::string& out, char32_t code) {
    constexpr std::string_view hex = "0123456789abcdef";
    auto const unit = [&](unsigned value) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.push_back(hex[(value >> shift) & 15]);
        }
    };
    if (code >= 0x10000) {
        unit(0xD800 + static_cast<unsigned>((code - 0x10000) >> 10));
        unit(0xDC00 + static_cast<unsigned>((code - 0x10000) & 0x3FF));
    } else {
        unit(static_cast<unsigned>(code));
    }
}

// Takes one code point off the front of `text`; U+FFFD and one byte when it is not UTF-8.
char32_t take_code_point(std::string_view& text) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const first = byte(0);
    std::size_t const size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    constexpr std::array<unsigned, 5> least{0, 0, 0x80, 0x800, 0x10000};
    char32_t code = size == 1 ? first : first & (0x7FU >> size);
    bool valid = first < 0x80 || (first >= 0xC2 && first <= 0xF4 && size <= text.size());
    for (std::size_t i = 1; valid && i < size; ++i) {
        valid = (byte(i) & 0xC0U) == 0x80;
        code = (code << 6) | (byte(i) & 0x3FU);
    }
    valid = valid && code >= least[size] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    text.remove_prefix(valid ? size : 1);
    return valid ? code : char32_t{0xFFFD};
}

void append_text(std::string& out, std::string_view text) {
    bool const cut = text.size() > longest_text;
    text = text.substr(0, longest_text);
    out.push_back('"');
    while (!text.empty()) {
        auto const c = text.front();
        if (c >= 0x20 && c < 0x7F) {
            if (c == '"' || c == '\\') {
                out.push_back('\\');
            }
            out.push_back(c);
            text.remove_prefix(1);
        } else {
            append_escape(out, take_code_point(text));
        }
    }
    out += cut ? "...\"" : "\"";
}

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 32> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_value(std::string& out, LogField const& field) {
    if (auto const* text = std::get_if<std::string_view>(&field.value)) {
        append_text(out, *text);
    } else if (auto const* number = std::get_if<std::int64_t>(&field.value)) {
        append_number(out, *number);
    } else if (auto const* real = std::get_if<double>(&field.value)) {
        if (std::isfinite(*real)) {
            append_number(out, *real);
        } else {
            out += "null";
        }
    } else {
        out += std::get<bool>(field.value) ? "true" : "false";
    }
}

}  // namespace

std::string_view to_string(LogLevel level) noexcept {
    return level_names[static_cast<std::size_t>(level)];
}

std::optional<LogLevel> parse_log_level(std::string_view text) noexcept {
    for (std::size_t i = 0; i < level_names.size(); ++i) {
        if (level_names[i] == text) {
            return static_cast<LogLevel>(i);
        }
    }
    return std::nullopt;
}

LineSink standard_output_sink() {
    auto logger = std::make_shared<spdlog::logger>(
        "folkmoot", std::make_shared<spdlog::sinks::stdout_sink_mt>()
    );
    logger->set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc)
    );
    logger->flush_on(spdlog::level::err);
    logger->set_error_handler([](std::string const&) {});
    return [logger](LogLevel level, std::string_view line) {
        constexpr std::array<spdlog::level::level_enum, 4> levels{
            spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err
        };
        logger->log(
            levels[static_cast<std::size_t>(level)], spdlog::string_view_t{line.data(), line.size()}
        );
    };
}

Log::Log(LineSink sink, Clock clock, LogLevel least)
    : sink_(std::move(sink)), clock_(std::move(clock)), least_(least) {}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields)
    const {
    if (!enabled(level)) {
        return;
    }
    std::string line = R"({"ts":")";
    line.append(format_rfc3339(clock_())).append(R"(","level":")").append(to_string(level));
    line += R"(","event":)";
    append_text(line, event);
    for (auto const& field : fields) {
        line.push_back(',');
        append_text(line, field.name);
        line.push_back(':');
        append_value(line, field);
    }
    line.push_back('}');
    sink_(level, line);
}

}  // namespace folkmoot::node
