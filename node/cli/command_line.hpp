// The command line: reads the arguments by the table of commands and runs the one that was named.
#pragma once

#include "node/cli/command_table.hpp"

#include <span>

namespace folkmoot::node {

/// Runs the program.
/// @param arguments  as main() gets them, the program's name first
/// @return the exit code: 64 with a usage text on `console.err` for a mistake on the command line
int run_command_line(std::span<char const* const> arguments, Console console);

}  // namespace folkmoot::node
