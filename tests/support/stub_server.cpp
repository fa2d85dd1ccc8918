#include "tests/support/stub_server.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <pthread.h>
#include <set>
#include <signal.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace folkmoot::tests {

namespace {

void require(bool condition, char const* what) {
    if (!condition) {
        throw std::runtime_error(what);
    }
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return text;
}

/// One connection, with or without TLS. Blocking.
class Channel {
public:
    Channel(int socket, SSL_CTX* context) : socket_(socket) {
        if (context != nullptr) {
            ssl_.reset(SSL_new(context));
            SSL_set_fd(ssl_.get(), socket);
        }
    }

    bool handshake() { return !ssl_ || SSL_accept(ssl_.get()) == 1; }

    bool resumed() const { return ssl_ && SSL_session_reused(ssl_.get()) == 1; }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent =
                ssl_ ? SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))
                     : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Appends what comes next; false at the end.
    bool receive(std::string& into) {
        char buffer[4096];
        auto const received = ssl_ ? SSL_read(ssl_.get(), buffer, sizeof buffer)
                                   : ::recv(socket_, buffer, sizeof buffer, 0);
        if (received <= 0) {
            return false;
        }
        into.append(buffer, static_cast<std::size_t>(received));
        return true;
    }

    void goodbye() {
        if (ssl_) {
            SSL_shutdown(ssl_.get());
        }
    }

private:
    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };

    int socket_;
    std::unique_ptr<SSL, Free> ssl_;
};

/// Cuts one request off the front of what was received.
std::optional<StubRequest> parse_request(std::string& pending) {
    auto const head_end = pending.find("\r\n\r\n");
    if (head_end == std::string::npos) {
        return std::nullopt;
    }
    StubRequest request;
    std::size_t line_end = pending.find("\r\n");
    auto const first_space = pending.find(' ');
    auto const second_space = pending.find(' ', first_space + 1);
    request.method = pending.substr(0, first_space);
    request.target = pending.substr(first_space + 1, second_space - first_space - 1);
    while (line_end < head_end) {
        auto const start = line_end + 2;
        line_end = pending.find("\r\n", start);
        auto const colon = pending.find(": ", start);
        request.headers.emplace_back(
            lower(pending.substr(start, colon - start)),
            pending.substr(colon + 2, line_end - colon - 2)
        );
    }
    auto const length_text = request.header("content-length");
    auto const length = length_text.empty() ? 0 : std::stoul(length_text);
    if (pending.size() < head_end + 4 + length) {
        return std::nullopt;
    }
    request.body = pending.substr(head_end + 4, length);
    pending.erase(0, head_end + 4 + length);
    return request;
}

std::shared_ptr<SSL_CTX> make_context(StubOptions const& options) {
    if (!options.tls) {
        return nullptr;
    }
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    // Level 0: this server must be able to offer what ours refuses.
    SSL_CTX_set_cipher_list(context.get(), "DEFAULT:@SECLEVEL=0");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), options.max_tls_version);
    require(
        SSL_CTX_use_certificate_chain_file(context.get(), options.tls->chain.c_str()) == 1 &&
            SSL_CTX_use_PrivateKey_file(
                context.get(), options.tls->key.c_str(), SSL_FILETYPE_PEM
            ) == 1,
        "stub certificate"
    );
    return context;
}

}  // namespace

