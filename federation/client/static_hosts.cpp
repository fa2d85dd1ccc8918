#include "federation/client/static_hosts.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::federation {

std::optional<StaticHost> parse_static_host(std::string_view text) {
    auto const equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return std::nullopt;
    }
    auto const name = text.substr(0, equals);
    auto const allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    auto const plain = name.starts_with("*.") ? name.substr(2) : name;
    if (plain.empty() || !std::ranges::all_of(plain, allowed)) {
        return std::nullopt;
    }
    boost::system::error_code failure;
    auto address = boost::asio::ip::make_address(std::string(text.substr(equals + 1)), failure);
    if (failure) {
        return std::nullopt;
    }
    return StaticHost{std::string(name), std::move(address)};
}

std::optional<boost::asio::ip::address> find_static_host(
    std::span<StaticHost const> hosts, std::string_view host
) {
    std::optional<boost::asio::ip::address> found;
    for (auto const& entry : hosts) {
        if (entry.name == host) {
            return entry.address;
        }
        if (entry.name.starts_with("*.") &&
            host.ends_with(std::string_view(entry.name).substr(1))) {
            found = found ? found : std::optional(entry.address);
        }
    }
    return found;
}

boost::asio::awaitable<Result<std::vector<boost::asio::ip::address>>> StaticResolver::resolve(
    std::string host
) {
    if (auto address = find_static_host(hosts_, host)) {
        co_return std::vector{std::move(*address)};
    }
    co_return co_await next_.resolve(std::move(host));
}

}  // namespace folkmoot::federation
