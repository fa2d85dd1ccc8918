#include "tests/bench/socket.hpp"

#include "activitypub/signature/http_message.hpp"
#include "tests/bench/arguments.hpp"

#include <arpa/inet.h>
#include <charconv>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace folkmoot::bench {
namespace {

sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

int connect_to(unsigned short port) {
    int const handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const address = loopback(port);
    if (::connect(handle, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        give_up("nobody answers on port " + std::to_string(port));
    }
    int const on = 1;
    ::setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(handle, F_SETFL, O_NONBLOCK);
    return handle;
}

int listen_on(unsigned short port) {
    int const handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int const on = 1;
    ::setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    auto const address = loopback(port);
    if (::bind(handle, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 ||
        ::listen(handle, SOMAXCONN) != 0) {
        give_up("cannot listen on port " + std::to_string(port));
    }
    return handle;
}

std::string_view header(std::string_view head, std::string_view lower_case_name) {
    for (auto line = head.find("\r\n"); line != std::string_view::npos && line + 2 < head.size();) {
        auto const next = head.find("\r\n", line + 2);
        auto const text = head.substr(line + 2, next - line - 2);
        auto const colon = text.find(':');
        if (colon == lower_case_name.size() &&
            activitypub::equals_ignoring_case(text.substr(0, colon), lower_case_name)) {
            return activitypub::trim(text.substr(colon + 1));
        }
        line = next;
    }
    return {};
}

std::size_t content_length(std::string_view head) {
    auto const text = header(head, "content-length");
    std::size_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
}

}  // namespace folkmoot::bench
