#include "node/cli/command_table.hpp"
#include "node/cli/families.hpp"
#include "node/fold_errors.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace folkmoot::node {
namespace {

std::vector<CommandSpec> make_table() {
    std::vector<CommandSpec> table;
    for (auto* const family :
         {init_commands,
          serve_commands,
          config_commands,
          member_commands,
          group_commands,
          policy_commands,
          post_commands,
          backup_commands,
          store_commands,
          doctor_commands}) {
        std::ranges::move(family(), std::back_inserter(table));
    }
    return table;
}

bool holds(OptionKind kind, nlohmann::json const& value) {
    switch (kind) {
        case OptionKind::number:
            return value.is_number_integer();
        case OptionKind::flag:
            return value.is_boolean();
        default:
            return value.is_string();
    }
}

}  // namespace

std::span<CommandSpec const> commands() {
    static std::vector<CommandSpec> const table = make_table();
    return table;
}

CommandSpec const* find_command(std::string_view name) {
    auto const table = commands();
    auto const it = std::ranges::find(table, name, &CommandSpec::name);
    return it == table.end() ? nullptr : &*it;
}

Result<void> check_arguments(CommandSpec const& spec, Arguments const& arguments) {
    auto const wrong = [&](std::string_view name, std::string const& why) {
        return refused(
            ErrorCode::invalid_input,
            std::string{spec.name} + ": \"" + std::string{name} + "\" " + why + "."
        );
    };
    for (auto const& [name, value] : arguments.values().items()) {
        auto const option = std::ranges::find(spec.options, name, &OptionSpec::name);
        if (option == spec.options.end()) {
            return wrong(name, "is no argument of it");
        }
        if (!holds(option->kind, value)) {
            return wrong(name, "has a value of a wrong kind");
        }
    }
    for (auto const& option : spec.options) {
        if (option.required && !arguments.values().contains(option.name)) {
            return wrong(option.name, "is missing");
        }
    }
    return {};
}

boost::asio::awaitable<Answer> execute(CommandContext context, Command command) {
    auto const* const spec = find_command(command.name);
    auto const* const store_command =
        spec == nullptr ? nullptr : std::get_if<StoreCommand>(&spec->run);
    if (store_command == nullptr) {
        co_return Answer{
            exit_code::usage, "", "\"" + command.name + "\" is no command that works on a node."
        };
    }
    if (auto const checked = check_arguments(*spec, command.arguments); !checked) {
        co_return Answer{exit_code::usage, "", checked.error().safe};
    }
    auto outcome = co_await store_command->run(std::move(context), std::move(command.arguments));
    if (!outcome) {
        co_return answer_of(outcome.error());
    }
    co_return Answer{outcome->exit_code, std::move(outcome->text), ""};
}

}  // namespace folkmoot::node
