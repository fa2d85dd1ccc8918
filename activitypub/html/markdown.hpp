// What members write, as Html: Markdown from the node's own composer, plain text from clients of
// the Mastodon API.
//
// Both ways recognise URLs, mentions and hashtags in text (never inside code or links), write them
// with the markup that fediverse clients expect, and end in the sanitiser. Raw HTML in Markdown is
// text. Rows X01 and X07 of the threat table; Mastodon API, Status#content. It must not know: which
// members exist (a function is passed in).
#pragma once

#include "activitypub/html/html.hpp"
#include "activitypub/html/sanitizer.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// Whom a mention leads to.
struct MentionTarget {
    std::string href;   ///< page of the actor, for the link
    std::string shown;  ///< name in the text without the sigil, e.g. "ana" or "ana@other.example";
                        ///< empty: as written
};

/// Answers a handle as written: "@ana", "@ana@other.example", "!bees", "!bees@other.example" (a
/// group). nullopt leaves the text as it is. Called once for each different handle of a text, in
/// reading order.
using MentionResolver = std::function<std::optional<MentionTarget>(std::string_view handle)>;

/// Gives the link of a hashtag; `tag` is without `#`, as written. An empty result leaves the text
/// as it is.
using HashtagLink = std::function<std::string(std::string_view tag)>;

/// How a text becomes Html.
struct ComposeOptions {
    HtmlPolicy policy = HtmlPolicy::note;
    MentionResolver mentions;  ///< empty: mentions stay text
    HashtagLink hashtags;      ///< empty: hashtags stay text
    bool hard_breaks =
        false;  ///< Markdown only: a line end in a paragraph is a line break, not a space
    std::size_t max_bytes = 64 * 1024;  ///< of source; the rest is not read
    std::size_t max_mentions = 50;      ///< different handles that are looked up
    std::size_t max_hashtags = 100;     ///< different tags that are linked
};

/// A mention that was found and resolved.
struct FoundMention {
    std::string handle;  ///< as written, with its sigil
    std::string href;    ///< as the resolver gave it

    friend bool operator==(FoundMention const&, FoundMention const&) = default;
};

/// Html with what was found on the way.
struct Composed {
    Html html;
    std::vector<FoundMention>
        mentions;  ///< each handle once (ASCII case ignored), in reading order
    std::vector<std::string>
        hashtags;            ///< each tag once (ASCII case ignored), without `#`, as first written
    bool truncated = false;  ///< source or result was over a cap
};

/// Renders CommonMark with GitHub's tables, strikethrough (`~~`), task lists (as ☐ and ☑) and
/// footnotes (collected in a list at the end; without links, for fragments have no ids).
/// @param source   UTF-8; invalid bytes become U+FFFD
Composed markdown_to_html(std::string_view source, ComposeOptions const& options = {});

/// Renders plain text as Mastodon does: an empty line starts a paragraph, a line end is a line
/// break. This is what the Mastodon client API is given: its `status` parameter is plain text, and
/// clients show `*` and `_` as they were typed; so node/api calls this function unless the request
/// names `text/markdown` as content type.
/// @param source   UTF-8; invalid bytes become U+FFFD
Composed plain_to_html(std::string_view source, ComposeOptions const& options = {});

}  // namespace folkmoot::activitypub
