// folkmoot group …: groups of this node.
#include "node/cli/families.hpp"
#include "node/cli/local_actors.hpp"
#include "node/cli/people.hpp"
#include "node/cli/text_table.hpp"
#include "node/community/groups.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;

constexpr std::array<std::string_view, 7> kinds{
    "discussion", "qa", "ideas", "kb", "events", "jobs", "announcement"
};

Result<storage::GroupKind> kind_of(std::string const& text) {
    auto const it = std::ranges::find(kinds, text.empty() ? kinds.front() : text);
    if (it != kinds.end()) {
        return static_cast<storage::GroupKind>(it - kinds.begin());
    }
    return refused(
        ErrorCode::invalid_input,
        "\"" + text +
            "\" is no kind of group; choose discussion, qa, ideas, kb, events, jobs or "
            "announcement."
    );
}

awaitable<Result<CommandOutput>> add(CommandContext context, Arguments arguments) {
    auto& services = context.services;
    auto const kind = kind_of(arguments.text("kind"));
    if (!kind) {
        co_return std::unexpected(kind.error());
    }
    CreateGroup group;
    if (auto const name = arguments.find("owner")) {
        auto const owner = find_member(services, *name);
        if (!owner) {
            co_return std::unexpected(owner.error());
        }
        group.by = ActorId(owner->id);
    }
    group.name = arguments.text("name");
    group.title = arguments.find("title").value_or(group.name);
    group.description = arguments.text("description");
    group.kind = *kind;
    if (auto const language = arguments.find("language")) {
        group.languages.push_back(*language);
    }
    auto const page = services.site.group_page(group.name);
    auto const made = co_await create_group(services, std::move(group));
    if (!made) {
        co_return std::unexpected(made.error());
    }
    co_return CommandOutput{"The group is at " + page + "\n"};
}

awaitable<Result<CommandOutput>> list(CommandContext context, Arguments) {
    auto& store = context.services.store;
    std::vector<std::vector<std::string>> rows{{"NAME", "MEMBERS", "TOPICS", "TITLE"}};
    auto const add_row = [&](storage::Txn const& txn,
                             storage::ActorRecord const& group) -> Result<void> {
        auto const counters = store.actor_counters.load(txn, ActorId(group.id));
        if (!counters) {
            return failed(counters.error());
        }
        rows.push_back(
            {group.username,
             std::to_string(counters->members),
             std::to_string(counters->topics),
             group.display_name}
        );
        return {};
    };
    if (auto const done = each_local_actor(store, storage::ActorKind::group, add_row); !done) {
        co_return std::unexpected(done.error());
    }
    co_return CommandOutput{text_table(std::move(rows))};
}

}  // namespace

std::vector<CommandSpec> group_commands() {
    return {
        {"group add",
         "Make a group that everybody may join",
         {{.name = "name",
           .help = "Handle of the group, as beekeeping",
           .positional = true,
           .required = true},
          {.name = "title", .help = "Title"},
          {.name = "owner", .help = "Member who owns it"},
          {.name = "description", .help = "What it is about, in Markdown"},
          {.name = "kind", .help = "discussion, qa, ideas, kb, events, jobs or announcement"},
          {.name = "language", .help = "Its language, as en or zh"}},
         StoreCommand{add}},
        {"group list", "List the groups of this node", {}, StoreCommand{list, false}},
    };
}

}  // namespace folkmoot::node
