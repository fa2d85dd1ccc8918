// A strict little HTML checker for the pages: it knows exactly the markup that our templates may
// produce.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::webui {

/// A start tag.
struct Element {
    std::string name;
    std::map<std::string, std::string> attributes;  ///< values as written, entities not decoded
    std::string text;                               ///< text directly inside, entities not decoded

    /// The value of an attribute, empty when absent.
    std::string attribute(std::string const& key) const;
};

/// A page taken apart.
struct Markup {
    std::vector<Element> elements;      ///< in document order
    std::vector<std::string> mistakes;  ///< what is not well-formed: empty for a good page

    /// Every element of a name.
    std::vector<Element> all(std::string_view name) const;

    /// The only element with this id; an element without a name when there is none or more than
    /// one.
    Element by_id(std::string_view id) const;
};

/// Takes a page apart. Mistakes are: unbalanced or unknown-void tags, unquoted or repeated
/// attributes, repeated ids, a bare `<` or an undefined entity in text.
Markup read_markup(std::string_view html);

}  // namespace folkmoot::webui
