// A node as a process: the App, the control socket, the repeated work, and the signals that end it
// (threat R44) or make it read its certificate again (R45).
#pragma once

#include "node/app/app.hpp"
#include "node/error.hpp"

#include <filesystem>
#include <memory>

namespace folkmoot::node {

/// A running node.
class RunningNode {
public:
    /// Why it ended.
    enum class End {
        asked,       ///< by a signal
        store_lost,  ///< the store takes no more writes
    };

    /// Starts everything; signals are caught from here on.
    /// @param directory  the data directory, for the control socket
    /// @return as App::open and App::start; Error{internal} when the socket cannot be made
    static Result<std::unique_ptr<RunningNode>> start(
        AppParts parts, std::filesystem::path directory
    );

    RunningNode(RunningNode const&) = delete;
    RunningNode& operator=(RunningNode const&) = delete;
    ~RunningNode();

    /// Waits for the end: SIGTERM and SIGINT end the node with grace, a second one at once; SIGHUP
    /// reads the certificate anew. To be called once.
    End run();

    App& app() noexcept;

private:
    class Impl;
    explicit RunningNode(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace folkmoot::node
