// Keys whose byte order is the order of their values, and ranges of such keys.
// Integers are big-endian; text is escaped and terminated so that a component never runs into the
// next one. Knows nothing of LMDB except its longest key.
#pragma once

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace folkmoot::storage {

/// Longest key in bytes (the compiled-in limit of LMDB). A longer key, or an empty one, is refused
/// by every operation with `ErrorCode::invalid`.
inline constexpr std::size_t max_key_size = 511;

/// A fixed component of 16 bytes: the first half of a SHA-256 (decision 25). Ordered as bytes.
struct Hash128 {
    std::array<std::uint8_t, 16> bytes{};

    friend auto operator<=>(Hash128 const&, Hash128 const&) = default;
};

/// A number that sorts newest (greatest) first: stored inverted.
struct NewestFirst {
    std::uint64_t value{};

    /// Greater numbers come first.
    friend constexpr std::strong_ordering operator<=>(NewestFirst a, NewestFirst b) noexcept {
        return b.value <=> a.value;
    }

    friend constexpr bool operator==(NewestFirst, NewestFirst) noexcept = default;
};

/// Writes the components of a composite key one after another. The bytes compare as the tuple of
/// the values does.
class KeyBuilder {
public:
    KeyBuilder& u8(std::uint8_t value);
    KeyBuilder& u16(std::uint16_t value);
    KeyBuilder& u32(std::uint32_t value);
    KeyBuilder& u64(std::uint64_t value);
    /// Negative numbers come before positive ones.
    KeyBuilder& i64(std::int64_t value);
    /// Inverted: greater numbers come first.
    KeyBuilder& newest_first(std::uint64_t value);
    KeyBuilder& hash(Hash128 const& value);
    /// Any bytes. A zero byte becomes 00 FF, the end is 00 01: order holds, and no text is a prefix
    /// of another.
    KeyBuilder& text(std::string_view value);

    /// The key so far; valid until the next component is written.
    [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

    /// Hands the key out.
    [[nodiscard]] std::string take() && noexcept { return std::move(bytes_); }

private:
    template <class Number>
    KeyBuilder& big_endian(Number value);

    std::string bytes_;
};

/// Reads the components back in the order in which they were written. After a component that does
/// not parse, every further one is nullopt.
class KeyReader {
public:
    /// `key` must outlive the reader.
    explicit KeyReader(std::string_view key) noexcept : rest_(key) {}

    std::optional<std::uint8_t> u8();
    std::optional<std::uint16_t> u16();
    std::optional<std::uint32_t> u32();
    std::optional<std::uint64_t> u64();
    std::optional<std::int64_t> i64();
    std::optional<std::uint64_t> newest_first();
    std::optional<Hash128> hash();
    std::optional<std::string> text();

    /// True when every byte was read and nothing failed.
    [[nodiscard]] bool done() const noexcept { return !failed_ && rest_.empty(); }

    /// The bytes not yet read.
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

private:
    template <class Number>
    std::optional<Number> big_endian();

    std::string_view rest_;
    bool failed_ = false;
};

/// How a type becomes a key and back: `static void write(KeyBuilder&, T const&)` and
/// `static std::optional<T> read(KeyReader&)`. Given for the fixed-width integers, bool, scoped
/// enumerations, `Hash128`, `NewestFirst`, `std::string`, strong ids (a type with `value()` and a
/// constructor from what it returns), pairs and tuples, and structs that name their members:
///
///     struct GroupTopic {
///         GroupId group;
///         TopicId topic;
///         static constexpr auto key_fields = std::tuple{&GroupTopic::group, &GroupTopic::topic};
///     };
///
/// Specialise it for other types.
template <class T>
struct KeyCodec;

/// A type that has a key codec.
template <class T>
concept KeyType = requires(KeyBuilder& builder, KeyReader& reader, T const& value) {
    KeyCodec<T>::write(builder, value);
    { KeyCodec<T>::read(reader) } -> std::same_as<std::optional<T>>;
};

/// The bytes of a key, or of the leading components of one (a prefix).
template <class... Parts>
[[nodiscard]] std::string encode_key(Parts const&... parts) {
    KeyBuilder builder;
    (KeyCodec<Parts>::write(builder, parts), ...);
    return std::move(builder).take();
}

/// The value of a whole key; nullopt when it does not parse or bytes are left over.
template <KeyType T>
[[nodiscard]] std::optional<T> decode_key(std::string_view key) {
    KeyReader reader(key);
    auto value = KeyCodec<T>::read(reader);
    return reader.done() ? std::move(value) : std::nullopt;
}

/// A half-open range of keys as bytes: from `begin` up to but not including `end`. Narrowed step by
/// step: `KeyRange::with_prefix(group).before(encode_key(group, max_id))`.
class KeyRange {
public:
    /// Every key.
    KeyRange() = default;

    /// The keys that start with these components.
    template <class... Parts>
    [[nodiscard]] static KeyRange with_prefix(Parts const&... parts) {
        return starting_with(encode_key(parts...));
    }

    /// The keys that start with these bytes. No bytes: every key.
    [[nodiscard]] static KeyRange starting_with(std::string_view prefix);

    /// Keeps keys that are not less than `key`.
    [[nodiscard]] KeyRange from(std::string_view key) const;
    /// Keeps keys that are greater than `key`.
    [[nodiscard]] KeyRange after(std::string_view key) const;
    /// Keeps keys that are less than `key`.
    [[nodiscard]] KeyRange before(std::string_view key) const;
    /// Keeps keys that are not greater than `key`.
    [[nodiscard]] KeyRange until(std::string_view key) const;

    /// First key that may be in the range; empty for no lower bound.
    [[nodiscard]] std::string const& begin_key() const noexcept { return begin_; }

    /// First key after the range; nullopt for no upper bound.
    [[nodiscard]] std::optional<std::string> const& end_key() const noexcept { return end_; }

    /// True when `key` lies in the range.
    [[nodiscard]] bool contains(std::string_view key) const noexcept;

private:
    std::string begin_;
    std::optional<std::string> end_;
};

/// Which way a range is walked.
enum class Direction {
    forward,  ///< smallest key first
    reverse,  ///< greatest key first
};

template <>
struct KeyCodec<bool> {
    static void write(KeyBuilder& builder, bool value) { builder.u8(value ? 1 : 0); }

    static std::optional<bool> read(KeyReader& reader) {
        auto const value = reader.u8();
        return value && *value <= 1 ? std::optional(*value == 1) : std::nullopt;
    }
};

template <>
struct KeyCodec<std::uint8_t> {
    static void write(KeyBuilder& builder, std::uint8_t value) { builder.u8(value); }

    static std::optional<std::uint8_t> read(KeyReader& reader) { return reader.u8(); }
};

template <>
struct KeyCodec<std::uint16_t> {
    static void write(KeyBuilder& builder, std::uint16_t value) { builder.u16(value); }

    static std::optional<std::uint16_t> read(KeyReader& reader) { return reader.u16(); }
};

template <>
struct KeyCodec<std::uint32_t> {
    static void write(KeyBuilder& builder, std::uint32_t value) { builder.u32(value); }

    static std::optional<std::uint32_t> read(KeyReader& reader) { return reader.u32(); }
};

template <>
struct KeyCodec<std::uint64_t> {
    static void write(KeyBuilder& builder, std::uint64_t value) { builder.u64(value); }

    static std::optional<std::uint64_t> read(KeyReader& reader) { return reader.u64(); }
};

template <>
struct KeyCodec<std::int64_t> {
    static void write(KeyBuilder& builder, std::int64_t value) { builder.i64(value); }

    static std::optional<std::int64_t> read(KeyReader& reader) { return reader.i64(); }
};

template <>
struct KeyCodec<Hash128> {
    static void write(KeyBuilder& builder, Hash128 const& value) { builder.hash(value); }

    static std::optional<Hash128> read(KeyReader& reader) { return reader.hash(); }
};

template <>
struct KeyCodec<NewestFirst> {
    static void write(KeyBuilder& builder, NewestFirst value) { builder.newest_first(value.value); }

    static std::optional<NewestFirst> read(KeyReader& reader) {
        auto const value = reader.newest_first();
        return value ? std::optional(NewestFirst{*value}) : std::nullopt;
    }
};

template <>
struct KeyCodec<std::string> {
    static void write(KeyBuilder& builder, std::string_view value) { builder.text(value); }

    static std::optional<std::string> read(KeyReader& reader) { return reader.text(); }
};

/// Text can be written from a view; it is read back as `std::string`.
template <>
struct KeyCodec<std::string_view> {
    static void write(KeyBuilder& builder, std::string_view value) { builder.text(value); }
};

/// Scoped enumerations, in the order of their numbers.
template <class Enum>
    requires std::is_enum_v<Enum>
struct KeyCodec<Enum> {
    using Number = std::underlying_type_t<Enum>;

    static void write(KeyBuilder& builder, Enum value) {
        KeyCodec<Number>::write(builder, static_cast<Number>(value));
    }

    static std::optional<Enum> read(KeyReader& reader) {
        auto const value = KeyCodec<Number>::read(reader);
        return value ? std::optional(static_cast<Enum>(*value)) : std::nullopt;
    }
};

/// Strong ids: `value()` out, explicit constructor in.
template <class StrongId>
    requires(!std::is_enum_v<StrongId>) && requires(StrongId const& id) {
        { id.value() } -> std::unsigned_integral;
        StrongId(id.value());
    }
struct KeyCodec<StrongId> {
    using Number = decltype(std::declval<StrongId const&>().value());

    static void write(KeyBuilder& builder, StrongId const& id) {
        KeyCodec<Number>::write(builder, id.value());
    }

    static std::optional<StrongId> read(KeyReader& reader) {
        auto const value = KeyCodec<Number>::read(reader);
        return value ? std::optional(StrongId(*value)) : std::nullopt;
    }
};

template <class... Parts>
struct KeyCodec<std::tuple<Parts...>> {
    static void write(KeyBuilder& builder, std::tuple<Parts...> const& value) {
        std::apply(
            [&](auto const&... part) { (KeyCodec<Parts>::write(builder, part), ...); }, value
        );
    }

    static std::optional<std::tuple<Parts...>> read(KeyReader& reader) {
        // Braces fix the order of evaluation to the order of the components.
        std::tuple<std::optional<Parts>...> parts{KeyCodec<Parts>::read(reader)...};
        return std::apply(
            [](auto&... part) -> std::optional<std::tuple<Parts...>> {
                if (!(part && ...)) {
                    return std::nullopt;
                }
                return std::tuple<Parts...>(std::move(*part)...);
            },
            parts
        );
    }
};

template <class First, class Second>
struct KeyCodec<std::pair<First, Second>> {
    static void write(KeyBuilder& builder, std::pair<First, Second> const& value) {
        KeyCodec<First>::write(builder, value.first);
        KeyCodec<Second>::write(builder, value.second);
    }

    static std::optional<std::pair<First, Second>> read(KeyReader& reader) {
        auto first = KeyCodec<First>::read(reader);
        auto second = KeyCodec<Second>::read(reader);
        if (!first || !second) {
            return std::nullopt;
        }
        return std::pair<First, Second>(std::move(*first), std::move(*second));
    }
};

/// Structs that name their members in `key_fields`.
template <class Composite>
    requires requires { Composite::key_fields; }
struct KeyCodec<Composite> {
    static void write(KeyBuilder& builder, Composite const& value) {
        std::apply(
            [&](auto... field) { (write_part(builder, value.*field), ...); }, Composite::key_fields
        );
    }

    static std::optional<Composite> read(KeyReader& reader) {
        return std::apply(
            [&](auto... field) { return read_parts(reader, field...); }, Composite::key_fields
        );
    }

private:
    template <class Part>
    static void write_part(KeyBuilder& builder, Part const& part) {
        KeyCodec<Part>::write(builder, part);
    }

    template <class... Parts>
    static std::optional<Composite>
    read_parts(KeyReader& reader, Parts Composite::*... /*fields*/) {
        auto parts = KeyCodec<std::tuple<Parts...>>::read(reader);
        if (!parts) {
            return std::nullopt;
        }
        return std::apply([](auto&... part) { return Composite{std::move(part)...}; }, *parts);
    }
};

}  // namespace folkmoot::storage
