// The local socket through which a running node takes commands: DATA/control.sock, mode 0600, a
// line of JSON each way (command.hpp). The path is opened relative to its directory, so that data
// directories with long names work too (sun_path holds 107 bytes).
#pragma once

#include "node/error.hpp"

#include <filesystem>
#include <string>

namespace folkmoot::node {

/// Where the socket of a data directory is.
std::filesystem::path control_socket(std::filesystem::path const& directory);

/// A descriptor that closes itself.
class SocketHandle {
public:
    SocketHandle() = default;

    explicit SocketHandle(int descriptor) noexcept : descriptor_(descriptor) {}

    SocketHandle(SocketHandle&& other) noexcept : descriptor_(other.release()) {}

    SocketHandle& operator=(SocketHandle&& other) noexcept;
    ~SocketHandle();

    int get() const noexcept { return descriptor_; }

    bool is_open() const noexcept { return descriptor_ >= 0; }

    /// Gives the descriptor away.
    int release() noexcept;

private:
    int descriptor_ = -1;
};

/// Makes the listening socket: complete and private before its name exists; a name left by an
/// earlier run is replaced. Only for the process that holds the store's lock.
/// @return Error{internal} with the system's words
Result<SocketHandle> listen_on_control_socket(std::filesystem::path const& directory);

/// Connects to the socket. Error{unavailable} when nobody listens.
Result<SocketHandle> connect_to_control_socket(std::filesystem::path const& directory);

/// Whether the process at the other end belongs to our user or to root.
bool peer_is_trusted(int socket) noexcept;

}  // namespace folkmoot::node
