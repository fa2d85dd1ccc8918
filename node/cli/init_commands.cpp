// folkmoot init: from nothing to a node that can be started, with an owner who can sign in.
#include "node/cli/families.hpp"
#include "node/cli/generated_password.hpp"
#include "node/cli/local_node.hpp"
#include "node/cli/made_paths.hpp"
#include "node/cli/people.hpp"
#include "node/cli/run_on_node.hpp"
#include "node/cli/settings_file.hpp"
#include "node/community/change_domain.hpp"
#include "node/community/local_names.hpp"
#include "node/community/members.hpp"
#include "node/fold_errors.hpp"

#include <fstream>
#include <iterator>
#include <ostream>
#include <utility>

namespace folkmoot::node {
namespace {

namespace fs = std::filesystem;

using storage::ActorId;

Answer mistake(std::string sentence) {
    return {exit_code::usage, "", std::move(sentence)};
}

Answer cannot_write(fs::path const& path, std::error_code const& error) {
    return {exit_code::cannot_create, "", path.string() + " cannot be written: " + error.message()};
}

/// The directory with mode 0700, whoever made it.
std::error_code make_private_directory(fs::path const& directory) {
    std::error_code error;
    fs::create_directories(directory, error);
    if (!error) {
        fs::permissions(directory, fs::perms::owner_all, error);
    }
    return error;
}

/// Writes beside and renames: a crash leaves the old settings or the new ones.
std::error_code write_settings(fs::path const& file, std::string const& text) {
    auto const fresh = fs::path(file.string() + ".new");
    {
        std::ofstream out(fresh, std::ios::trunc);
        out << text;
        if (!out.flush()) {
            return std::make_error_code(std::errc::io_error);
        }
    }
    std::error_code error;
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, error);
    if (!error) {
        fs::rename(fresh, file, error);
    }
    return error;
}

Result<MasterKey> load_or_make_key(fs::path const& file) {
    std::error_code ignored;
    return fs::exists(file, ignored) ? MasterKey::load(file) : MasterKey::create(file);
}

/// Makes the owner or, when an earlier run was interrupted after that, gives the owner the new
/// password.
boost::asio::awaitable<Result<void>> make_owner(
    Services& services, std::string name, std::string password, std::string locale
) {
    if (auto const known = find_member(services, name)) {
        co_return co_await set_password(services, ActorId(known->id), std::move(password));
    }
    CreateMember owner;
    owner.name = std::move(name);
    owner.password = std::move(password);
    owner.role = storage::NodeRole::owner;
    owner.locale = std::move(locale);
    auto const made = co_await create_member(services, std::move(owner));
    co_return made ? Result<void>{} : std::unexpected(made.error());
}

/// Fills a store with the node's own actors and the owner.
Answer populate(LocalNode& node, Config const& config, std::string const& owner) {
    auto& services = node.services();
    auto const actors = node.wait_for(create_instance_actors(services, config.node.name));
    if (!actors) {
        return answer_of(actors.error());
    }
    auto const password = generate_password(services.random);
    auto const made = node.wait_for(make_owner(services, owner, password, config.node.language));
    if (!made) {
        return answer_of(made.error());
    }
    return {
        exit_code::ok,
        "The node " + config.node.name + " will be at " + config.node.origin + "\nSign in at " +
            config.node.origin + "/login as " + owner + "\nPassword: " + password +
            "\nThis password is shown only now.\n",
        ""
    };
}

Answer create_node(
    fs::path const& directory, FirstSettings const& first, std::string const& owner
) {
    auto const text = first_settings_file(first);
    auto const config = parse_config(text, process_environment(), directory);
    if (!config) {
        return mistake(config.error().safe);
    }
    if (auto const name = check_local_name(owner, true); !name) {
        return mistake("--owner " + owner + ": " + name.error().safe);
    }
    // What an earlier run was interrupted in stays; what this one makes goes when it fails.
    MadePaths made;
    for (fs::path const& path :
         {directory,
          directory / "store",
          directory / "media",
          directory / "folkmoot.toml.new",
          fs::path(config->storage.key_file)}) {
        made.expect(path);
    }
    if (auto const error = make_private_directory(directory)) {
        return cannot_write(directory, error);
    }
    auto key = load_or_make_key(config->storage.key_file);
    if (!key) {
        if (key.error().code == ErrorCode::conflict) {
            made.keep();  // another init has made it meanwhile
        }
        return {exit_code::cannot_create, "", key.error().detail};
    }
    auto node =
        LocalNode::open(*config, directory, storage::OpenMode::open_or_create, std::move(*key));
    if (!node) {
        if (node.error().in_use) {
            made.keep();
        }
        return answer_of(node.error().error);
    }
    auto answer = populate(**node, *config, owner);
    if (answer.exit_code != exit_code::ok) {
        return answer;
    }
    // Last: a directory with settings is a complete node.
    if (auto const error = write_settings(directory / "folkmoot.toml", text)) {
        return cannot_write(directory / "folkmoot.toml", error);
    }
    made.keep();
    return answer;
}

/// The settings file with the values that were given.
std::string changed_settings(fs::path const& file, Arguments const& arguments) {
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (auto const domain = arguments.find("domain")) {
        text = with_setting(text, "node", "domain", toml_text(*domain));
    }
    if (auto const name = arguments.find("name")) {
        text = with_setting(text, "node", "name", toml_text(*name));
    }
    if (arguments.values().contains("port")) {
        text = with_setting(text, "server", "port", std::to_string(arguments.number("port", 0)));
    }
    return text;
}

/// The store first: when it refuses, nothing has changed. Run again, it ends what was interrupted.
Answer change_node(fs::path const& directory, Arguments const& arguments) {
    auto const file = directory / "folkmoot.toml";
    auto const text = changed_settings(file, arguments);
    auto const config = parse_config(text, process_environment(), directory);
    if (!config) {
        return mistake(config.error().safe);
    }
    auto key = MasterKey::load(config->storage.key_file);
    if (!key) {
        return {exit_code::configuration, "", key.error().detail};
    }
    auto node =
        LocalNode::open(*config, directory, storage::OpenMode::open_existing, std::move(*key));
    if (!node) {
        return node.error().in_use
                   ? Answer{exit_code::try_again, "", "Stop the node first, then change its domain."}
                   : answer_of(node.error().error);
    }
    if (auto const changed = (*node)->wait_for(change_domain((*node)->services())); !changed) {
        return answer_of(changed.error());
    }
    if (auto const error = write_settings(file, text)) {
        return cannot_write(file, error);
    }
    return {exit_code::ok, "The node will be at " + config->node.origin + "\n", ""};
}

int init(Invocation const& invocation) {
    auto const& arguments = invocation.arguments;
    auto const& directory = invocation.data;
    std::error_code ignored;
    bool const there = fs::exists(directory / "folkmoot.toml", ignored);
    Answer answer;
    if (arguments.flag("change_domain")) {
        answer = there ? change_node(directory, arguments)
                       : Answer{exit_code::no_input, "", directory.string() + " holds no node."};
    } else if (there) {
        answer = {
            exit_code::cannot_create,
            "",
            directory.string() +
                " holds a node already; its domain can be changed with --change-domain."
        };
    } else if (!arguments.find("owner")) {
        answer = mistake("init needs --owner NAME, the first account.");
    } else {
        FirstSettings const first{
            arguments.find("domain").value_or("localhost"),
            arguments.number("port", 8420),
            arguments.find("name").value_or("Folkmoot")
        };
        answer = create_node(directory, first, arguments.text("owner"));
    }
    return tell(answer, invocation.console);
}

}  // namespace

std::vector<CommandSpec> init_commands() {
    return {
        {"init",
         "Make the data directory of a new node, with an owner account; prints a password, once",
         {{.name = "domain", .help = "Name of the node, as folk.example (default localhost)"},
          {.name = "port", .help = "Port to listen on (default 8420)", .kind = OptionKind::number},
          {.name = "name", .help = "What the node calls itself"},
          {.name = "owner", .help = "Name of the first account"},
          {.name = "change_domain",
           .help = "Give a node that has not federated yet another domain, port or name",
           .kind = OptionKind::flag}},
         init},
    };
}

}  // namespace folkmoot::node
