// A stopped node, opened by this process to carry out one command: its store, its keys, and the
// same services that a running node hands to the same commands. Nothing listens and nothing is
// sent: what must go out waits in the outgoing log until the node runs.
#pragma once

#include "node/cli/command_table.hpp"
#include "node/cli/run_blocking.hpp"
#include "node/config/config.hpp"
#include "node/publish/key_vault.hpp"
#include "storage/store.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <expected>
#include <filesystem>
#include <memory>

namespace folkmoot::node {

/// Why a node could not be opened.
struct OpenFailure {
    bool in_use{false};  ///< another process has the store open
    Error error;
};

/// The node.
class LocalNode {
public:
    /// Opens a node.
    /// @param directory  the data directory, with folkmoot.toml
    /// @param mode       open_or_create for a new node, read_only when nothing is to be changed
    /// @param key        of the key file
    static std::expected<std::unique_ptr<LocalNode>, OpenFailure> open(
        Config config, std::filesystem::path directory, storage::OpenMode mode, MasterKey key
    );

    LocalNode(LocalNode const&) = delete;
    LocalNode& operator=(LocalNode const&) = delete;
    ~LocalNode();

    /// Runs a command and waits for it.
    Answer run(Command command);

    /// Runs a use case of the community and waits for it.
    template <class T>
    T wait_for(boost::asio::awaitable<T> work) {
        return run_blocking(io_, std::move(work));
    }

    Services& services() noexcept { return services_; }

    CommandContext context() { return {services_, config_, directory_}; }

private:
    LocalNode(
        Config config,
        std::filesystem::path directory,
        std::unique_ptr<storage::Store> store,
        MasterKey key
    );

    boost::asio::io_context io_{1};  // goes last: see run_blocking.hpp
    Config config_;
    std::filesystem::path directory_;
    std::unique_ptr<storage::Store> store_;
    Clock now_;
    Site site_;
    KeyVault vault_;
    Publisher publisher_;
    boost::asio::thread_pool crypto_pool_;
    Services services_;
};

/// Refuses a store that holds no node yet, or one of another domain than the configuration's.
/// @return Error{not_found}, {conflict}; the text says what to do
Result<void> check_identity(storage::Store const& store, Site const& site);

}  // namespace folkmoot::node
