// folkmoot member …: accounts on this node.
#include "node/cli/families.hpp"
#include "node/cli/generated_password.hpp"
#include "node/cli/local_actors.hpp"
#include "node/cli/people.hpp"
#include "node/cli/text_table.hpp"
#include "node/community/member_roles.hpp"
#include "node/community/members.hpp"
#include "node/fold_errors.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;

Result<storage::NodeRole> role_of(Arguments const& arguments) {
    auto const text = arguments.text("role");
    if (auto const role = parse_role(text.empty() ? "member" : text)) {
        return *role;
    }
    return refused(
        ErrorCode::invalid_input,
        "\"" + text + "\" is no role; choose member, analyst, moderator, admin or owner."
    );
}

/// The password that was given, or a fresh one.
struct Password {
    std::string text;
    bool made{false};

    static Password of(Arguments const& arguments, RandomBytes const& random) {
        auto given = arguments.find("password");
        return given ? Password{std::move(*given)} : Password{generate_password(random), true};
    }

    /// What the person at the terminal must be told: a made one, this once.
    std::string note() const { return made ? "Password: " + text + "\n" : ""; }
};

awaitable<Result<CommandOutput>> add(CommandContext context, Arguments arguments) {
    auto& services = context.services;
    auto const role = role_of(arguments);
    if (!role) {
        co_return std::unexpected(role.error());
    }
    auto const password = Password::of(arguments, services.random);
    CreateMember member;
    member.name = arguments.text("name");
    member.display_name = arguments.text("display_name");
    member.email = arguments.text("email");
    member.password = password.text;
    member.role = *role;
    member.locale = arguments.find("locale").value_or(context.config.node.language);
    auto const made = co_await create_member(services, std::move(member));
    if (!made) {
        co_return std::unexpected(made.error());
    }
    co_return CommandOutput{
        arguments.text("name") + " can sign in at " + services.site.origin() + "/login\n" +
        password.note()
    };
}

awaitable<Result<CommandOutput>> list(CommandContext context, Arguments) {
    auto& store = context.services.store;
    std::vector<std::vector<std::string>> rows{{"NAME", "ROLE", "STATE", "MAIL", "SINCE"}};
    auto const add_row = [&](storage::Txn const& txn,
                             storage::ActorRecord const& member) -> Result<void> {
        auto const credentials = store.credentials.load(txn, ActorId(member.id));
        if (!credentials) {
            return {};
        }
        rows.push_back(
            {member.username,
             std::string{role_name(credentials->role)},
             std::string{member.suspended ? "suspended" : state_name(credentials->state)},
             credentials->email.empty() ? "-" : credentials->email,
             format_rfc3339(Time{std::chrono::milliseconds{member.created}}).substr(0, 10)}
        );
        return {};
    };
    if (auto const done = each_local_actor(store, storage::ActorKind::person, add_row); !done) {
        co_return std::unexpected(done.error());
    }
    co_return CommandOutput{text_table(std::move(rows))};
}

awaitable<Result<CommandOutput>> password(CommandContext context, Arguments arguments) {
    auto& services = context.services;
    auto const member = find_member(services, arguments.text("name"));
    if (!member) {
        co_return std::unexpected(member.error());
    }
    auto const fresh = Password::of(arguments, services.random);
    if (auto const set = co_await set_password(services, ActorId(member->id), fresh.text); !set) {
        co_return std::unexpected(set.error());
    }
    co_return CommandOutput{
        member->username + " has a new password and is signed out everywhere.\n" + fresh.note()
    };
}

awaitable<Result<CommandOutput>> suspend(CommandContext context, Arguments arguments) {
    auto& services = context.services;
    auto const actor = co_await find_actor(services, arguments.text("name"));
    if (!actor) {
        co_return std::unexpected(actor.error());
    }
    auto const done =
        co_await suspend_actor(services, ActorId{}, ActorId(actor->id), arguments.text("reason"));
    if (!done) {
        co_return std::unexpected(done.error());
    }
    co_return CommandOutput{
        shown_handle(*actor) + " is suspended: hidden from everybody, and signed out.\n"
    };
}

awaitable<Result<CommandOutput>> unsuspend(CommandContext context, Arguments arguments) {
    auto& services = context.services;
    auto const actor = co_await find_actor(services, arguments.text("name"));
    if (!actor) {
        co_return std::unexpected(actor.error());
    }
    auto const done =
        co_await unsuspend_actor(services, ActorId{}, ActorId(actor->id), arguments.text("reason"));
    if (!done) {
        co_return std::unexpected(done.error());
    }
    co_return CommandOutput{shown_handle(*actor) + " is no longer suspended.\n"};
}

awaitable<Result<CommandOutput>> role(CommandContext context, Arguments arguments) {
    auto& services = context.services;
    auto const member = find_member(services, arguments.text("name"));
    auto const wanted = role_of(arguments);
    if (!member || !wanted) {
        co_return std::unexpected(member ? wanted.error() : member.error());
    }
    if (auto const set = co_await set_member_role(services, ActorId(member->id), *wanted); !set) {
        co_return std::unexpected(set.error());
    }
    co_return CommandOutput{
        member->username + " is now " + std::string{role_name(*wanted)} + " of the node.\n"
    };
}

OptionSpec name_option() {
    return {.name = "name", .help = "Name of the member", .positional = true, .required = true};
}

OptionSpec handle_option() {
    return {
        .name = "name",
        .help = "Name of a member, or handle of somebody elsewhere",
        .positional = true,
        .required = true
    };
}

OptionSpec reason_option() {
    return {.name = "reason", .help = "Why; kept in the audit log"};
}

OptionSpec password_option() {
    return {
        .name = "password",
        .help = "Take the password from the first line of standard input instead of making one",
        .kind = OptionKind::input_line,
        .shown = "password-stdin"
    };
}

}  // namespace

std::vector<CommandSpec> member_commands() {
    return {
        {"member add",
         "Add a member; prints a password, once",
         {name_option(),
          {.name = "display_name", .help = "Name that is shown"},
          {.name = "email", .help = "Mail address"},
          {.name = "role", .help = "member, analyst, moderator, admin or owner"},
          {.name = "locale", .help = "Language of the member, as en or zh-Hans"},
          password_option()},
         StoreCommand{add}},
        {"member list", "List the members", {}, StoreCommand{list, false}},
        {"member password",
         "Set a new password and end every session of a member",
         {name_option(), password_option()},
         StoreCommand{password}},
        {"member suspend",
         "Hide somebody and everything they wrote, and sign them out",
         {handle_option(), reason_option()},
         StoreCommand{suspend}},
        {"member unsuspend",
         "Take a suspension back",
         {handle_option(), reason_option()},
         StoreCommand{unsuspend}},
        {"member role",
         "Give a member a role on the node",
         {name_option(),
          {.name = "role",
           .help = "member, analyst, moderator, admin or owner",
           .positional = true,
           .required = true}},
         StoreCommand{role}},
    };
}

}  // namespace folkmoot::node
