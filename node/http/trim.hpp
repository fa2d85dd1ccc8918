// Optional white space of RFC 9110 section 5.6.3.
#pragma once

#include <algorithm>
#include <string_view>

namespace folkmoot::node {

/// A view of `text` without blanks and tabs at its ends.
constexpr std::string_view trim(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t";
    auto const first = std::min(text.find_first_not_of(blanks), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

}  // namespace folkmoot::node
