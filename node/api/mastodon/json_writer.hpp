// Writes JSON straight into a string, in the order in which it is called: what entities are made
// with. Builds no tree; the caller keeps objects and arrays balanced.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Appends a JSON string literal with its quotes. Bytes that are not UTF-8 become U+FFFD, so that
/// the answer is JSON whatever was stored (threat J06).
void append_json_string(std::string& out, std::string_view text);

/// The writer. `out` must outlive it.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) noexcept : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }

    JsonWriter& end_object() { return close('}'); }

    JsonWriter& begin_array() { return open('['); }

    JsonWriter& end_array() { return close(']'); }

    /// A member's name; its value is the next call.
    /// @param name  a constant that needs no escapes
    JsonWriter& key(std::string_view name) {
        divide();
        out_.push_back('"');
        out_.append(name).append("\":");
        first_ = true;
        return *this;
    }

    JsonWriter& string(std::string_view text) {
        divide();
        append_json_string(out_, text);
        return *this;
    }

    /// A record id: a decimal string.
    JsonWriter& id(std::uint64_t value) {
        divide();
        out_.push_back('"');
        append_number(value);
        out_.push_back('"');
        return *this;
    }

    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    JsonWriter& number(Number value) {
        divide();
        append_number(value);
        return *this;
    }

    /// A number with a fraction; one that is not finite becomes 0.
    JsonWriter& real(double value);

    JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }

    JsonWriter& null() { return raw("null"); }

    /// `text`, or null when it is empty.
    JsonWriter& text_or_null(std::string_view text) { return text.empty() ? null() : string(text); }

    /// An id, or null for 0.
    JsonWriter& id_or_null(std::uint64_t value) { return value == 0 ? null() : id(value); }

    /// A time of a record (milliseconds since 1970) with exactly three fractional digits.
    JsonWriter& time(std::int64_t milliseconds);

    /// Likewise, null for 0.
    JsonWriter& time_or_null(std::int64_t milliseconds) {
        return milliseconds == 0 ? null() : time(milliseconds);
    }

    /// JSON that is written already: a value or, inside an object, "name":value pairs.
    JsonWriter& raw(std::string_view json) {
        divide();
        out_.append(json);
        return *this;
    }

    /// Where the output stands, to go back to.
    struct Mark {
        std::size_t size;
        bool first;
    };

    Mark mark() const noexcept { return {out_.size(), first_}; }

    /// Takes back everything since a mark.
    void rewind(Mark mark) {
        out_.resize(mark.size);
        first_ = mark.first;
    }

private:
    JsonWriter& open(char bracket) {
        divide();
        out_.push_back(bracket);
        first_ = true;
        return *this;
    }

    JsonWriter& close(char bracket) {
        out_.push_back(bracket);
        first_ = false;
        return *this;
    }

    // A comma before everything but the first value of a container and the value of a key.
    void divide() {
        if (!first_) {
            out_.push_back(',');
        }
        first_ = false;
    }

    template <std::integral Number>
    void append_number(Number value) {
        std::array<char, 24> digits;
        auto const [end, failure] =
            std::to_chars(digits.data(), digits.data() + digits.size(), value);
        static_cast<void>(failure);
        out_.append(digits.data(), end);
    }

    std::string& out_;
    bool first_{true};
};

}  // namespace folkmoot::node
