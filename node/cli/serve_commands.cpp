// folkmoot serve: runs the node until a signal ends it.
#include "node/app/app.hpp"
#include "node/cli/families.hpp"
#include "node/cli/running_node.hpp"
#include "storage/engine/bus_error.hpp"

#include <csignal>
#include <ostream>
#include <unistd.h>
#include <utility>

namespace folkmoot::node {
namespace {

int fail(Invocation const& invocation, std::string const& sentence, int code) {
    invocation.console.err << "folkmoot: " << sentence << '\n';
    return code;
}

/// A wrong configuration is told from a failure of the machine.
int start_exit_code(ErrorCode code) {
    bool const configuration = code == ErrorCode::invalid_input || code == ErrorCode::conflict;
    return configuration ? exit_code::configuration : exit_code_of(code);
}

int serve(Invocation const& invocation) {
    auto config = load_config(invocation.data, process_environment());
    if (!config) {
        return fail(invocation, config.error().safe, config_exit_code);
    }
    // A peer that goes away is an error of a write, not the end of the program (threat R47).
    std::signal(SIGPIPE, SIG_IGN);
    storage::install_bus_error_handler();
    auto node = RunningNode::start(
        {.config = std::move(*config),
         .log_sink = standard_output_sink(),
         .now = system_clock(),
         .steady = steady_clock(),
         .random = system_random()},
        invocation.data
    );
    if (!node) {
        return fail(invocation, node.error().safe, start_exit_code(node.error().code));
    }
    if (::isatty(STDOUT_FILENO) == 1) {
        invocation.console.out << "Folkmoot is at " << (*node)->app().site().origin()
                               << " (Ctrl+C ends it)" << std::endl;
    }
    if ((*node)->run() == RunningNode::End::store_lost) {
        return fail(
            invocation,
            "The disk refused a write, so nothing more can be stored: mend the disk, then start "
            "the node again.",
            exit_code::input_output
        );
    }
    return exit_code::ok;
}

}  // namespace

std::vector<CommandSpec> serve_commands() {
    return {{"serve", "Run the node", {}, serve}};
}

}  // namespace folkmoot::node
