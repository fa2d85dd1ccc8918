#include "activitypub/vocabulary/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::activitypub {
namespace {

using Range = std::pair<char32_t, char32_t>;

/// Characters that show nothing or turn the direction of what follows them.
constexpr auto invisible = std::to_array<Range>({
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200B},    // zero-width space
    {0x200E, 0x200F},    // left-to-right and right-to-left marks
    {0x202A, 0x202E},    // embeddings and overrides
    {0x2060, 0x2064},    // word joiner, invisible operators
    {0x2066, 0x206F},    // isolates, deprecated controls
    {0x3164, 0x3164},    // Hangul filler
    {0xFEFF, 0xFEFF},    // byte-order mark
    {0xFFA0, 0xFFA0},    // half-width Hangul filler
    {0xFFF9, 0xFFFB},    // interlinear annotation
    {0x1D173, 0x1D17A},  // musical controls
});

/// Combining marks that can be stacked; those of South and South-East Asian scripts count too,
/// eight are plenty.
constexpr auto combining = std::to_array<Range>({
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4},   {0x0730, 0x074A}, {0x07EB, 0x07F3},
    {0x0816, 0x0819}, {0x081B, 0x0823}, {0x08D3, 0x08FF},   {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E}, {0x0EB4, 0x0EBC}, {0x0EC8, 0x0ECD},   {0x0F71, 0x0F84}, {0x135D, 0x135F},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20F0},   {0x2CEF, 0x2CF1}, {0x2DE0, 0x2DFF},
    {0x302A, 0x302F}, {0x3099, 0x309A}, {0xA66F, 0xA672},   {0xA674, 0xA67D}, {0xA8E0, 0xA8F1},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
});

constexpr char32_t black_flag = 0x1F3F4;
constexpr std::size_t max_marks = 8;

template <std::size_t Count>
bool is_in(std::array<Range, Count> const& ranges, char32_t c) noexcept {
    return std::ranges::any_of(ranges, [c](Range range) {
        return c >= range.first && c <= range.second;
    });
}

bool is_control(char32_t c) noexcept {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

bool is_tag_character(char32_t c) noexcept {
    return c >= 0xE0000 && c <= 0xE007F;
}

bool is_space(char32_t c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/// One character and the bytes that hold it; `size` is 0 for a byte that belongs to none.
struct Character {
    char32_t value = 0;
    std::size_t size = 0;
};

Character decode(std::string_view text) noexcept {
    auto const byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    unsigned char const first = byte(0);
    if (first < 0x80) {
        return {first, 1};
    }
    std::size_t const size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size) {
        return {};
    }
    char32_t value = first & (0x7FU >> size);
    for (std::size_t at = 1; at < size; ++at) {
        if ((byte(at) & 0xC0U) != 0x80U) {
            return {};
        }
        value = (value << 6U) | (byte(at) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
    bool const surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[size] || value > 0x10FFFF || surrogate) {
        return {};
    }
    return {value, size};
}

/// Walks the characters of `text` and hands those worth keeping, as bytes, to `keep`.
template <class Keep>
void for_each_visible(std::string_view text, Keep keep) {
    std::size_t marks = 0;
    bool in_flag = false;
    while (!text.empty()) {
        auto const [c, size] = decode(text);
        if (size == 0) {
            text.remove_prefix(1);
            continue;
        }
        auto const bytes = text.substr(0, size);
        text.remove_prefix(size);
        in_flag = c == black_flag || (in_flag && is_tag_character(c));
        marks = is_in(combining, c) ? marks + 1 : 0;
        bool const hidden = is_in(invisible, c) || (is_tag_character(c) && !in_flag) ||
                            (is_control(c) && !is_space(c));
        if (!hidden && marks <= max_marks) {
            keep(c, bytes);
        }
    }
}

}  // namespace

std::string clean_line(std::string_view text) {
    std::string line;
    bool gap = false;
    for_each_visible(text, [&](char32_t c, std::string_view bytes) {
        if (is_space(c)) {
            gap = true;
            return;
        }
        if (gap && !line.empty()) {
            line += ' ';
        }
        gap = false;
        line += bytes;
    });
    return line;
}

std::string clean_text(std::string_view text) {
    std::string result;
    bool after_return = false;
    for_each_visible(text, [&](char32_t c, std::string_view bytes) {
        bool const second_of_pair = c == '\n' && after_return;
        after_return = c == '\r';
        if (second_of_pair) {
            return;
        }
        if (c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85) {
            result += '\n';
        } else if (!is_control(c) || c == '\n' || c == '\t') {
            result += bytes;
        }
    });
    return result;
}

std::string_view truncate_utf8(std::string_view text, std::size_t bytes) noexcept {
    if (text.size() <= bytes) {
        return text;
    }
    std::size_t end = bytes;
    while (end > 0) {
        auto const next = decode(text.substr(end));
        if (next.size != 0 && !is_in(combining, next.value)) {
            break;
        }
        --end;
    }
    return text.substr(0, end);
}

}  // namespace folkmoot::activitypub
