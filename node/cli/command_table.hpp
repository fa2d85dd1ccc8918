// Every subcommand as data: name, help, options, function. The table drives the parsing of the
// command line, the usage texts, the check of what comes through the socket, and the running.
#pragma once

#include "node/cli/command.hpp"
#include "node/community/services.hpp"
#include "node/config/config.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace folkmoot::federation {
class HttpClient;
}

namespace folkmoot::node {

/// What an option holds.
enum class OptionKind : std::uint8_t {
    text,        ///< a text; of a positional one "-" stands for standard input
    path,        ///< a file name; made absolute where the command was typed
    number,      ///< a whole number, not negative
    flag,        ///< given or not
    input_line,  ///< a flag whose value is the first line of standard input
};

/// One option or positional argument. `name` is the key in Arguments; the command line shows it as
/// "--name", with "-" for "_", or as NAME.
struct OptionSpec {
    std::string_view name;
    std::string_view help;
    OptionKind kind{OptionKind::text};
    bool positional{false};
    bool required{false};
    std::string_view shown{};  ///< on the command line, when that differs from `name`
};

/// Where a command reads and writes.
struct Console {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
};

/// A command that runs in this process.
struct Invocation {
    std::filesystem::path data;  ///< the data directory, absolute
    Arguments arguments;
    Console& console;
};

/// Returns the exit code.
using LocalCommand = int (*)(Invocation const&);

/// What a command that works on a node gets.
struct CommandContext {
    Services& services;
    Config const& config;
    std::filesystem::path directory;          ///< the data directory, with folkmoot.toml
    federation::HttpClient* client{nullptr};  ///< of the running node; none when it is stopped
};

/// What such a command gives.
struct CommandOutput {
    std::string text;
    int exit_code{exit_code::ok};
};

/// Works on a node's store: in the running node, or in this process when none runs.
struct StoreCommand {
    boost::asio::awaitable<Result<CommandOutput>> (*run)(CommandContext, Arguments);

    /// Whether it changes something: a stopped node's store is opened read-only otherwise.
    bool writes{true};
};

/// One row.
struct CommandSpec {
    std::string_view name;  ///< "serve", or family and verb: "member add"
    std::string_view help;
    std::vector<OptionSpec> options;
    std::variant<LocalCommand, StoreCommand> run;
    bool hidden{false};  ///< reached through the socket only
};

/// All rows, one family after another.
std::span<CommandSpec const> commands();

/// The row of this name; nullptr when there is none.
CommandSpec const* find_command(std::string_view name);

/// Whether every argument is declared and of its kind, and every required one is there.
/// @return Error{invalid_input} that names the first that is wrong
Result<void> check_arguments(CommandSpec const& spec, Arguments const& arguments);

/// Carries a command out on a node.
/// @param context  its parts outlive the call
boost::asio::awaitable<Answer> execute(CommandContext context, Command command);

}  // namespace folkmoot::node
