// From Html back to text: for search, notifications, excerpts and titles.
//
// It reads only what the sanitiser wrote, so it is a scanner and not a parser. reference points:
// community.md 3.1 (b) (summary of an Article), Lemmy's rule for the title of a post from a
// microblog.
#pragma once

#include "activitypub/html/html.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// The text with its lines: an empty line between paragraphs, a line end for `br`, "- " before list
/// items, cells divided by a tab, alternative texts of images. No white space at the ends. UTF-8.
std::string plain_text(Html const& html);

/// The beginning of the text as one line, at most `max_characters` visible characters long.
///
/// Text that fits is returned whole. Otherwise whole sentences are taken as long as they fill at
/// least a third of the room, else whole words, else characters, followed by "…", which counts as
/// one. CJK characters count one each; combining marks, variation selectors and joiners count none.
/// @return plain text, to be escaped before it stands in markup
std::string excerpt(Html const& html, std::size_t max_characters);

/// A title made of the first line that holds text, for posts that come without one.
/// @param html            the post
/// @param group_mentions  ways in which the post names the group that it was sent to, e.g. "@bees",
///                        "@bees@folk.example", "!bees@folk.example"; removed where they stand as
///                        words, ASCII case ignored
/// @return at most 200 characters, with "…" when cut; empty when there is no text at all
std::string title_from_first_line(
    Html const& html, std::span<std::string_view const> group_mentions
);

}  // namespace folkmoot::activitypub
