// Unicode by code point: decoding that cannot fail, and the few classes of characters that markup
// and tags ask about. The classes are ranges by block, good enough for text boundaries; this room
// links no Unicode tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// One decoded character.
struct CodePoint {
    char32_t value = 0;
    std::uint8_t length = 0;  ///< bytes consumed, at least 1
    bool valid =
        false;  ///< false: `value` is U+FFFD for a maximal subpart (Unicode 15, section 3.9)
};

/// Decodes at `at`, which is less than text.size().
CodePoint decode_utf8(std::string_view text, std::size_t at) noexcept;

/// Decodes the character that ends just before `at`; value 0 at the start.
CodePoint decode_before(std::string_view text, std::size_t at) noexcept;

/// Appends a character. `value` is a Unicode scalar value.
void append_utf8(std::string& out, char32_t value);

/// Length of the longest prefix of at most `bytes` bytes that ends between characters.
std::size_t utf8_prefix(std::string_view text, std::size_t bytes) noexcept;

/// Characters that no output holds: C0 but TAB and LF, DEL, C1, U+FEFF, bidi embeddings, overrides
/// and isolates (U+202A..E, U+2066..9), noncharacters.
bool is_forbidden(char32_t c) noexcept;

/// Language tag characters U+E0000..E007F, allowed only within a flag emoji.
constexpr bool is_tag_character(char32_t c) noexcept {
    return c >= 0xE0000 && c <= 0xE007F;
}

/// Takes no room of its own: combining marks, variation selectors, joiners, zero-width spaces.
bool is_zero_width(char32_t c) noexcept;

/// Han, Kana, Hangul, Bopomofo and their extensions: scripts written without spaces between words.
bool is_cjk(char32_t c) noexcept;

/// White space of any kind, U+00A0 and U+3000 included.
bool is_space(char32_t c) noexcept;

/// Part of a word, a hashtag for instance: letters, digits, marks and `_` of any script; no
/// punctuation, no symbol, no emoji.
bool is_word(char32_t c) noexcept;

constexpr bool is_ascii_alpha(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_ascii_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

constexpr bool is_ascii_alnum(char c) noexcept {
    return is_ascii_alpha(c) || is_ascii_digit(c);
}

constexpr char ascii_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Copy with ASCII letters in lower case.
std::string ascii_lower(std::string_view text);

/// Equality without regard to ASCII case.
bool ascii_iequals(std::string_view a, std::string_view b) noexcept;

}  // namespace folkmoot::activitypub
