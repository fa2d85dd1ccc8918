#include "tests/bench/commands.hpp"
#include "tests/bench/socket.hpp"

#include <array>
#include <cerrno>
#include <ctime>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace folkmoot::bench {
namespace {

constexpr std::string_view taken = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view unknown = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

std::int64_t monotonic_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// A port, and what becomes of the hosts behind it when they die.
struct Port {
    int socket = -1;
    enum class Death { none, refuses, falls_silent } death = Death::none;
    bool dead = false;
};

/// One accepted connection.
struct Peer {
    int socket;
    Port const& port;
    std::string received;
};

class Sinks {
public:
    explicit Sinks(Arguments const& arguments) : arguments_(arguments), epoll_(::epoll_create1(0)) {
        watch(STDIN_FILENO, nullptr);
        open("port", Port::Death::none);
        open("refusing", Port::Death::refuses);
        open("silent", Port::Death::falls_silent);
    }

    void run() {
        std::array<epoll_event, 64> events{};
        while (true) {
            int const ready =
                ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < ready; ++i) {
                void* const which = events[static_cast<std::size_t>(i)].data.ptr;
                if (which == nullptr) {
                    if (!answer_line()) {
                        return;
                    }
                } else if (auto const port = ports_.find(which); port != ports_.end()) {
                    accept_all(*port->second);
                } else {
                    receive(static_cast<Peer*>(which));
                }
            }
        }
    }

private:
    void open(std::string_view option, Port::Death death) {
        auto port = std::make_unique<Port>();
        port->socket = listen_on(static_cast<unsigned short>(arguments_.number(option, 0)));
        port->death = death;
        watch(port->socket, port.get());
        ports_.emplace(port.get(), std::move(port));
    }

    /// Some hosts refuse connections from now on, others take them and never answer.
    void die() {
        for (auto const& [key, port] : ports_) {
            port->dead = port->death != Port::Death::none;
            if (port->death == Port::Death::refuses) {
                ::close(port->socket);
            }
        }
        std::erase_if(peers_, [](auto const& peer) {
            bool const gone = peer->port.death == Port::Death::refuses;
            if (gone) {
                ::close(peer->socket);
            }
            return gone;
        });
    }

    void watch(int handle, void* what) const {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = what;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, handle, &event);
    }

    void accept_all(Port const& port) {
        constexpr int flags = SOCK_CLOEXEC | SOCK_NONBLOCK;
        for (int handle = ::accept4(port.socket, nullptr, nullptr, flags); handle >= 0;
             handle = ::accept4(port.socket, nullptr, nullptr, flags)) {
            auto peer = std::make_unique<Peer>(Peer{handle, port, {}});
            watch(handle, peer.get());
            peers_.emplace(std::move(peer));
        }
    }

    void receive(Peer* peer) {
        std::array<char, 16 * 1024> chunk;
        auto const count = ::recv(peer->socket, chunk.data(), chunk.size(), 0);
        if (count < 0 && errno == EAGAIN) {
            return;
        }
        if (count <= 0) {
            ::close(peer->socket);
            std::erase_if(peers_, [peer](auto const& held) { return held.get() == peer; });
            return;
        }
        if (peer->port.dead) {
            return;
        }
        peer->received.append(chunk.data(), static_cast<std::size_t>(count));
        auto const head = peer->received.find("\r\n\r\n");
        if (head == std::string::npos) {
            return;
        }
        auto const fields = std::string_view(peer->received).substr(0, head + 2);
        if (peer->received.size() < head + 4 + content_length(fields)) {
            return;
        }
        bool const delivery = fields.starts_with("POST ");
        if (delivery) {
            hosts_.emplace(header(fields, "host"));
            ++deliveries_;
            last_ = monotonic_ns();
        }
        peer->received.clear();
        auto const answer = delivery ? taken : unknown;
        ::send(peer->socket, answer.data(), answer.size(), MSG_NOSIGNAL);
    }

    /// @return whether standard input goes on
    bool answer_line() {
        std::array<char, 64> line;
        auto const count = ::read(STDIN_FILENO, line.data(), line.size());
        if (count <= 0) {
            return false;
        }
        std::cout
            << nlohmann::
                   json{{"hosts", hosts_.size()}, {"deliveries", deliveries_}, {"last_ns", last_}}
            << std::endl;
        if (line.front() == 'r') {
            hosts_.clear();
            deliveries_ = 0;
            last_ = 0;
        } else if (line.front() == 'd') {
            die();
        }
        return true;
    }

    Arguments const& arguments_;
    int epoll_;
    std::map<void*, std::unique_ptr<Port>> ports_;
    std::set<std::unique_ptr<Peer>> peers_;
    std::set<std::string, std::less<>> hosts_;
    std::size_t deliveries_ = 0;
    std::int64_t last_ = 0;
};

}  // namespace

void run_sinks(Arguments const& arguments) {
    Sinks sinks(arguments);
    std::cout << nlohmann::json{{"ready", true}} << std::endl;
    sinks.run();
}

}  // namespace folkmoot::bench
