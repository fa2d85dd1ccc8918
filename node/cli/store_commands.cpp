// folkmoot verify, rebuild, stats: what lies in the store, and whether it is sound.
#include "node/cli/families.hpp"
#include "node/cli/missing_media.hpp"
#include "node/cli/table_digests.hpp"
#include "node/community/node_statistics.hpp"
#include "node/fold_errors.hpp"

#include <map>
#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;

std::string line(std::string const& name, std::uint64_t value) {
    return name + " " + std::to_string(value) + "\n";
}

/// The answer where damage keeps the store from being read to its end.
CommandOutput unreadable(storage::Error const& error) {
    CommandOutput output;
    output.text = "damaged: " + error.detail +
                  "\nThe store cannot be read to its end. Stop the node and put the newest backup "
                  "in its place: folkmoot restore.\n";
    output.exit_code = exit_code::problems_found;
    return output;
}

awaitable<Result<CommandOutput>> verify(CommandContext context, Arguments) {
    auto& store = context.services.store;
    auto const report = store.verify();
    if (!report) {
        co_return unreadable(report.error());
    }
    auto const changed = store.media().verify();
    if (!changed) {
        co_return failed(changed.error());
    }
    auto const missing = missing_media(store);
    if (!missing) {
        co_return std::unexpected(missing.error());
    }
    CommandOutput output;
    std::uint64_t entries = 0;
    for (auto const& [table, count] : report->entries) {
        entries += count;
    }
    for (auto const& problem : report->problems) {
        output.text +=
            "damaged: " + problem.database + " " + problem.key + ": " + problem.detail + "\n";
    }
    for (auto const& file : *changed) {
        output.text += "damaged: media file " + file + ": its bytes are not those of its name\n";
    }
    for (auto const& hash : *missing) {
        output.text += "missing: media file " + hash + "\n";
    }
    auto const problems = report->problem_count + changed->size() + missing->size();
    if (problems == 0) {
        output.text = "All " + std::to_string(entries) + " entries are in order.\n";
    } else {
        output.text += std::to_string(problems) + " problems among " + std::to_string(entries) +
                       " entries. `folkmoot rebuild` mends indices and counters; records and "
                       "files come back from a backup.\n";
        output.exit_code = exit_code::problems_found;
    }
    co_return output;
}

awaitable<Result<CommandOutput>> rebuild(CommandContext context, Arguments) {
    if (auto const rebuilt = context.services.store.rebuild(); !rebuilt) {
        co_return failed(rebuilt.error());
    }
    co_return CommandOutput{"Indices, counters and logs are written anew.\n"};
}

Result<std::string> digests(storage::Store const& store) {
    auto const tables = digest_tables(store);
    if (!tables) {
        return std::unexpected(tables.error());
    }
    std::string text;
    for (auto const& table : *tables) {
        text += table.table + " " + std::to_string(table.entries) + " " + table.sha256 + "\n";
    }
    return text;
}

Result<std::string> figures(Services& services) {
    auto& store = services.store;
    auto const environment = store.environment().stats();
    if (!environment) {
        return failed(environment.error());
    }
    auto const txn = store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const counted = count_statistics(*txn, store, services.now());
    if (!counted) {
        return std::unexpected(counted.error());
    }
    auto text =
        line("members", counted->members) + line("active_month", counted->active_month) +
        line("active_half_year", counted->active_half_year) + line("groups", counted->groups) +
        line("local_posts", counted->local_posts) + line("known_hosts", counted->known_hosts) +
        line("store_bytes", environment->used_bytes) + line("map_bytes", environment->map_bytes) +
        line("media_bytes", store.media().used_bytes()) +
        line("transactions", environment->last_transaction);
    std::map<std::string, std::uint64_t> entries;
    for (auto const& database : environment->databases) {
        entries[database.name] = database.entries;
    }
    std::map<std::string, std::uint64_t> tables;
    for (auto const& entry : store.catalog.entries()) {
        tables["table." + entry.name] = entries[entry.name];
    }
    for (auto const& [name, count] : tables) {
        text += line(name, count);
    }
    return text;
}

awaitable<Result<CommandOutput>> stats(CommandContext context, Arguments arguments) {
    auto text =
        arguments.flag("digest") ? digests(context.services.store) : figures(context.services);
    if (!text) {
        co_return std::unexpected(text.error());
    }
    co_return CommandOutput{std::move(*text)};
}

}  // namespace

std::vector<CommandSpec> store_commands() {
    return {
        {"verify",
         "Read the whole store and say what is damaged; exit code 1 if anything is",
         {},
         StoreCommand{verify, false}},
        {"rebuild",
         "Write everything derived anew: indices, counters, logs",
         {},
         StoreCommand{rebuild}},
        {"stats",
         "Figures about the node and the rows of every table",
         {{.name = "digest",
           .help = "A digest of every table instead, to compare two stores",
           .kind = OptionKind::flag}},
         StoreCommand{stats, false}},
    };
}

}  // namespace folkmoot::node
