// The one way from foreign markup to Html: parsed to a tree, walked, and written anew from an
// allow-list.
//
// Nothing of the input's markup is copied. The writer follows a grammar narrower than HTML (blocks
// never inside inline elements, lists hold items, tables hold sections hold rows hold cells), so
// that an HTML5 parser, which is not the parser used here, builds exactly the tree that was meant,
// in whatever context the fragment is put. Section 6 of the threat table, rows X01 to X06, and the
// policy of the hostile set's manifest (decision 39). It must not know: who wrote the text, the
// network, files.
#pragma once

#include "activitypub/html/html.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace folkmoot::activitypub {

/// Which elements stay.
enum class HtmlPolicy : std::uint8_t {
    note,     ///< what microblogs agree on: text, links, lists, quotes, code, headings, ruby
    article,  ///< the same with images, tables, figures, definition lists and details
};

/// Caps of one call. What is over a cap is left out and reported by Sanitized::truncated.
struct SanitizeOptions {
    std::size_t max_input_bytes = 256 * 1024;  ///< the rest of the input is not read
    std::size_t max_depth =
        40;  ///< open elements in the output; deeper ones lose their tags, not their text
};

/// A fragment that is safe to print, and what the reader should know of it.
struct Sanitized {
    Html html;
    /// A link's visible text is a URL, a host name or a handle of another host than the one the
    /// link leads to: show the real host beside it, or drop the link.
    bool misleading_link = false;
    /// Something was left out because of a cap: input bytes, nesting beyond 256 levels, or output
    /// over six times the input (at least 4 KiB).
    bool truncated = false;
};

/// Sanitises a fragment.
///
/// - Elements off the list lose their tags; those that hold code or foreign markup (script, style,
/// svg, math, iframe,
///   select, …) lose their content as well. `div` and its like become paragraphs.
/// - Attributes are listed for each element; URLs go through safe_url(); every link gets
///   `rel="nofollow noopener"`, and `target="_blank"` unless it is a mention or a hashtag.
/// - A link without an acceptable URL becomes its text, an image without one its alternative text.
/// - Controls, bidi controls, and tag characters outside flag emoji are removed; invalid UTF-8
/// becomes U+FFFD.
///
/// sanitize(sanitize(x)) equals sanitize(x). Time is linear; the stack does not grow with the
/// input. Opens no file and no socket.
///
/// @param bytes    markup as received, any bytes
/// @param policy   which elements stay
/// @param options  caps
Sanitized sanitize(std::string_view bytes, HtmlPolicy policy, SanitizeOptions const& options = {});

}  // namespace folkmoot::activitypub
