// The attributes of one element: read by name, judged, written in one order. Property P02 and P06
// of the hostile set.
#pragma once

#include "activitypub/html/element_rules.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// Gives the value of an attribute, character references decoded; nullopt when the element has no
/// such attribute.
using AttributeSource = std::function<std::optional<std::string_view>(std::string_view name)>;

/// What became of an element's attributes.
struct JudgedAttributes {
    std::string written;     ///< as they follow the name, each with a space before it
    std::string url;         ///< href or src as written, not escaped
    bool usable = true;      ///< false for a link or an image without an acceptable URL
    bool invisible = false;  ///< of class `invisible`
};

/// Judges the attributes of an element that stays.
JudgedAttributes judge_attributes(
    ElementRule const& rule, Role role, AttributeSource const& source
);

/// Text without controls, bidi controls and stray tag characters (those outside flag emoji).
std::string without_forbidden(std::string_view text);

}  // namespace folkmoot::activitypub
