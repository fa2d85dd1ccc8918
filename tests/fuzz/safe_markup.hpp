// A second opinion on what the sanitiser writes, strict and small: it knows the policy of the
// hostile set's manifest and nothing of the sanitiser.
#pragma once

#include "activitypub/html/sanitizer.hpp"

#include <string_view>

namespace folkmoot::fuzz {

/// Checks markup against a policy: elements and attributes of its lists only, quoted and escaped,
/// properly nested and at most 64 deep; URLs with a scheme of the list; `rel` and `target` as the
/// policy demands; valid UTF-8 without controls. Throws BrokenProperty for the first thing amiss.
void require_safe_markup(std::string_view html, activitypub::HtmlPolicy policy);

}  // namespace folkmoot::fuzz
