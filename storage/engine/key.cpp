#include "storage/engine/key.hpp"

#include <algorithm>
#include <limits>

namespace folkmoot::storage {

namespace {

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

/// The least key that is greater than `key`.
std::string successor(std::string_view key) {
    std::string next(key);
    next.push_back('\0');
    return next;
}

}  // namespace

template <class Number>
KeyBuilder& KeyBuilder::big_endian(Number value) {
    for (int shift = std::numeric_limits<Number>::digits - 8; shift >= 0; shift -= 8) {
        bytes_.push_back(static_cast<char>((value >> shift) & 0xFF));
    }
    return *this;
}

KeyBuilder& KeyBuilder::u8(std::uint8_t value) {
    return big_endian(value);
}

KeyBuilder& KeyBuilder::u16(std::uint16_t value) {
    return big_endian(value);
}

KeyBuilder& KeyBuilder::u32(std::uint32_t value) {
    return big_endian(value);
}

KeyBuilder& KeyBuilder::u64(std::uint64_t value) {
    return big_endian(value);
}

KeyBuilder& KeyBuilder::i64(std::int64_t value) {
    return big_endian(static_cast<std::uint64_t>(value) ^ sign_bit);
}

KeyBuilder& KeyBuilder::newest_first(std::uint64_t value) {
    return big_endian(~value);
}

KeyBuilder& KeyBuilder::hash(Hash128 const& value) {
    bytes_.append(reinterpret_cast<char const*>(value.bytes.data()), value.bytes.size());
    return *this;
}

KeyBuilder& KeyBuilder::text(std::string_view value) {
    for (char const byte : value) {
        bytes_.push_back(byte);
        if (byte == '\0') {
            bytes_.push_back('\xFF');
        }
    }
    bytes_.append({'\0', '\x01'});
    return *this;
}

template <class Number>
std::optional<Number> KeyReader::big_endian() {
    if (failed_ || rest_.size() < sizeof(Number)) {
        failed_ = true;
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (char const byte : rest_.substr(0, sizeof(Number))) {
        value = (value << 8) | static_cast<std::uint8_t>(byte);
    }
    rest_.remove_prefix(sizeof(Number));
    return static_cast<Number>(value);
}

std::optional<std::uint8_t> KeyReader::u8() {
    return big_endian<std::uint8_t>();
}

std::optional<std::uint16_t> KeyReader::u16() {
    return big_endian<std::uint16_t>();
}

std::optional<std::uint32_t> KeyReader::u32() {
    return big_endian<std::uint32_t>();
}

std::optional<std::uint64_t> KeyReader::u64() {
    return big_endian<std::uint64_t>();
}

std::optional<std::int64_t> KeyReader::i64() {
    auto const value = big_endian<std::uint64_t>();
    return value ? std::optional(static_cast<std::int64_t>(*value ^ sign_bit)) : std::nullopt;
}

std::optional<std::uint64_t> KeyReader::newest_first() {
    auto const value = big_endian<std::uint64_t>();
    return value ? std::optional(~*value) : std::nullopt;
}

std::optional<Hash128> KeyReader::hash() {
    Hash128 value;
    if (failed_ || rest_.size() < value.bytes.size()) {
        failed_ = true;
        return std::nullopt;
    }
    std::copy_n(rest_.begin(), value.bytes.size(), reinterpret_cast<char*>(value.bytes.data()));
    rest_.remove_prefix(value.bytes.size());
    return value;
}

std::optional<std::string> KeyReader::text() {
    std::string value;
    while (!failed_) {
        auto const zero = rest_.find('\0');
        if (zero == std::string_view::npos || zero + 1 == rest_.size()) {
            break;
        }
        value.append(rest_.substr(0, zero));
        auto const mark = rest_[zero + 1];
        rest_.remove_prefix(zero + 2);
        if (mark == '\x01') {
            return value;
        }
        if (mark != '\xFF') {
            break;
        }
        value.push_back('\0');
    }
    failed_ = true;
    return std::nullopt;
}

KeyRange KeyRange::starting_with(std::string_view prefix) {
    KeyRange range;
    range.begin_ = prefix;
    auto const last = prefix.find_last_not_of('\xFF');
    if (last != std::string_view::npos) {
        range.end_ = std::string(prefix.substr(0, last + 1));
        range.end_->back() = static_cast<char>(static_cast<std::uint8_t>(range.end_->back()) + 1);
    }
    return range;
}

KeyRange KeyRange::from(std::string_view key) const {
    auto range = *this;
    range.begin_ = std::max(range.begin_, std::string(key));
    return range;
}

KeyRange KeyRange::after(std::string_view key) const {
    return from(successor(key));
}

KeyRange KeyRange::before(std::string_view key) const {
    auto range = *this;
    if (!range.end_ || key < *range.end_) {
        range.end_ = std::string(key);
    }
    return range;
}

KeyRange KeyRange::until(std::string_view key) const {
    return before(successor(key));
}

bool KeyRange::contains(std::string_view key) const noexcept {
    return key >= begin_ && (!end_ || key < *end_);
}

}  // namespace folkmoot::storage
