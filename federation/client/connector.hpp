// Opens connections for the outbound client: resolve, check every address, connect to a checked
// one, TLS. The only place in the program that connects a socket to another machine (threats S02,
// S05).
#pragma once

#include "federation/client/address_policy.hpp"
#include "federation/client/connection.hpp"
#include "federation/client/dns.hpp"
#include "federation/client/http_exchange.hpp"
#include "federation/client/tls_context.hpp"
#include "federation/client/url.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <expected>
#include <memory>
#include <vector>

namespace folkmoot::federation {

/// Makes connections, each on a strand of its own.
class Connector {
public:
    /// @param executor of the I/O threads
    /// @param policy must outlive the connector, as must `resolver`
    Connector(
        boost::asio::any_io_executor executor,
        AddressPolicy const& policy,
        Resolver& resolver,
        TlsClientContext tls
    );

    /// A connection to the URL's host, TLS done. The first few addresses are tried in the
    /// resolver's order within `limits.connect`. The URL itself must have passed the guard. To be
    /// awaited on a strand.
    boost::asio::awaitable<std::expected<std::shared_ptr<Connection>, FetchFailure>> open(
        Url url, FetchLimits limits, std::chrono::steady_clock::time_point deadline
    );

private:
    using Addresses = std::vector<boost::asio::ip::address>;

    boost::asio::awaitable<std::expected<Addresses, FetchFailure>> checked_addresses(
        std::string host
    );
    boost::asio::awaitable<std::expected<std::shared_ptr<Connection>, FetchFailure>> connect(
        Url url,
        Addresses addresses,
        FetchLimits limits,
        std::chrono::steady_clock::time_point deadline
    );

    boost::asio::any_io_executor executor_;
    AddressPolicy const& policy_;
    Resolver& resolver_;
    TlsClientContext tls_;
};

}  // namespace folkmoot::federation
