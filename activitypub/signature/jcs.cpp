#include "activitypub/signature/jcs.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

namespace {

constexpr std::uint64_t largest_exact_integer = std::uint64_t{1} << 53;

std::unexpected<Error> refusal(ErrorCode code, std::string_view what) {
    return std::unexpected(Error{code, "JCS: " + std::string(what)});
}

/// Length of the UTF-8 sequence at the start of `text`, 0 when it is not well-formed (Unicode,
/// table 3-7).
std::size_t utf8_length(std::string_view text) {
    auto const byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    std::size_t const length = lead >= 0xc2 && lead <= 0xdf   ? 2
                               : lead >= 0xe0 && lead <= 0xef ? 3
                               : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                              : 0;
    if (length == 0 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) {
            return 0;
        }
    }
    auto const second = byte(1);
    auto const out_of_range = (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
                              (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f);
    return out_of_range ? 0 : length;
}

/// Orders two well-formed UTF-8 strings by their UTF-16 code units. That differs from the order of
/// the bytes in one case: a surrogate pair (lead byte f0 to f4) sorts before U+E000 to U+FFFF (lead
/// byte ee or ef).
bool utf16_less(std::string_view left, std::string_view right) {
    auto const [l, r] = std::ranges::mismatch(left, right);
    if (l == left.end() || r == right.end()) {
        return l == left.end() && r != right.end();
    }
    auto const weight = [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte >= 0xee ? (byte >= 0xf0 ? byte - 0xf0 + 0xee : byte + 0x10) : byte;
    };
    return weight(*l) < weight(*r);
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
        out += "\\u00";
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
        return;
    }
    out += c;
}

/// Writes one value after the other into one text.
class Writer {
public:
    Result<void> value(nlohmann::json const& json, std::size_t depth) {
        using Type = nlohmann::json::value_t;
        if (depth > jcs_max_depth) {
            return refusal(ErrorCode::too_large, "nested too deeply");
        }
        switch (json.type()) {
            case Type::null:
                out_ += "null";
                return {};
            case Type::boolean:
                out_ += json.get<bool>() ? "true" : "false";
                return {};
            case Type::string:
                return string(json.get_ref<std::string const&>());
            case Type::number_integer:
                return integer(json.get<std::int64_t>());
            case Type::number_unsigned:
                return integer(json.get<std::uint64_t>());
            case Type::number_float:
                return number(json.get<double>());
            case Type::array:
                return array(json, depth);
            case Type::object:
                return object(json, depth);
            case Type::binary:
            case Type::discarded:
                break;
        }
        return refusal(ErrorCode::wrong_type, "not a JSON value");
    }

    std::string take() { return std::move(out_); }

private:
    Result<void> string(std::string_view text) {
        out_ += '"';
        while (!text.empty()) {
            auto const length = utf8_length(text);
            if (length == 0) {
                return refusal(ErrorCode::malformed, "invalid UTF-8");
            }
            if (length == 1) {
                append_escaped(out_, text.front());
            } else {
                out_ += text.substr(0, length);
            }
            text.remove_prefix(length);
        }
        out_ += '"';
        return {};
    }

    template <class Integer>
    Result<void> integer(Integer value) {
        auto const magnitude =
            value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
        if (magnitude > largest_exact_integer) {
            return number(static_cast<double>(value));
        }
        out_ += std::to_string(value);
        return {};
    }

    Result<void> number(double value) {
        auto text = format_ecmascript_number(value);
        if (!text) {
            return std::unexpected(std::move(text).error());
        }
        out_ += *text;
        return {};
    }

    Result<void> array(nlohmann::json const& json, std::size_t depth) {
        out_ += '[';
        for (std::size_t i = 0; i < json.size(); ++i) {
            if (i > 0) {
                out_ += ',';
            }
            if (auto written = value(json[i], depth + 1); !written) {
                return written;
            }
        }
        out_ += ']';
        return {};
    }

    Result<void> object(nlohmann::json const& json, std::size_t depth) {
        using Member = nlohmann::json::object_t::value_type;
        std::vector<Member const*> members;
        members.reserve(json.size());
        for (auto const& member : json.get_ref<nlohmann::json::object_t const&>()) {
            members.push_back(&member);
        }
        std::ranges::sort(members, utf16_less, [](Member const* member) -> std::string_view {
            return member->first;
        });
        out_ += '{';
        for (auto const* member : members) {
            if (member != members.front()) {
                out_ += ',';
            }
            if (auto written = string(member->first); !written) {
                return written;
            }
            out_ += ':';
            if (auto written = value(member->second, depth + 1); !written) {
                return written;
            }
        }
        out_ += '}';
        return {};
    }

    std::string out_;
};

/// The digits of a number without point, and the position of the point: 0.DIGITS * 10^point.
struct Decimal {
    std::string digits;
    int point = 0;
};

Decimal shortest_decimal(double magnitude) {
    std::array<char, 32> text{};
    auto const [end, error] = std::to_chars(
        text.data(), text.data() + text.size(), magnitude, std::chars_format::scientific
    );
    std::string_view const scientific(text.data(), end);
    auto const e = scientific.find('e');
    Decimal out;
    for (char const c : scientific.substr(0, e)) {
        if (c != '.') {
            out.digits += c;
        }
    }
    auto exponent = scientific.substr(e + 1);
    exponent.remove_prefix(exponent.starts_with('+') ? 1 : 0);
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), out.point);
    ++out.point;
    return out;
}

}  // namespace

Result<std::string> format_ecmascript_number(double number) {
    if (!std::isfinite(number)) {
        return refusal(ErrorCode::malformed, "NaN or infinity");
    }
    if (number == 0) {
        return "0";
    }
    std::string const sign = number < 0 ? "-" : "";
    auto const [digits, point] = shortest_decimal(std::abs(number));
    auto const count = static_cast<int>(digits.size());
    auto const zeros = [](int n) { return std::string(static_cast<std::size_t>(n), '0'); };
    // The four layouts of ECMA-262 Number::toString, in its order.
    if (count <= point && point <= 21) {
        return sign + digits + zeros(point - count);
    }
    if (0 < point && point <= 21) {
        auto const split = static_cast<std::size_t>(point);
        return sign + digits.substr(0, split) + "." + digits.substr(split);
    }
    if (-6 < point && point <= 0) {
        return sign + "0." + zeros(-point) + digits;
    }
    auto const exponent = point - 1;
    auto const fraction = count > 1 ? "." + digits.substr(1) : std::string();
    return sign + digits.substr(0, 1) + fraction + (exponent < 0 ? "e-" : "e+") +
           std::to_string(std::abs(exponent));
}

Result<std::string> canonicalize(nlohmann::json const& value) {
    Writer writer;
    if (auto written = writer.value(value, 0); !written) {
        return std::unexpected(std::move(written).error());
    }
    return writer.take();
}

}  // namespace folkmoot::activitypub
