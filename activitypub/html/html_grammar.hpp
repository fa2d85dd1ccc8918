// Which block may stand in which: the grammar of HtmlWriter as questions about roles.
#pragma once

#include "activitypub/html/element_rules.hpp"

#include <cstddef>

namespace folkmoot::activitypub {

/// Whether a block holds inline content only: a paragraph, a heading, `pre`, a term, …
bool holds_phrasing(Role role) noexcept;

/// Whether a block's only children are blocks of its own kind: lists, and tables down to the row.
bool holds_structure(Role role) noexcept;

/// Whether a block stands in one kind of parent only: an item in a list, a cell in a row, …
bool needs_parent(Role role) noexcept;

/// Whether `child` may be opened in an open `parent`. True also where one or two levels between
/// them are implied: a cell in a table.
bool is_parent_of(Role parent, Role child) noexcept;

/// Whether the start of `child` ends an open `role`, as `<li>` ends the item before it.
bool is_ended_by(Role role, Role child) noexcept;

/// Levels that a block needs so that it can hold content: a table needs a section, a row and a
/// cell.
std::size_t levels(Role role) noexcept;

}  // namespace folkmoot::activitypub
