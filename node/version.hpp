// The version of the program, as the build sets it.
#pragma once

#include <string_view>

namespace folkmoot::node {

/// E.g. "0.1.0".
inline constexpr std::string_view program_version = FOLKMOOT_VERSION;

}  // namespace folkmoot::node
