// Writes markup that an HTML5 parser reads back as the very tree that was written.
//
// The grammar is narrower than HTML: the root and the flow containers hold blocks and inline runs;
// paragraphs, headings, terms, captions, summaries and `pre` hold inline runs; lists hold items,
// `dl` holds terms and descriptions, tables hold captions and sections, sections rows, rows cells;
// inline elements hold inline elements. A block that opens within inline elements closes them, and
// they open again where inline content follows: inline start tags are written with their first
// content, so that there are no empty ones. Row X01 of the threat table; property P05 of the
// hostile set. It must not know: the source of what it writes.
#pragma once

#include "activitypub/html/element_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// A fragment in the making.
class HtmlWriter {
public:
    /// A block that was opened: what close_block() takes. 0 stands for none.
    using Serial = std::uint32_t;

    /// @param max_bytes  of the result, end tags included
    /// @param max_depth  open elements; at least 8
    HtmlWriter(std::size_t max_bytes, std::size_t max_depth);

    /// Opens a block element where the grammar allows it: ends paragraphs, opens missing parents (a
    /// row for a cell).
    /// @param name  element name, living as long as the program
    /// @param attributes  as they follow the name, each with a space before it; escaped
    /// @return 0 when it may not stand here or is too deep: then its content is set apart by a
    /// space
    Serial open_block(Role role, std::string_view name, std::string_view attributes);

    /// Ends a block with all that is open in it. Nothing happens when something else ended it
    /// before.
    void close_block(Serial block);

    /// Announces an inline element; its tags are written around content only.
    void push_inline(std::string_view name, std::string_view attributes);

    /// Ends the inline element announced last.
    void pop_inline();

    /// Whether an element of that name is announced and not ended.
    bool within_inline(std::string_view name) const noexcept;

    /// Name of the inline element announced last; empty for none.
    std::string_view innermost_inline() const noexcept;

    /// Writes text. White space at the start of a block is left out, except in `pre`.
    /// @param plain  valid UTF-8 without forbidden characters, not escaped
    void text(std::string_view plain);

    /// Writes `br`.
    void line_break();

    /// Writes `img` with these attributes.
    void image(std::string_view attributes);

    /// Writes `hr` with these attributes; a boundary where none may stand.
    void rule(std::string_view attributes);

    /// Ends the paragraph: what follows is apart from what went before.
    void boundary();

    /// What follows is divided from what went before by white space, if by nothing else.
    void gap() noexcept { gap_ = true; }

    /// Inline content that stands in no paragraph gets one, as long as this is set.
    void wrap_in_paragraphs(bool wrap) noexcept { wrap_ = wrap; }

    bool wraps_in_paragraphs() const noexcept { return wrap_; }

    /// Whether something did not fit.
    bool truncated() const noexcept { return full_; }

    /// Ends all elements and gives the result away.
    std::string finish();

private:
    struct Block {
        Role role;
        std::string_view name;
        Serial serial;
    };

    struct Inline {
        std::string_view name;
        std::string attributes;
    };

    Role container() const noexcept {
        return blocks_.empty() ? Role::division : blocks_.back().role;
    }

    std::size_t depth() const noexcept { return blocks_.size() + open_inlines_; }

    bool fits(std::size_t bytes) const noexcept;
    bool climb_to_parent_of(Role role);
    bool enter_flow();
    void enter_inline_container();
    void push_block(Role role, std::string_view name, std::string_view attributes);
    void pop_block();
    void close_inlines();
    bool prepare_inline(std::size_t bytes);
    void write_escaped(std::string_view plain);
    void write_end_tag(std::string_view name);

    std::string out_;
    std::vector<Block> blocks_;
    std::vector<Inline> inlines_;
    std::size_t open_inlines_ = 0;  // the first so many of inlines_ are open in the output
    std::size_t closing_bytes_ = 0;
    std::size_t max_bytes_;
    std::size_t max_depth_;
    Serial last_serial_ = 0;
    bool block_start_ = true;  // nothing inline was written since the last block tag
    bool after_pre_tag_ = false;
    bool gap_ = false;
    bool wrap_ = false;
    bool full_ = false;
};

/// Appends `plain` with & < > " and U+00A0 as references.
void append_escaped(std::string& out, std::string_view plain);

}  // namespace folkmoot::activitypub
