#include "federation/client/connector.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

namespace {

/// Addresses of one host that are tried: more only prolong what a dead host costs.
constexpr std::size_t max_attempts = 4;

std::unexpected<FetchFailure> failed(FetchOutcome outcome, ErrorCode code, std::string detail) {
    return std::unexpected(FetchFailure{outcome, {code, std::move(detail)}, true});
}

/// Connects within `limit`. Closing the socket is what ends an attempt that takes too long.
asio::awaitable<boost::system::error_code> connect_within(
    tcp::socket& socket, tcp::endpoint endpoint, Clock::duration limit
) {
    struct Watch {
        explicit Watch(tcp::socket& the_socket) : socket(&the_socket) {}

        tcp::socket* socket;
        bool expired = false;
    };

    auto const watch = std::make_shared<Watch>(socket);
    asio::steady_timer timer(socket.get_executor(), limit);
    timer.async_wait([watch](boost::system::error_code error) {
        if (!error && watch->socket != nullptr) {
            watch->expired = true;
            boost::system::error_code ignored;
            watch->socket->close(ignored);
        }
    });
    auto const [error] =
        co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
    watch->socket = nullptr;
    if (error) {
        boost::system::error_code ignored;
        socket.close(ignored);
    }
    co_return watch->expired ? boost::system::error_code(asio::error::timed_out) : error;
}

std::string name_for_tls(std::string const& host) {
    return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

Connector::Connector(
    asio::any_io_executor executor,
    AddressPolicy const& policy,
    Resolver& resolver,
    TlsClientContext tls
)
    : executor_(std::move(executor)), policy_(policy), resolver_(resolver), tls_(std::move(tls)) {}

asio::awaitable<std::expected<std::shared_ptr<Connection>, FetchFailure>> Connector::open(
    Url url, FetchLimits limits, Clock::time_point deadline
) {
    auto addresses = co_await checked_addresses(url.host());
    if (!addresses) {
        co_return std::unexpected(std::move(addresses.error()));
    }
    // A strand of its own for each connection, entered here for the first time.
    asio::any_io_executor const strand = asio::make_strand(executor_);
    co_return co_await asio::co_spawn(
        strand,
        connect(std::move(url), std::move(*addresses), limits, deadline),
        asio::use_awaitable
    );
}

asio::awaitable<std::expected<Connector::Addresses, FetchFailure>> Connector::checked_addresses(
    std::string host
) {
    Addresses addresses;
    if (auto const literal = literal_address(host)) {
        addresses.push_back(*literal);
    } else {
        auto resolved = co_await resolver_.resolve(host);
        if (!resolved) {
            co_return std::unexpected(
                FetchFailure{FetchOutcome::dns_failed, std::move(resolved.error()), true}
            );
        }
        addresses = std::move(*resolved);
    }
    // One forbidden address among good ones is an attack or a mistake: refused as a whole (S02).
    for (auto const& address : addresses) {
        if (!is_reachable(address, policy_)) {
            co_return failed(
                FetchOutcome::refused,
                ErrorCode::refused_address,
                host + " has the forbidden address " + address.to_string()
            );
        }
    }
    co_return addresses;
}

asio::awaitable<std::expected<std::shared_ptr<Connection>, FetchFailure>> Connector::connect(
    Url url, Addresses addresses, FetchLimits limits, Clock::time_point deadline
) {
    tcp::socket socket(co_await asio::this_coro::executor);
    auto const connect_by = std::min(deadline, Clock::now() + limits.connect);
    auto const attempts = std::min(addresses.size(), max_attempts);
    boost::system::error_code error = asio::error::host_not_found;
    for (std::size_t i = 0; i < attempts; ++i) {
        auto const share = (connect_by - Clock::now()) / static_cast<int>(attempts - i);
        error = co_await connect_within(socket, tcp::endpoint(addresses[i], url.port()), share);
        if (!error) {
            break;
        }
    }
    if (error) {
        auto const outcome = error == asio::error::timed_out ? FetchOutcome::timed_out
                                                             : FetchOutcome::connect_failed;
        co_return failed(
            outcome,
            ErrorCode::unreachable,
            "connecting to " + url.authority() + ": " + error.message()
        );
    }
    socket.set_option(tcp::no_delay(true), error);
    if (!url.is_https()) {
        co_return std::make_shared<Connection>(Connection::plain(std::move(socket)));
    }
    auto connection = std::make_shared<Connection>(
        Connection::client_tls(std::move(socket), tls_, name_for_tls(url.host()), url.port())
    );
    connection->expires_at(std::min(deadline, Clock::now() + limits.tls));
    auto const done = co_await connection->handshake();
    connection->expires_never();
    if (!done) {
        auto const outcome =
            connection->expired() ? FetchOutcome::timed_out : FetchOutcome::tls_failed;
        co_return failed(
            outcome, ErrorCode::unreachable, done.error().detail + " (" + url.authority() + ")"
        );
    }
    co_return connection;
}

}  // namespace folkmoot::federation
