// folkmoot doctor: is everything around the node as it should be?
#include "node/cli/examine.hpp"
#include "node/cli/families.hpp"
#include "node/cli/run_on_node.hpp"
#include "node/cli/wait_until_ready.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;

/// Longest wait that can be asked for.
constexpr std::int64_t most_seconds = 24 * 3600;

awaitable<Result<CommandOutput>> report(CommandContext context, Arguments) {
    auto const findings = co_await examine(std::move(context));
    bool const well = std::ranges::all_of(findings, &Finding::ok);
    co_return CommandOutput{report_of(findings), well ? exit_code::ok : exit_code::problems_found};
}

awaitable<Result<CommandOutput>> ready(CommandContext, Arguments) {
    co_return CommandOutput{};
}

int doctor(Invocation const& invocation) {
    if (!invocation.arguments.flag("wait_until_ready")) {
        return tell(
            ask_node(*find_command("examine"), invocation.data, {"examine", {}}), invocation.console
        );
    }
    std::chrono::seconds const limit(
        std::min(invocation.arguments.number("timeout", 60), most_seconds)
    );
    auto const waited = wait_until_ready(invocation.data, limit, steady_clock());
    if (!waited) {
        return tell(answer_of(waited.error()), invocation.console);
    }
    invocation.console.out << "The node is ready.\n";
    return exit_code::ok;
}

}  // namespace

std::vector<CommandSpec> doctor_commands() {
    return {
        {"doctor",
         "Check name, certificate, clock, address, disk and key file, and say what to do",
         {{.name = "wait_until_ready",
           .help = "Only wait until the node answers",
           .kind = OptionKind::flag},
          {.name = "timeout",
           .help = "Seconds to wait at most (default 60)",
           .kind = OptionKind::number}},
         doctor},
        {"examine", "The checks of doctor", {}, StoreCommand{report, false}, true},
        {"ready", "Answers when the node works", {}, StoreCommand{ready, false}, true},
    };
}

}  // namespace folkmoot::node
