// The families of commands, one file each; commands.cpp puts them together. Inside this folder
// only.
#pragma once

#include "node/cli/command_table.hpp"

#include <vector>

namespace folkmoot::node {

std::vector<CommandSpec> init_commands();    ///< init
std::vector<CommandSpec> serve_commands();   ///< serve
std::vector<CommandSpec> config_commands();  ///< config check, example, show
std::vector<CommandSpec> member_commands();  ///< member add, list, password, suspend …
std::vector<CommandSpec> group_commands();   ///< group add, list
std::vector<CommandSpec> policy_commands();  ///< policy add, list, remove
std::vector<CommandSpec> post_commands();    ///< post, follow
std::vector<CommandSpec> backup_commands();  ///< backup, restore
std::vector<CommandSpec> store_commands();   ///< verify, rebuild, stats
std::vector<CommandSpec> doctor_commands();  ///< doctor

}  // namespace folkmoot::node
