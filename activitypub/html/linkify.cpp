#include "activitypub/html/linkify.hpp"

#include "activitypub/html/code_points.hpp"
#include "activitypub/html/safe_url.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::activitypub {

namespace {

constexpr std::string_view full_width_sign = "\uFF03";
constexpr std::size_t max_name_bytes = 64;
constexpr std::size_t max_host_bytes = 253;
constexpr std::size_t max_tag_bytes = 400;

constexpr auto url_starts =
    std::to_array<std::string_view>({"https://", "http://", "gemini://", "xmpp:", "magnet:?"});

/// Whether a mention, tag or URL may begin after this character: not inside a word, a path or
/// another handle.
bool may_follow(CodePoint before) noexcept {
    if (before.length == 0 || is_cjk(before.value)) {
        return true;
    }
    if (before.value < 0x80) {
        constexpr std::string_view blocking = "/=@#&!";
        return !is_word(before.value) && !blocking.contains(static_cast<char>(before.value));
    }
    return !is_word(before.value);
}

/// End of a name of the form word([.-]word)*, at most `max` bytes.
std::size_t end_of_dotted(std::string_view text, std::size_t at, std::size_t max) noexcept {
    auto const is_name = [&](std::size_t i) {
        return i < text.size() && (is_ascii_alnum(text[i]) || text[i] == '_');
    };
    std::size_t const limit = std::min(text.size(), at + max);
    std::size_t end = at;
    while (end < limit) {
        if (is_name(end)) {
            ++end;
            continue;
        }
        std::size_t next = end;
        while (next < limit && (text[next] == '.' || text[next] == '-')) {
            ++next;
        }
        if (next == end || end == at || next >= limit || !is_name(next)) {
            break;
        }
        end = next;
    }
    return end;
}

/// Length of the mention that begins at `at`, 0 for none.
std::size_t mention_length(std::string_view text, std::size_t at) noexcept {
    std::size_t const name_end = end_of_dotted(text, at + 1, max_name_bytes);
    bool const too_long = name_end < text.size() && is_ascii_alnum(text[name_end]);
    if (name_end == at + 1 || too_long) {
        return 0;
    }
    if (name_end >= text.size() || text[name_end] != '@') {
        return name_end - at;
    }
    std::size_t end = end_of_dotted(text, name_end + 1, max_host_bytes);
    if (end == name_end + 1) {
        return name_end - at;
    }
    std::size_t port_end = end + 1;
    while (port_end < text.size() && port_end - end <= 5 && is_ascii_digit(text[port_end])) {
        ++port_end;
    }
    if (end < text.size() && text[end] == ':' && port_end > end + 1) {
        end = port_end;
    }
    return end - at;
}

/// Length of the tag that begins at `at`, whose sigil is `sigil` bytes long; 0 for none. A tag
/// needs a character that is no digit; "·" and "・" stand inside tags only.
std::size_t hashtag_length(std::string_view text, std::size_t at, std::size_t sigil) noexcept {
    constexpr char32_t middle_dot = 0xB7;
    constexpr char32_t katakana_middle_dot = 0x30FB;
    std::size_t end = at + sigil;
    std::size_t position = end;
    bool has_letter = false;
    while (position < text.size() && position - at < max_tag_bytes) {
        CodePoint const c = decode_utf8(text, position);
        bool const dot = c.value == middle_dot || c.value == katakana_middle_dot;
        if (!dot && !is_word(c.value)) {
            break;
        }
        position += c.length;
        if (dot) {
            continue;
        }
        end = position;
        has_letter = has_letter || !(c.value < 0x80 && is_ascii_digit(static_cast<char>(c.value)));
    }
    return has_letter ? end - at : 0;
}

/// Whether a character outside ASCII ends a URL after `before`: CJK text that follows a word
/// directly is the next word of the sentence, not of the path.
bool ends_url(CodePoint c, CodePoint before) noexcept {
    if (is_space(c.value) || is_forbidden(c.value) || !is_word(c.value)) {
        return true;
    }
    return is_cjk(c.value) && before.value < 0x80 &&
           is_ascii_alnum(static_cast<char>(before.value));
}

/// Takes away what belongs to the sentence: marks at the end, and brackets that were not opened in
/// the URL.
std::string_view without_sentence_end(std::string_view url) noexcept {
    constexpr std::string_view marks = ".,:;!?'\"*_~";
    auto opened = std::ranges::count(url, '(');
    auto closed = std::ranges::count(url, ')');
    while (!url.empty()) {
        char const last = url.back();
        if (last == ')' && closed > opened) {
            --closed;
        } else if (!marks.contains(last) && last != ']' && last != '}') {
            break;
        }
        url.remove_suffix(1);
    }
    return url;
}

/// The URL that begins at `at`; an empty piece for none, a piece of text for one that is too long.
TextPiece url_piece(std::string_view text, std::size_t at) noexcept {
    std::string_view const rest = text.substr(at);
    auto const start = std::ranges::find_if(url_starts, [&](std::string_view prefix) {
        return rest.size() > prefix.size() && ascii_iequals(rest.substr(0, prefix.size()), prefix);
    });
    if (start == url_starts.end()) {
        return {};
    }
    constexpr std::string_view stops = " \t\n\r\"<>`{|}\\^";
    std::size_t end = start->size();
    CodePoint before{'/', 1, true};
    while (end < rest.size() && end < max_url_bytes) {
        CodePoint const c = decode_utf8(rest, end);
        bool const stop = c.value < 0x80
                              ? stops.contains(static_cast<char>(c.value)) || c.value < 0x20
                              : ends_url(c, before);
        if (stop) {
            break;
        }
        before = c;
        end += c.length;
    }
    if (end >= max_url_bytes) {
        return {TextPiece::Kind::text, rest.substr(0, end)};
    }
    auto const url = without_sentence_end(rest.substr(0, end));
    return url.size() > start->size() ? TextPiece{TextPiece::Kind::url, url} : TextPiece{};
}

/// What begins at `at`, as an empty piece when nothing does.
TextPiece piece_at(std::string_view text, std::size_t at) noexcept {
    auto const piece = [&](TextPiece::Kind kind, std::size_t length) {
        return TextPiece{kind, text.substr(at, length)};
    };
    switch (text[at]) {
        case '@':
        case '!':
            return piece(TextPiece::Kind::mention, mention_length(text, at));
        case '#':
            return piece(TextPiece::Kind::hashtag, hashtag_length(text, at, 1));
        case '\xEF':
            return text.substr(at).starts_with(full_width_sign)
                       ? piece(
                             TextPiece::Kind::hashtag,
                             hashtag_length(text, at, full_width_sign.size())
                         )
                       : TextPiece{};
        default:
            return url_piece(text, at);
    }
}

}  // namespace

std::vector<TextPiece> split_text(std::string_view text) {
    constexpr std::string_view triggers = "@!#\xEFhHgGxXmM";
    std::vector<TextPiece> pieces;
    std::size_t copied = 0;
    std::size_t at = text.find_first_of(triggers);
    while (at != std::string_view::npos) {
        TextPiece const found =
            may_follow(decode_before(text, at)) ? piece_at(text, at) : TextPiece{};
        if (!found.text.empty()) {
            if (at > copied) {
                pieces.push_back({TextPiece::Kind::text, text.substr(copied, at - copied)});
            }
            pieces.push_back(found);
            copied = at + found.text.size();
        }
        at = text.find_first_of(triggers, std::max(copied, at + 1));
    }
    if (copied < text.size()) {
        pieces.push_back({TextPiece::Kind::text, text.substr(copied)});
    }
    return pieces;
}

std::string_view hashtag_name(std::string_view piece) noexcept {
    return piece.substr(piece.starts_with('#') ? 1 : full_width_sign.size());
}

}  // namespace folkmoot::activitypub