std::string StubRequest::header(std::string const& name) const {
    for (auto const& [key, value] : headers) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

StubReply stub_reply(
    int status,
    std::string const& body,
    std::vector<std::pair<std::string, std::string>> const& headers
) {
    StubReply reply;
    reply.bytes = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n";
    for (auto const& [name, value] : headers) {
        reply.bytes += name + ": " + value + "\r\n";
    }
    reply.bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    return reply;
}

struct StubServer::State {
    Script script;
    StubOptions options;
    std::shared_ptr<SSL_CTX> context;
    int listener = -1;
    std::uint16_t port = 0;
    std::thread accepting;
    std::list<std::thread> serving;

    mutable std::mutex mutex;
    std::condition_variable changed;
    std::set<int> sockets;
    std::vector<StubRequest> requests;
    int connections = 0;
    int resumed = 0;
    int unanswered = 0;
    int max_concurrent = 0;
    int hold = 0;
    bool stopping = false;

    void accept_all() {
        while (true) {
            int const socket = ::accept(listener, nullptr, nullptr);
            std::lock_guard const lock(mutex);
            if (socket < 0 || stopping) {
                if (socket >= 0) {
                    ::close(socket);
                }
                return;
            }
            sockets.insert(socket);
            int const ordinal = ++connections;
            serving.emplace_back([this, socket, ordinal] { serve(socket, ordinal); });
        }
    }

    void serve(int socket, int ordinal) {
        // SSL_write to a peer that has gone would raise it.
        sigset_t broken_pipe;
        sigemptyset(&broken_pipe);
        sigaddset(&broken_pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
        bool reset = false;
        if (options.hang_in_handshake) {
            wait_for_end(socket);
        } else {
            Channel channel(socket, context.get());
            if (channel.handshake()) {
                if (channel.resumed()) {
                    std::lock_guard const lock(mutex);
                    ++resumed;
                }
                reset = converse(channel, socket, ordinal);
            }
        }
        std::lock_guard const lock(mutex);
        sockets.erase(socket);
        if (reset) {
            linger const now{1, 0};
            ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
        ::close(socket);
    }

    /// @return whether the connection is to end with a reset
    bool converse(Channel& channel, int socket, int ordinal) {
        std::string pending;
        while (true) {
            auto request = parse_request(pending);
            if (!request) {
                if (!channel.receive(pending)) {
                    return false;
                }
                continue;
            }
            request->connection = ordinal;
            auto const reply = answer(*request);
            if (!deliver(channel, reply)) {
                return false;
            }
            switch (reply.then) {
                case Then::keep:
                    break;
                case Then::close:
                    channel.goodbye();
                    return false;
                case Then::reset:
                    return true;
                case Then::half_close:
                    ::shutdown(socket, SHUT_WR);
                    wait_for_end(socket);
                    return false;
                case Then::hang:
                    wait_for_end(socket);
                    return false;
            }
        }
    }

    StubReply answer(StubRequest const& request) {
        std::unique_lock lock(mutex);
        requests.push_back(request);
        max_concurrent = std::max(max_concurrent, ++unanswered);
        changed.notify_all();
        changed.wait(lock, [&] { return stopping || hold == 0 || max_concurrent >= hold; });
        auto reply = script(request);
        --unanswered;
        return reply;
    }

    bool deliver(Channel& channel, StubReply const& reply) {
        if (reply.pause.count() == 0) {
            if (!channel.send(reply.bytes)) {
                return false;
            }
        } else {
            for (char const byte : reply.bytes) {
                if (!channel.send({&byte, 1}) || pause(reply.pause)) {
                    return false;
                }
            }
        }
        while (!reply.forever.empty()) {
            if (!channel.send(reply.forever) || is_stopping()) {
                return false;
            }
        }
        return true;
    }

    /// @return whether the server stops meanwhile
    bool pause(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, time, [&] { return stopping; });
    }

    bool is_stopping() const {
        std::lock_guard const lock(mutex);
        return stopping;
    }

    /// Until the peer closes, or stop() shuts the socket down. Reads and drops.
    static void wait_for_end(int socket) {
        char buffer[4096];
        while (::recv(socket, buffer, sizeof buffer, 0) > 0) {
        }
    }

    void stop() {
        {
            std::lock_guard const lock(mutex);
            stopping = true;
            ::shutdown(listener, SHUT_RDWR);
            for (int const socket : sockets) {
                ::shutdown(socket, SHUT_RDWR);
            }
        }
        changed.notify_all();
        accepting.join();
        for (auto& thread : serving) {
            thread.join();
        }
        ::close(listener);
    }
};

StubServer::StubServer(Script script, StubOptions options) : state_(std::make_shared<State>()) {
    state_->script = std::move(script);
    state_->context = make_context(options);
    state_->options = std::move(options);
    state_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    require(
        ::bind(state_->listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
            ::listen(state_->listener, 128) == 0 &&
            ::getsockname(state_->listener, reinterpret_cast<sockaddr*>(&address), &size) == 0,
        "stub server cannot listen"
    );
    state_->port = ntohs(address.sin_port);
    state_->accepting = std::thread([state = state_.get()] { state->accept_all(); });
}

StubServer::~StubServer() {
    state_->stop();
}

std::uint16_t StubServer::port() const {
    return state_->port;
}

std::string StubServer::url(std::string const& host, std::string const& path) const {
    return (state_->context ? "https://" : "http://") + host + ':' + std::to_string(state_->port) +
           path;
}

std::vector<StubRequest> StubServer::requests() const {
    std::lock_guard const lock(state_->mutex);
    return state_->requests;
}

int StubServer::connections() const {
    std::lock_guard const lock(state_->mutex);
    return state_->connections;
}

int StubServer::resumed() const {
    std::lock_guard const lock(state_->mutex);
    return state_->resumed;
}

int StubServer::max_concurrent() const {
    std::lock_guard const lock(state_->mutex);
    return state_->max_concurrent;
}

void StubServer::hold_until(int n) {
    {
        std::lock_guard const lock(state_->mutex);
        state_->hold = n;
    }
    state_->changed.notify_all();
}

}  // namespace folkmoot::tests
