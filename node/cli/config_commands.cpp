// folkmoot config …: the settings in effect.
#include "node/cli/families.hpp"

#include <ostream>

namespace folkmoot::node {
namespace {

int refuse(Invocation const& invocation, std::string const& sentence, int code) {
    invocation.console.err << "folkmoot: " << sentence << '\n';
    return code;
}

/// Prints one setting, or `otherwise` of the whole.
int print(Invocation const& invocation, std::string (*otherwise)(Config const&)) {
    auto const config = load_config(invocation.data, process_environment());
    if (!config) {
        return refuse(invocation, config.error().safe, config_exit_code);
    }
    auto const key = invocation.arguments.find("print");
    if (!key) {
        invocation.console.out << otherwise(*config);
        return exit_code::ok;
    }
    auto const value = describe_key(*config, *key);
    if (!value) {
        return refuse(
            invocation,
            *key + " is no known setting; see `folkmoot config example` for all there are.",
            exit_code::usage
        );
    }
    invocation.console.out << *value << '\n';
    return exit_code::ok;
}

int check(Invocation const& invocation) {
    return print(invocation, [](Config const& config) {
        return "The settings of " + config.node.origin + " are in order.\n";
    });
}

int show(Invocation const& invocation) {
    return print(invocation, describe);
}

int example(Invocation const& invocation) {
    invocation.console.out << example_config();
    return exit_code::ok;
}

OptionSpec print_option() {
    return {.name = "print", .help = "Print only this setting, as server.port or origin"};
}

}  // namespace

std::vector<CommandSpec> config_commands() {
    return {
        {"config check", "Say whether the settings are in order", {print_option()}, check},
        {"config show", "Print the settings in effect, secrets masked", {print_option()}, show},
        {"config example", "Print every setting with its meaning and default", {}, example},
    };
}

}  // namespace folkmoot::node
