// Finds what people mean as links in plain text - URLs, mentions, hashtags - in one pass.
//
// What counts follows Mastodon (app/models/account.rb, tag.rb; twitter-text), widened for writing
// without spaces: a mention or a URL may follow a CJK character directly, and a URL ends before CJK
// text unless that text plainly belongs to its path.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// One stretch of a text.
struct TextPiece {
    enum class Kind : std::uint8_t {
        text,
        url,      ///< http, https, gemini, xmpp or magnet; not judged yet
        mention,  ///< "@ana", "@ana@host", "!group", "!group@host"
        hashtag,  ///< "#tag" or "＃tag"
    };

    Kind kind = Kind::text;
    std::string_view text;  ///< lives as long as the text that was split
};

/// Splits a text; the pieces joined are the text. Time is linear.
/// @param text  valid UTF-8
std::vector<TextPiece> split_text(std::string_view text);

/// The tag without its sigil.
std::string_view hashtag_name(std::string_view piece) noexcept;

}  // namespace folkmoot::activitypub
