// Carries a command out on the node of a data directory, wherever that node is: through its socket
// when it runs, in this process when it does not.
#pragma once

#include "node/cli/command_table.hpp"

namespace folkmoot::node {

/// Asks for the command's answer.
/// @param spec     of a StoreCommand
/// @param command  its name and arguments
Answer ask_node(CommandSpec const& spec, std::filesystem::path const& directory, Command command);

/// The same, told on the console.
/// @return the exit code
int run_on_node(CommandSpec const& spec, Invocation const& invocation);

/// Writes an answer: its text to standard output, its sentence to standard error.
/// @return its exit code
int tell(Answer const& answer, Console& console);

}  // namespace folkmoot::node
