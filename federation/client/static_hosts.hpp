// Names that the administrator gives addresses to, as /etc/hosts does: for servers on an internal
// network that no public DNS knows (threats S08). A listed name may be contacted whatever its top
// level is; its address must still be reachable by the policy.
#pragma once

#include "federation/client/dns.hpp"

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::federation {

/// One name or domain with its address.
struct StaticHost {
    std::string name;  ///< lower case; "*.example.internal" stands for every name below
    boost::asio::ip::address address;

    friend bool operator==(StaticHost const&, StaticHost const&) = default;
};

/// Reads "name=address", e.g. "forum.corp.internal=10.1.2.3" or "*.test=127.0.0.2"; nothing for
/// anything else.
std::optional<StaticHost> parse_static_host(std::string_view text);

/// The address of a host name; nothing when it is not listed. Exact names win over domains.
std::optional<boost::asio::ip::address> find_static_host(
    std::span<StaticHost const> hosts, std::string_view host
);

/// Answers listed names itself and asks another resolver for the rest.
class StaticResolver final : public Resolver {
public:
    /// @param next  must outlive this
    StaticResolver(std::vector<StaticHost> hosts, Resolver& next)
        : hosts_(std::move(hosts)), next_(next) {}

    boost::asio::awaitable<Result<std::vector<boost::asio::ip::address>>> resolve(std::string host
    ) override;

private:
    std::vector<StaticHost> hosts_;
    Resolver& next_;
};

}  // namespace folkmoot::federation
