// folkmoot backup, restore.
#include "node/cli/families.hpp"
#include "node/cli/node_backup.hpp"

#include <ostream>
#include <utility>

namespace folkmoot::node {
namespace {

std::string summary_text(BackupSummary const& summary) {
    return std::to_string(summary.records) + " entries and " + std::to_string(summary.media_files) +
           " media files (" + std::to_string(summary.media_bytes >> 20) + " MiB)";
}

boost::asio::awaitable<Result<CommandOutput>> backup(CommandContext context, Arguments arguments) {
    auto const target = arguments.text("directory");
    auto const summary = write_node_backup(
        context.services.store, context.config, context.directory, target, context.services.now()
    );
    if (!summary) {
        co_return std::unexpected(summary.error());
    }
    CommandOutput output{
        target + " holds " + summary_text(*summary) +
        ", the settings and the key file. Keep it where nobody else can read it.\n"
    };
    for (auto const& hash : summary->damaged) {
        output.text += "left out, damaged: media file " + hash + "\n";
        output.exit_code = exit_code::problems_found;
    }
    for (auto const& hash : summary->missing) {
        output.text += "left out, missing: media file " + hash + "\n";
        output.exit_code = exit_code::problems_found;
    }
    co_return output;
}

int restore(Invocation const& invocation) {
    auto const& directory = invocation.data;
    auto const summary = restore_node_backup(invocation.arguments.text("directory"), directory);
    if (!summary) {
        auto const answer = answer_of(summary.error());
        invocation.console.err << "folkmoot: " << answer.error << '\n';
        return answer.exit_code;
    }
    invocation.console.out << directory.string() << " holds " << summary_text(*summary)
                           << ". Before you start it, make sure that the old node never runs "
                              "again: two nodes of one name confuse everybody.\n";
    return exit_code::ok;
}

OptionSpec directory_option(std::string_view help) {
    return {
        .name = "directory",
        .help = help,
        .kind = OptionKind::path,
        .positional = true,
        .required = true,
        .shown = "dir"
    };
}

}  // namespace

std::vector<CommandSpec> backup_commands() {
    return {
        {"backup",
         "Write a complete backup, also while the node runs",
         {directory_option("Directory to make for it")},
         StoreCommand{backup, false}},
        {"restore",
         "Make the data directory (--data) from a backup",
         {directory_option("Directory that `folkmoot backup` made")},
         restore},
    };
}

}  // namespace folkmoot::node
