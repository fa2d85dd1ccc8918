// Hygiene of plain text from outside: names, titles, alt texts. Row X12 of the threat table.
//
// What it does not do: Unicode normalisation. Names of actors and tags that are compared are ASCII
// or compared as received; NFC needs ICU's tables, which this room does not link.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// One line of plain text: control characters, bidi controls (U+061C, U+200E/F, U+202A..E,
/// U+2066..9), zero-width space, BOM, soft hyphen and invisible operators are removed, tag
/// characters too unless they continue a flag emoji; runs of white space and line ends become one
/// space, the ends are trimmed; at most eight combining marks stay on one base. Zero-width joiners
/// stay: emoji and several scripts need them.
/// @param text  UTF-8; invalid bytes are dropped
std::string clean_line(std::string_view text);

/// The same for text of several lines: line feeds stay, CR LF becomes LF, spaces are kept as they
/// are.
std::string clean_text(std::string_view text);

/// The longest prefix of at most `bytes` bytes that ends between characters and not before a
/// combining mark.
std::string_view truncate_utf8(std::string_view text, std::size_t bytes) noexcept;

}  // namespace folkmoot::activitypub
