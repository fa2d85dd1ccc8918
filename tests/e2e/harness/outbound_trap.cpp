// Preloaded into a node under test (outbound.py): notes every address that the node opens a socket
// to and every name that it looks up, and lets nothing through but the stub of the fediverse. So
// "nothing was fetched" can be asserted for every address there is, without privileges and without
// touching the machine's network.
//
// Environment: OUTBOUND_LOG is the file that gets one line per call; OUTBOUND_DOOR is
// "address:port", the only address that may be connected to; OUTBOUND_PORT is the port at which the
// stub really listens there.
#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void note(std::string line) {
    line += '\n';
    char const* const path = std::getenv("OUTBOUND_LOG");
    int const file =
        path == nullptr ? -1 : ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, line.data(), line.size()) < 0) {
        std::abort();  // a trap that does not note what it sees would let every test pass
    }
    ::close(file);
}

std::string written(sockaddr const* address) {
    char host[INET6_ADDRSTRLEN]{};
    if (address->sa_family == AF_INET) {
        auto const* const v4 = reinterpret_cast<sockaddr_in const*>(address);
        ::inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host);
        return std::string(host) + ':' + std::to_string(ntohs(v4->sin_port));
    }
    auto const* const v6 = reinterpret_cast<sockaddr_in6 const*>(address);
    ::inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host);
    return '[' + std::string(host) + "]:" + std::to_string(ntohs(v6->sin6_port));
}

}  // namespace

extern "C" int connect(int socket, sockaddr const* address, socklen_t length) {
    using Connect = int (*)(int, sockaddr const*, socklen_t);
    static auto const real = reinterpret_cast<Connect>(::dlsym(RTLD_NEXT, "connect"));
    if (address->sa_family != AF_INET && address->sa_family != AF_INET6) {
        return real(socket, address, length);
    }
    std::string const target = written(address);
    note("connect " + target);
    char const* const door = std::getenv("OUTBOUND_DOOR");
    if (door == nullptr || target != door) {
        errno = ENETUNREACH;
        return -1;
    }
    sockaddr_in stub{};
    std::memcpy(&stub, address, sizeof stub);
    stub.sin_port = htons(static_cast<unsigned short>(std::atoi(std::getenv("OUTBOUND_PORT"))));
    return real(socket, reinterpret_cast<sockaddr const*>(&stub), sizeof stub);
}

extern "C" int getaddrinfo(char const* name, char const*, addrinfo const*, addrinfo** found) {
    note("resolve " + std::string(name == nullptr ? "" : name));
    *found = nullptr;
    return EAI_NONAME;
}
