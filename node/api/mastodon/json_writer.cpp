#include "node/api/mastodon/json_writer.hpp"

#include "activitypub/html/code_points.hpp"
#include "node/app/clock.hpp"

#include <cmath>

namespace folkmoot::node {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_plain(unsigned char c) noexcept {
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

void append_escape(std::string& out, unsigned char c) {
    switch (c) {
        case '"':
            out.append("\\\"");
            return;
        case '\\':
            out.append("\\\\");
            return;
        case '\n':
            out.append("\\n");
            return;
        case '\r':
            out.append("\\r");
            return;
        case '\t':
            out.append("\\t");
            return;
        default:
            constexpr std::string_view digits = "0123456789abcdef";
            out.append("\\u00").push_back(digits[c >> 4U]);
            out.push_back(digits[c & 15U]);
    }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t at = 0;
    while (at < text.size()) {
        auto run = at;
        while (run < text.size() && is_plain(static_cast<unsigned char>(text[run]))) {
            ++run;
        }
        out.append(text, at, run - at);
        at = run;
        if (at == text.size()) {
            break;
        }
        auto const byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            append_escape(out, byte);
            ++at;
            continue;
        }
        auto const character = activitypub::decode_utf8(text, at);
        out.append(character.valid ? text.substr(at, character.length) : replacement);
        at += character.length;
    }
    out.push_back('"');
}

JsonWriter& JsonWriter::real(double value) {
    divide();
    std::array<char, 32> digits;
    auto const [end, failure] = std::to_chars(
        digits.data(), digits.data() + digits.size(), std::isfinite(value) ? value : 0.0
    );
    static_cast<void>(failure);
    out_.append(digits.data(), end);
    return *this;
}

JsonWriter& JsonWriter::time(std::int64_t milliseconds) {
    divide();
    out_.push_back('"');
    out_.append(format_rfc3339(Time(std::chrono::milliseconds(milliseconds))));
    out_.push_back('"');
    return *this;
}

}  // namespace folkmoot::node
