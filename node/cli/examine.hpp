// Gathers the facts that `folkmoot doctor` judges (self_check.hpp). In a running node it asks the
// node's own public address through the node's own outbound door, as another server would.
#pragma once

#include "node/cli/command_table.hpp"
#include "node/cli/self_check.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace folkmoot::node {

/// All findings. To be awaited on a strand.
boost::asio::awaitable<std::vector<Finding>> examine(CommandContext context);

}  // namespace folkmoot::node
