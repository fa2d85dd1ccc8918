// Asks a running node to carry out a command. Blocking: the program has nothing else to do.
#pragma once

#include "node/cli/command.hpp"
#include "node/cli/control_socket.hpp"

#include <filesystem>

namespace folkmoot::node {

/// Sends a command and waits for its answer, however long it takes to carry out.
/// @return Error{unavailable} when no node answers at the directory's socket; {internal} for an
/// answer that cannot be read
Result<Answer> ask_control_socket(std::filesystem::path const& directory, Command const& command);

}  // namespace folkmoot::node
