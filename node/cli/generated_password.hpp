// Passwords that the program makes: there is no default one anywhere (threat A14).
#pragma once

#include "node/app/random.hpp"

#include <string>

namespace folkmoot::node {

/// Twenty letters and digits that are not mistaken for each other, in groups of five: 100 random
/// bits.
std::string generate_password(RandomBytes const& random);

}  // namespace folkmoot::node
