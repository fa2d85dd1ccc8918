#include "node/cli/control_socket.hpp"

#include "node/fold_errors.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr char const* socket_name = "control.sock";
constexpr char const* unfinished_name = "control.sock.new";

std::unexpected<Error> system_failure(ErrorCode code, std::string const& what) {
    auto const words = what + ": " + std::strerror(errno);
    return refused(code, "The control socket does not work.", words);
}

/// The address of a name in an open directory.
sockaddr_un address_in(int directory, char const* name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto const path = "/proc/self/fd/" + std::to_string(directory) + "/" + name;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    return address;
}

SocketHandle open_directory(std::filesystem::path const& directory) {
    return SocketHandle(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

}  // namespace

SocketHandle& SocketHandle::operator=(SocketHandle&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

SocketHandle::~SocketHandle() {
    if (is_open()) {
        ::close(descriptor_);
    }
}

int SocketHandle::release() noexcept {
    return std::exchange(descriptor_, -1);
}

std::filesystem::path control_socket(std::filesystem::path const& directory) {
    return directory / socket_name;
}

Result<SocketHandle> listen_on_control_socket(std::filesystem::path const& directory) {
    auto const folder = open_directory(directory);
    if (!folder.is_open()) {
        return system_failure(ErrorCode::internal, directory.string());
    }
    SocketHandle listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener.is_open()) {
        return system_failure(ErrorCode::internal, "socket");
    }
    // Linux gives the name the mode that the socket has when it is bound.
    ::fchmod(listener.get(), S_IRUSR | S_IWUSR);
    ::unlinkat(folder.get(), unfinished_name, 0);
    auto const address = address_in(folder.get(), unfinished_name);
    auto const* const generic = reinterpret_cast<sockaddr const*>(&address);
    if (::bind(listener.get(), generic, sizeof(address)) != 0 ||
        ::listen(listener.get(), SOMAXCONN) != 0 ||
        ::renameat(folder.get(), unfinished_name, folder.get(), socket_name) != 0) {
        return system_failure(ErrorCode::internal, control_socket(directory).string());
    }
    return listener;
}

Result<SocketHandle> connect_to_control_socket(std::filesystem::path const& directory) {
    auto const folder = open_directory(directory);
    SocketHandle connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!folder.is_open() || !connection.is_open()) {
        return system_failure(ErrorCode::unavailable, directory.string());
    }
    auto const address = address_in(folder.get(), socket_name);
    auto const* const generic = reinterpret_cast<sockaddr const*>(&address);
    if (::connect(connection.get(), generic, sizeof(address)) != 0) {
        return system_failure(ErrorCode::unavailable, "connect");
    }
    return connection;
}

bool peer_is_trusted(int socket) noexcept {
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.uid == ::geteuid() || peer.uid == 0);
}

}  // namespace folkmoot::node
