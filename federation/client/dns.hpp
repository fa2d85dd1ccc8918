// Name resolution behind an interface, so that tests own DNS. The system's resolver runs in its own
// bounded pool: getaddrinfo blocks, and must never block an I/O thread (threats R33).
#pragma once

#include "federation/error.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace folkmoot::federation {

/// Turns names into addresses.
class Resolver {
public:
    virtual ~Resolver() = default;

    /// All addresses of `host` (lower-case ASCII, no literal), IPv6 and IPv4, best first, at most
    /// 128. Must be awaited on a strand. @return Error{unreachable} when there is none, or in time
    virtual boost::asio::awaitable<Result<std::vector<boost::asio::ip::address>>> resolve(
        std::string host
    ) = 0;
};

/// Limits of SystemResolver.
struct SystemResolverLimits {
    std::size_t threads = 4;
    /// Lookups running or waiting; further ones are refused with Error{unavailable}.
    std::size_t pending = 256;
    std::chrono::steady_clock::duration timeout = std::chrono::seconds(5);
};

/// getaddrinfo on a pool of its own. A lookup that outlasts the time-out is abandoned; its thread
/// is busy until the system gives up, which the pool bounds to two short tries per name server.
/// `localhost` and `*.localhost` are loopback without a lookup (RFC 6761 section 6.3): the guard
/// refuses them outside development mode.
class SystemResolver final : public Resolver {
public:
    explicit SystemResolver(SystemResolverLimits limits = {});
    /// Waits for running lookups.
    ~SystemResolver() override;

    boost::asio::awaitable<Result<std::vector<boost::asio::ip::address>>> resolve(std::string host
    ) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace folkmoot::federation
