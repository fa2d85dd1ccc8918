#include "federation/client/dns.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
#include <resolv.h>
#include <sys/socket.h>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;

namespace {

using Addresses = std::vector<asio::ip::address>;

constexpr std::size_t max_addresses = 128;

std::unexpected<Error> unreachable(std::string const& host, std::string_view why) {
    return std::unexpected(Error{ErrorCode::unreachable, "DNS of " + host + ": " + std::string(why)}
    );
}

asio::ip::address to_address(addrinfo const& entry) {
    if (entry.ai_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, entry.ai_addr, sizeof in);
        return asio::ip::address_v4(ntohl(in.sin_addr.s_addr));
    }
    sockaddr_in6 in{};
    std::memcpy(&in, entry.ai_addr, sizeof in);
    asio::ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return asio::ip::address_v6(bytes);
}

/// Two tries of two seconds a name server instead of glibc's two of five, on this thread.
void shorten_tries() {
    thread_local bool done = false;
    if (!done && res_init() == 0) {
        _res.retrans = 2;
        _res.retry = 2;
        done = true;
    }
}

/// Blocks. Runs on the pool.
Result<Addresses> look_up(std::string const& host) {
    shorten_tries();
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int const failure = ::getaddrinfo(host.c_str(), nullptr, &hints, &found); failure != 0) {
        return unreachable(host, ::gai_strerror(failure));
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const owner(found, ::freeaddrinfo);
    Addresses addresses;
    for (auto const* entry = found; entry != nullptr; entry = entry->ai_next) {
        if (entry->ai_family != AF_INET && entry->ai_family != AF_INET6) {
            continue;
        }
        auto const address = to_address(*entry);
        if (std::ranges::find(addresses, address) == addresses.end()) {
            addresses.push_back(address);
        }
        if (addresses.size() > max_addresses) {
            return unreachable(host, "too many addresses");
        }
    }
    if (addresses.empty()) {
        return unreachable(host, "no address");
    }
    return addresses;
}

/// What the pool's thread and the waiting coroutine share. All but the executor is used on the
/// caller's strand.
struct Lookup {
    explicit Lookup(asio::any_io_executor executor) : timer(std::move(executor)) {}

    asio::steady_timer timer;
    std::optional<Result<Addresses>> result;
};

bool is_localhost(std::string_view host) {
    return host == "localhost" || host.ends_with(".localhost");
}

}  // namespace

struct SystemResolver::State {
    explicit State(SystemResolverLimits the_limits)
        : limits(the_limits), pool(the_limits.threads) {}

    SystemResolverLimits const limits;
    std::atomic<std::size_t> pending{0};
    asio::thread_pool pool;
};

SystemResolver::SystemResolver(SystemResolverLimits limits)
    : state_(std::make_unique<State>(limits)) {}

SystemResolver::~SystemResolver() {
    state_->pool.stop();
    state_->pool.join();
}

asio::awaitable<Result<Addresses>> SystemResolver::resolve(std::string host) {
    if (is_localhost(host)) {
        co_return Addresses{asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
    }
    if (state_->pending.fetch_add(1) >= state_->limits.pending) {
        state_->pending.fetch_sub(1);
        co_return std::unexpected(Error{ErrorCode::unavailable, "too many DNS lookups"});
    }
    auto const executor = co_await asio::this_coro::executor;
    auto const lookup = std::make_shared<Lookup>(executor);
    lookup->timer.expires_after(state_->limits.timeout);
    asio::post(state_->pool, [&state = *state_, executor, lookup, host] {
        auto result = look_up(host);
        state.pending.fetch_sub(1);
        asio::post(executor, [lookup, result = std::move(result)]() mutable {
            lookup->result = std::move(result);
            lookup->timer.cancel();
        });
    });
    co_await lookup->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!lookup->result) {
        co_return unreachable(host, "time-out");
    }
    co_return std::move(*lookup->result);
}

}  // namespace folkmoot::federation
