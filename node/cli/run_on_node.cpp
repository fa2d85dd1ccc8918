#include "node/cli/run_on_node.hpp"

#include "node/cli/control_client.hpp"
#include "node/cli/local_node.hpp"
#include "node/fold_errors.hpp"
#include "node/publish/instance_key.hpp"

#include <ostream>
#include <utility>

namespace folkmoot::node {
namespace {

/// The key file's error has its remedy in the detail, which a stranger may not see: here nobody is
/// one.
Answer key_file_answer(Error const& error) {
    return {exit_code::configuration, "", error.detail.empty() ? error.safe : error.detail};
}

/// Whether the key file is the store's: another one would seal new keys that nobody can open.
Result<void> check_key_file(CommandContext const& context) {
    auto const& [services, config, directory, client] = context;
    auto const txn = services.store.read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const identity = services.store.identity.load(*txn);
    if (!identity) {
        return failed(identity.error());
    }
    auto const key = instance_key(
        services.vault, *txn, storage::ActorId(identity->instance_actor), config.storage.key_file
    );
    return key ? Result<void>{} : std::unexpected(key.error());
}

Answer ask_running(std::filesystem::path const& directory, Command const& command) {
    auto answer = ask_control_socket(directory, command);
    if (!answer) {
        return {
            exit_code::try_again,
            "",
            "The store is in use by a process that does not answer at " +
                control_socket(directory).string() + " (" + answer.error().detail +
                "); try again in a moment."
        };
    }
    return std::move(*answer);
}

}  // namespace

Answer ask_node(CommandSpec const& spec, std::filesystem::path const& directory, Command command) {
    auto config = load_config(directory, process_environment());
    if (!config) {
        return {exit_code::configuration, "", config.error().safe};
    }
    auto key = MasterKey::load(config->storage.key_file);
    if (!key) {
        return key_file_answer(key.error());
    }
    bool const writes = std::get<StoreCommand>(spec.run).writes;
    auto node = LocalNode::open(
        std::move(*config),
        directory,
        writes ? storage::OpenMode::open_existing : storage::OpenMode::read_only,
        std::move(*key)
    );
    if (!node) {
        return node.error().in_use ? ask_running(directory, command)
                                   : answer_of(node.error().error);
    }
    if (auto const known = check_identity((*node)->services().store, (*node)->services().site);
        !known) {
        return {exit_code::configuration, "", known.error().safe};
    }
    if (auto const fits = check_key_file((*node)->context()); !fits) {
        return {exit_code::configuration, "", fits.error().safe};
    }
    return (*node)->run(std::move(command));
}

int run_on_node(CommandSpec const& spec, Invocation const& invocation) {
    return tell(
        ask_node(spec, invocation.data, {std::string{spec.name}, invocation.arguments}),
        invocation.console
    );
}

int tell(Answer const& answer, Console& console) {
    console.out << answer.out << std::flush;
    if (!answer.error.empty()) {
        console.err << "folkmoot: " << answer.error << '\n';
    }
    return answer.exit_code;
}

}  // namespace folkmoot::node
