// The HTTP/1.1 server: accepts, counts and bounds connections, and runs one session on each.
//
// Threads: every worker executor is single-threaded (its own io_context, or a strand), and a
// connection stays on one worker for life, so that sessions need no locks. One acceptor deals
// connections out in turn. Against one acceptor a thread with SO_REUSEPORT this keeps the load even
// when a reverse proxy holds only a few connections, loses no queued connection when the node
// stops, and lets no second process share the port by mistake; throughput is the same, since
// connections are kept.
#pragma once

#include "node/app/clock.hpp"
#include "node/app/log.hpp"
#include "node/app/metrics.hpp"
#include "node/app/random.hpp"
#include "node/app/steady_clock.hpp"
#include "node/error.hpp"
#include "node/http/finish.hpp"
#include "node/http/gate.hpp"
#include "node/http/peer_address.hpp"
#include "node/http/service.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace folkmoot::node {

/// Time limits of a connection (threat H21).
struct ServerTimeouts {
    std::chrono::milliseconds head{10'000
    };  ///< TLS handshake; then from the first byte to the end of the head
    std::chrono::milliseconds body{30'000
    };  ///< grows by the time that `floor_bytes_per_second` allows
    std::chrono::milliseconds write{30'000};  ///< likewise
    std::chrono::milliseconds idle{60'000};   ///< between requests
    std::uint64_t floor_bytes_per_second{1024};
};

/// How the server listens and what it bears.
struct ServerOptions {
    std::string address{"127.0.0.1"};  ///< to listen on
    unsigned short port{8420};         ///< 0 for any

    /// PEM files of built-in TLS; both or none.
    std::string certificate_file;
    std::string key_file;

    /// Authorities that the node answers for, in lower case, with the port where it is not the
    /// scheme's own. All others get 421 (threat H22).
    std::vector<std::string> hosts;

    TrustedProxies proxies;
    ServerTimeouts timeouts;
    GateLimits gate;
    FinishPolicy finish;

    std::size_t connections_per_address{64
    };  ///< per IPv4 address or IPv6 /64; trusted proxies are exempt
    std::size_t connections{20'000};  ///< lowered to what the limit of open files allows
    std::uint64_t body_memory{64 * 1024 * 1024};  ///< all bodies held in memory at one time
    std::size_t body_threshold{1024 * 1024};      ///< larger bodies go to a temporary file
    std::string temporary_folder;                 ///< for those; empty for /tmp
};

/// What the server uses of the node. All references outlive the server.
struct ServerParts {
    Service& service;
    Log const& log;
    Metrics& metrics;
    Clock clock;
    SteadyClock steady;  ///< the machine's: the deadlines that follow from it are timers'
    RandomBytes random;

    /// Where blocking reads of files run.
    boost::asio::any_io_executor file_executor;

    /// One single-threaded executor a worker; at least one.
    std::vector<boost::asio::any_io_executor> workers;
};

/// A listening server. Destroying it closes everything at once; stop() does so with grace.
class Server {
public:
    /// Binds and listens; connections are accepted from now on.
    /// @return invalid_input, naming address or file, when the address is taken or not of this
    /// machine, or when the
    ///         certificate cannot be used
    static Result<std::unique_ptr<Server>> start(ServerOptions options, ServerParts parts);

    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;
    ~Server();

    /// The port listened on.
    unsigned short port() const noexcept;

    /// Open connections.
    std::size_t connections() const;

    /// Reads the certificate files again; connections made from now on use them, none is dropped
    /// (threat R45).
    /// @return invalid_input when they cannot be used; the old ones then stay
    Result<void> reload_certificate();

    /// Stops with grace (threat R44): accepts no more, closes idle connections, lets running
    /// requests end with `Connection: close`, and closes what is left after `grace`. Call once; any
    /// executor.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

    /// Closes every connection now: a second signal to stop. Any thread.
    void abort();

    struct State;

private:
    explicit Server(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

}  // namespace folkmoot::node
