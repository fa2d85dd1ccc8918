// The allow-list: what becomes of each element. The lists are those of the hostile set's manifest;
// what is not named here loses its tags and keeps its text.
#pragma once

#include "activitypub/html/sanitizer.hpp"

#include <cstdint>
#include <string_view>

namespace folkmoot::activitypub {

/// What the sanitiser does with an element.
enum class Role : std::uint8_t {
    unwrap,       ///< tags go, content stays
    drop,         ///< tags and content go
    division,     ///< tags go, content becomes paragraphs of its own
    gap,          ///< tags go, a space divides it from its neighbours
    formatting,   ///< inline element that means nothing twice, e.g. `b`
    inline_text,  ///< other inline element
    link,
    image,
    line_break,
    rule,
    ruby,
    ruby_part,
    paragraph,
    heading,
    preformatted,
    quote,
    figure,
    figure_caption,
    details,
    summary,
    list,
    item,
    definitions,
    term,
    description,
    table,
    table_caption,
    section,
    row,
    cell,
};

/// One row of the list.
struct ElementRule {
    std::string_view source;  ///< name in the input, lower case
    std::string_view output;  ///< name in the output; empty when the tags go under both policies
    Role note;
    Role article;

    constexpr Role role(HtmlPolicy policy) const noexcept {
        return policy == HtmlPolicy::article ? article : note;
    }
};

/// The rule of an element; for names off the list one with Role::unwrap, and Role::drop for a
/// prefixed name
/// (`x:script`) whose local part is dropped.
ElementRule const& element_rule(std::string_view name) noexcept;

}  // namespace folkmoot::activitypub
