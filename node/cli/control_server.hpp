// Serves the local socket of a running node: one command a connection, carried out by the same
// functions that the command line uses on a stopped node. Only processes of the node's own user and
// of root are answered.
#pragma once

#include "node/cli/command.hpp"
#include "node/cli/control_socket.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace folkmoot::node {

/// Carries out a command. Called on a strand of its own for each connection.
using CommandHandler = std::function<boost::asio::awaitable<Answer>(Command)>;

/// How long a connection may take to say what it wants, and to take its answer.
struct ControlLimits {
    std::chrono::milliseconds request{5'000};
    std::chrono::milliseconds answer{30'000};
};

/// The server.
class ControlServer {
public:
    /// Begins to answer; whoever finds the socket finds a node that works.
    /// @param executor  of threads that a long command (a backup) may keep busy
    /// @param handler   outlives every command: end the executor's threads before it
    /// @return Error{internal} when the socket cannot be made
    static Result<std::unique_ptr<ControlServer>> start(
        boost::asio::any_io_executor executor,
        std::filesystem::path directory,
        CommandHandler handler,
        ControlLimits limits = {}
    );

    ControlServer(ControlServer const&) = delete;
    ControlServer& operator=(ControlServer const&) = delete;

    /// As stop().
    ~ControlServer();

    /// Takes the socket away and accepts nothing more; commands under way go on. Wait for them by
    /// joining the executor's threads.
    void stop();

private:
    class Impl;
    explicit ControlServer(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace folkmoot::node
