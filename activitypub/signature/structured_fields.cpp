#include "activitypub/signature/structured_fields.hpp"

#include "activitypub/signature/base64.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t max_length = 16 * 1024;
constexpr std::size_t max_members = 64;
constexpr std::size_t max_items = 64;
constexpr std::size_t max_parameters = 32;
constexpr std::size_t max_integer_digits = 15;
constexpr std::size_t max_decimal_integer_digits = 12;
constexpr std::size_t max_fraction_digits = 3;

constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

constexpr bool is_letter(char c) {
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_key_start(char c) {
    return is_lower(c) || c == '*';
}

constexpr bool is_key_char(char c) {
    return is_key_start(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}

constexpr bool is_token_start(char c) {
    return is_letter(c) || c == '*';
}

constexpr bool is_token_char(char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view("!#$%&'*+-.^_`|~:/").find(c) != std::string_view::npos;
}

constexpr bool is_printable(char c) {
    return c >= 0x20 && c <= 0x7e;
}

std::unexpected<Error> malformed(std::string_view what) {
    return std::unexpected(Error{ErrorCode::malformed, "structured field: " + std::string(what)});
}

std::unexpected<Error> too_large(std::string_view what) {
    return std::unexpected(Error{ErrorCode::too_large, "structured field: " + std::string(what)});
}

/// The parsing algorithms of RFC 8941 section 4.2, one function each.
class Parser {
public:
    explicit Parser(std::string_view text) noexcept : text_(text) {}

    Result<SfDictionary> dictionary() {
        SfDictionary out;
        skip(" ");
        while (!at_end()) {
            if (out.size() == max_members) {
                return too_large("too many members");
            }
            auto next = member();
            if (!next) {
                return std::unexpected(std::move(next).error());
            }
            if (find_member(out, next->key) != nullptr) {
                return malformed("a key twice");
            }
            out.push_back(std::move(*next));
            skip(" \t");
            if (at_end()) {
                break;
            }
            if (!take(',')) {
                return malformed("no comma between members");
            }
            skip(" \t");
            if (at_end()) {
                return malformed("comma at the end");
            }
        }
        return out;
    }

private:
    bool at_end() const noexcept { return position_ == text_.size(); }

    char peek() const noexcept { return at_end() ? '\0' : text_[position_]; }

    bool take(char expected) noexcept {
        if (at_end() || text_[position_] != expected) {
            return false;
        }
        ++position_;
        return true;
    }

    void skip(std::string_view characters) noexcept {
        position_ = std::min(text_.find_first_not_of(characters, position_), text_.size());
    }

    template <class Predicate>
    std::string_view take_while(Predicate predicate) noexcept {
        auto const start = position_;
        while (!at_end() && predicate(text_[position_])) {
            ++position_;
        }
        return text_.substr(start, position_ - start);
    }

    Result<std::string> key() {
        if (!is_key_start(peek())) {
            return malformed("no key");
        }
        return std::string(take_while(is_key_char));
    }

    Result<SfMember> member() {
        auto name = key();
        if (!name) {
            return std::unexpected(std::move(name).error());
        }
        SfMember out{.key = std::move(*name), .value = SfItem{.value = true, .parameters = {}}};
        auto const has_value = take('=');
        auto const start = position_;
        if (has_value && peek() == '(') {
            auto list = inner_list();
            if (!list) {
                return std::unexpected(std::move(list).error());
            }
            out.value = std::move(*list);
        } else {
            auto value = has_value ? bare_item() : Result<SfBareItem>(true);
            if (!value) {
                return std::unexpected(std::move(value).error());
            }
            auto tail = parameters();
            if (!tail) {
                return std::unexpected(std::move(tail).error());
            }
            out.value = SfItem{std::move(*value), std::move(*tail)};
        }
        out.raw = text_.substr(start, position_ - start);
        return out;
    }

    Result<SfInnerList> inner_list() {
        SfInnerList out;
        take('(');
        while (true) {
            skip(" ");
            if (take(')')) {
                break;
            }
            if (out.items.size() == max_items) {
                return too_large("too many items");
            }
            auto next = item();
            if (!next) {
                return std::unexpected(std::move(next).error());
            }
            out.items.push_back(std::move(*next));
            if (peek() != ' ' && peek() != ')') {
                return malformed("no space between items");
            }
        }
        auto tail = parameters();
        if (!tail) {
            return std::unexpected(std::move(tail).error());
        }
        out.parameters = std::move(*tail);
        return out;
    }

    Result<SfItem> item() {
        auto value = bare_item();
        if (!value) {
            return std::unexpected(std::move(value).error());
        }
        auto tail = parameters();
        if (!tail) {
            return std::unexpected(std::move(tail).error());
        }
        return SfItem{std::move(*value), std::move(*tail)};
    }

    Result<SfParameters> parameters() {
        SfParameters out;
        while (take(';')) {
            skip(" ");
            auto name = key();
            if (!name) {
                return std::unexpected(std::move(name).error());
            }
            auto value = take('=') ? bare_item() : Result<SfBareItem>(true);
            if (!value) {
                return std::unexpected(std::move(value).error());
            }
            if (find_parameter(out, *name) != nullptr) {
                return malformed("a parameter twice");
            }
            if (out.size() == max_parameters) {
                return too_large("too many parameters");
            }
            out.emplace_back(std::move(*name), std::move(*value));
        }
        return out;
    }

    Result<SfBareItem> bare_item() {
        auto const c = peek();
        if (c == '-' || is_digit(c)) {
            return number();
        }
        if (c == '"') {
            return string();
        }
        if (c == ':') {
            return byte_sequence();
        }
        if (c == '?') {
            return boolean();
        }
        if (is_token_start(c)) {
            return SfBareItem(SfToken{std::string(take_while(is_token_char))});
        }
        return malformed("no item");
    }

    Result<SfBareItem> number() {
        auto const start = position_;
        take('-');
        auto const integer = take_while(is_digit);
        if (integer.empty() || integer.size() > max_integer_digits) {
            return malformed("not a number");
        }
        if (peek() != '.') {
            std::int64_t value = 0;
            std::from_chars(text_.data() + start, text_.data() + position_, value);
            return SfBareItem(value);
        }
        take('.');
        auto const fraction = take_while(is_digit);
        if (integer.size() > max_decimal_integer_digits || fraction.empty() ||
            fraction.size() > max_fraction_digits) {
            return malformed("not a decimal");
        }
        double value = 0;
        std::from_chars(text_.data() + start, text_.data() + position_, value);
        return SfBareItem(value);
    }

    Result<SfBareItem> string() {
        std::string out;
        take('"');
        while (!at_end()) {
            auto c = text_[position_++];
            if (c == '"') {
                return SfBareItem(std::move(out));
            }
            if (c == '\\') {
                c = peek();
                if (c != '"' && c != '\\') {
                    return malformed("unknown escape");
                }
                ++position_;
            } else if (!is_printable(c)) {
                return malformed("character that no string may hold");
            }
            out += c;
        }
        return malformed("string without an end");
    }

    Result<SfBareItem> byte_sequence() {
        take(':');
        auto const digits = take_while([](char c) { return c != ':'; });
        if (!take(':')) {
            return malformed("byte sequence without an end");
        }
        // RFC 8941 section 4.2.7: parsers should not fail on missing padding or unused bits.
        auto bytes = decode_base64_tolerant(digits);
        if (!bytes || digits.find_first_of("-_") != std::string_view::npos) {
            return malformed("byte sequence is not base64");
        }
        return SfBareItem(std::move(*bytes));
    }

    Result<SfBareItem> boolean() {
        take('?');
        if (take('1')) {
            return SfBareItem(true);
        }
        if (take('0')) {
            return SfBareItem(false);
        }
        return malformed("not a boolean");
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace

Result<SfDictionary> parse_sf_dictionary(std::string_view text) {
    if (text.size() > max_length) {
        return too_large("longer than 16 KiB");
    }
    return Parser(text).dictionary();
}

SfMember const* find_member(SfDictionary const& dictionary, std::string_view key) noexcept {
    auto const member = std::ranges::find(dictionary, key, &SfMember::key);
    return member == dictionary.end() ? nullptr : &*member;
}

SfBareItem const* find_parameter(SfParameters const& parameters, std::string_view key) noexcept {
    auto const parameter = std::ranges::find(parameters, key, &SfParameters::value_type::first);
    return parameter == parameters.end() ? nullptr : &parameter->second;
}

Result<std::string> serialize_sf_string(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (!is_printable(c)) {
            return malformed("character that no string may hold");
        }
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out + '"';
}

std::string serialize_sf_bytes(ByteView bytes) {
    return ":" + encode_base64(bytes) + ":";
}

}  // namespace folkmoot::activitypub
