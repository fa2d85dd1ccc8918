// Who the client is: the socket's peer, or what a configured proxy says about it (threat H23).
#pragma once

#include "node/error.hpp"
#include "node/http/headers.hpp"

#include <boost/asio/ip/address.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace folkmoot::node {

/// Networks whose X-Forwarded-For and X-Forwarded-Proto are believed.
class TrustedProxies {
public:
    TrustedProxies() = default;

    /// @param networks  "127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"
    /// @return invalid_input naming the entry that is no address and no network
    static Result<TrustedProxies> parse(std::span<std::string const> networks);

    bool contains(boost::asio::ip::address const& address) const noexcept;

private:
    struct Network {
        std::array<std::uint8_t, 16> bytes{};  // v4 as v4-mapped
        unsigned prefix{0};                    // of 128 bits
    };

    std::vector<Network> networks_;
};

/// Client of a request.
struct Client {
    boost::asio::ip::address address;
    bool secure{false};
};

/// The rightmost address of X-Forwarded-For that is no trusted proxy, when the socket's peer is
/// one; the peer otherwise. An entry that is no address ends the walk: what stands left of it is
/// not believed.
/// @param tls  the socket itself speaks TLS
Client find_client(
    boost::asio::ip::address const& peer,
    bool tls,
    Headers const& headers,
    TrustedProxies const& proxies
);

/// What limits count by: a whole IPv4 address, or the /64 of an IPv6 address.
using AddressPrefix = std::array<std::uint8_t, 8>;

AddressPrefix address_prefix(boost::asio::ip::address const& address) noexcept;

}  // namespace folkmoot::node
