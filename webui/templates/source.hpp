// From the embedded template files to the text that ctemplate parses: partials joined in, messages
// translated, assets and icons put in place, modifiers checked. All of it happens once at start, so
// that a render never looks anything up.
#pragma once

#include "webui/po/language.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::webui {

/// The text of one page in one language, ready to be parsed. In the files, double square brackets
/// hold:
/// - `[[>name]]` another template file, joined in as text; `[[>main]]` in the base is the page's
/// own
/// - `[[@name]]` the address of an asset
/// - `[[#name]]` an icon of the sprite, hidden from screen readers because a word stands beside it
/// - `[[=tag]]` the web tag of the language
/// - anything else: an English message; `{name}` in it stands for the template variable NAME
/// @param page  name of the page's template, without ".tpl"
/// @throws std::logic_error when a part is missing or check_modifiers() fails
std::string page_source(std::string_view page, Language const& language);

/// The English messages of a template file, in order. For the extraction of messages.
std::vector<std::string> messages_of(std::string_view file);

/// Enforces that nothing but prepared bytes is printed unescaped: a variable carries the modifier
/// x-html exactly if its name begins with HTML_, x-json exactly if it begins with JSON_, and no
/// other modifier at all.
/// @throws std::logic_error naming the variable
void check_modifiers(std::string_view source);

}  // namespace folkmoot::webui
