// Which addresses and host names the outbound door may reach (threats S01, S04, S08). Pure
// functions over values: no sockets, no lookups. The resolver's answers and every redirect hop pass
// through here.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::federation {

/// What this node's administrator allows the door to reach beyond the public Internet.
struct AddressPolicy {
    /// Nodes on one machine: loopback addresses, `localhost`, `*.localhost`, `*.test`, `http` and
    /// any port are allowed besides the public Internet. Nothing else private is.
    bool development = false;
    /// https on ports above 1023, besides 443.
    bool high_ports = false;
    /// Networks that are reachable although they are not global, e.g. a cluster's own (threats
    /// S08). Never applies to IPv4 addresses in IPv6 clothes.
    std::vector<boost::asio::ip::network_v4> allowed_v4;
    std::vector<boost::asio::ip::network_v6> allowed_v6;

    /// Names that the administrator has given addresses to (static_hosts.hpp), which may be
    /// contacted although they are under a local-only domain: exact names and "*.domain".
    std::vector<std::string> allowed_names;
};

/// Adds one network in CIDR notation ("10.1.0.0/16", "fd00:1::/64") to the allowed ones.
/// @return false, with `policy` unchanged, when `cidr` is not a network
bool allow_network(AddressPolicy& policy, std::string_view cidr);

/// Whether the door may connect to `address`: IPv4 outside the special ranges, IPv6 inside 2000::/3
/// outside the special ones, or what `policy` adds. IPv4-mapped, IPv4-compatible and NAT64
/// addresses are refused always. Source: threats S01; IANA IPv4 and IPv6 Special-Purpose Address
/// Registries.
bool is_reachable(boost::asio::ip::address const& address, AddressPolicy const& policy);

/// Whether `host`, the lower-case ASCII host of a URL (IPv6 literals in brackets), may be contacted
/// by name: a DNS name of at least two labels that is neither under a local-only top-level domain
/// nor any spelling of an IP address (decimal, octal, hexadecimal, shortened). In development mode
/// also `localhost`, `*.localhost`, `*.test` and literals of reachable addresses in their canonical
/// spelling.
/// Source: threats S04; RFC 6761, RFC 6762, RFC 7686, RFC 3986 3.2.2.
bool is_permitted_host(std::string_view host, AddressPolicy const& policy);

/// The address that `host` spells when it is a canonical IP literal ("127.0.0.1", "[::1]"), else
/// nothing.
std::optional<boost::asio::ip::address> literal_address(std::string_view host);

/// Whether a URL of this scheme ("https", "http") and port may be contacted: https on 443, and what
/// `policy` adds.
bool is_permitted_endpoint(
    std::string_view scheme, std::uint16_t port, AddressPolicy const& policy
);

}  // namespace folkmoot::federation
