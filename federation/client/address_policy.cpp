#include "federation/client/address_policy.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace folkmoot::federation {

namespace {

namespace ip = boost::asio::ip;

struct RangeV4 {
    std::uint32_t base;
    unsigned prefix;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return (a << 24) | (b << 16) | (c << 8) | d;
}

constexpr auto special_v4 = std::to_array<RangeV4>({
    {v4(0, 0, 0, 0), 8},        // this network
    {v4(10, 0, 0, 0), 8},       // private
    {v4(100, 64, 0, 0), 10},    // carrier-grade NAT
    {v4(127, 0, 0, 0), 8},      // loopback
    {v4(169, 254, 0, 0), 16},   // link-local, cloud metadata
    {v4(172, 16, 0, 0), 12},    // private
    {v4(192, 0, 0, 0), 24},     // IETF protocol assignments
    {v4(192, 0, 2, 0), 24},     // documentation
    {v4(192, 31, 196, 0), 24},  // AS112
    {v4(192, 52, 193, 0), 24},  // AMT
    {v4(192, 88, 99, 0), 24},   // 6to4 relay anycast
    {v4(192, 168, 0, 0), 16},   // private
    {v4(192, 175, 48, 0), 24},  // AS112
    {v4(198, 18, 0, 0), 15},    // benchmarking
    {v4(198, 51, 100, 0), 24},  // documentation
    {v4(203, 0, 113, 0), 24},   // documentation
    {v4(224, 0, 0, 0), 4},      // multicast
    {v4(240, 0, 0, 0), 4},      // reserved, broadcast
});

using BytesV6 = ip::address_v6::bytes_type;

struct RangeV6 {
    BytesV6 base;
    unsigned prefix;
};

constexpr RangeV6 v6(std::array<std::uint16_t, 4> first_groups, unsigned prefix) {
    BytesV6 bytes{};
    for (std::size_t i = 0; i < first_groups.size(); ++i) {
        bytes[2 * i] = static_cast<unsigned char>(first_groups[i] >> 8);
        bytes[2 * i + 1] = static_cast<unsigned char>(first_groups[i] & 0xff);
    }
    return {bytes, prefix};
}

constexpr RangeV6 global_unicast = v6({0x2000}, 3);

constexpr auto special_v6 = std::to_array<RangeV6>({
    v6({0x2001, 0x0000}, 23),          // IETF protocol assignments, Teredo, ORCHID
    v6({0x2001, 0x0db8}, 32),          // documentation
    v6({0x2002}, 16),                  // 6to4
    v6({0x3fff}, 20),                  // documentation
    v6({0x2620, 0x004f, 0x8000}, 48),  // AS112
});

/// IPv4 in IPv6 clothes: whatever is inside, a peer has no reason to publish it.
constexpr RangeV6 compatible_v4 = v6({}, 96);
constexpr RangeV6 nat64 = v6({0x0064, 0xff9b}, 96);

bool contains(RangeV4 range, std::uint32_t address) {
    return (address ^ range.base) >> (32 - range.prefix) == 0;
}

bool contains(RangeV6 const& range, BytesV6 const& address) {
    unsigned const whole = range.prefix / 8;
    if (!std::equal(address.begin(), address.begin() + whole, range.base.begin())) {
        return false;
    }
    unsigned const rest = range.prefix % 8;
    return rest == 0 || (address[whole] ^ range.base[whole]) >> (8 - rest) == 0;
}

bool contains(ip::network_v4 const& network, ip::address_v4 address) {
    return (address.to_uint() & network.netmask().to_uint()) == network.network().to_uint();
}

bool contains(ip::network_v6 const& network, BytesV6 const& address) {
    return contains(RangeV6{network.network().to_bytes(), network.prefix_length()}, address);
}

bool is_reachable_v4(ip::address_v4 address, AddressPolicy const& policy) {
    for (auto const& network : policy.allowed_v4) {
        if (contains(network, address)) {
            return true;
        }
    }
    if (policy.development && address.is_loopback()) {
        return true;
    }
    return std::ranges::none_of(special_v4, [&](RangeV4 range) {
        return contains(range, address.to_uint());
    });
}

bool is_reachable_v6(ip::address_v6 const& address, AddressPolicy const& policy) {
    auto const bytes = address.to_bytes();
    if (policy.development && address.is_loopback()) {
        return true;
    }
    if (address.is_v4_mapped() || contains(compatible_v4, bytes) || contains(nat64, bytes)) {
        return false;
    }
    for (auto const& network : policy.allowed_v6) {
        if (contains(network, bytes)) {
            return true;
        }
    }
    return contains(global_unicast, bytes) &&
           std::ranges::none_of(special_v6, [&](auto const& range) {
               return contains(range, bytes);
           });
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

bool is_host_label(std::string_view label) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
        return false;
    }
    return std::ranges::all_of(label, [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    });
}

/// Whether a resolver may read a host that ends in this label as an IPv4 address: inet_aton takes
/// decimal, octal and hexadecimal numbers, and one to four of them.
bool is_number_label(std::string_view label) {
    if (label.starts_with("0x")) {
        return std::ranges::all_of(label.substr(2), is_hex_digit);
    }
    return std::ranges::all_of(label, is_digit);
}

bool ends_in_domain(std::string_view host, std::string_view domain) {
    return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                              host[host.size() - domain.size() - 1] == '.');
}

/// Names that never lead to another node on the public Internet (RFC 6761, 6762, 7686, 8375,
/// ICANN's `internal`, and the usual names of home and company networks).
constexpr auto local_domains = std::to_array<std::string_view>({
    "local",
    "localhost",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "home.arpa",
    "lan",
    "onion",
    "invalid",
    "test",
});

bool is_development_name(std::string_view host) {
    return ends_in_domain(host, "localhost") || ends_in_domain(host, "test");
}

bool is_allowed_name(std::string_view host, AddressPolicy const& policy) {
    return std::ranges::any_of(policy.allowed_names, [host](std::string const& name) {
        return name == host ||
               (name.starts_with("*.") && host.ends_with(std::string_view(name).substr(1)));
    });
}

}  // namespace

bool allow_network(AddressPolicy& policy, std::string_view cidr) {
    boost::system::error_code error;
    std::string const text(cidr);
    if (auto const network = ip::make_network_v4(text, error); !error) {
        policy.allowed_v4.push_back(network.canonical());
        return true;
    }
    if (auto const network = ip::make_network_v6(text, error); !error) {
        policy.allowed_v6.push_back(network.canonical());
        return true;
    }
    return false;
}

bool is_reachable(ip::address const& address, AddressPolicy const& policy) {
    return address.is_v4() ? is_reachable_v4(address.to_v4(), policy)
                           : is_reachable_v6(address.to_v6(), policy);
}

std::optional<ip::address> literal_address(std::string_view host) {
    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    std::string const text(bracketed ? host.substr(1, host.size() - 2) : host);
    boost::system::error_code error;
    auto const address = ip::make_address(text, error);
    // The scope of fe80::1%eth0 has no meaning to another machine; other spellings than the
    // canonical one are refused so that two texts never name one address.
    if (error || address.is_v6() != bracketed || address.to_string() != text ||
        text.contains('%')) {
        return std::nullopt;
    }
    return address;
}

bool is_permitted_host(std::string_view host, AddressPolicy const& policy) {
    if (auto const address = literal_address(host)) {
        return policy.development && is_reachable(*address, policy);
    }
    if (host.ends_with('.')) {
        host.remove_suffix(1);
    }
    if (host.empty() || host.size() > 253) {
        return false;
    }
    std::string_view rest = host;
    std::string_view label;
    bool bare = true;
    while (true) {
        auto const dot = rest.find('.');
        label = rest.substr(0, dot);
        if (!is_host_label(label)) {
            return false;
        }
        if (dot == std::string_view::npos) {
            break;
        }
        bare = false;
        rest.remove_prefix(dot + 1);
    }
    if (is_number_label(label)) {
        return false;
    }
    if (is_allowed_name(host, policy)) {
        return true;
    }
    if (is_development_name(host)) {
        return policy.development;
    }
    return !bare && std::ranges::none_of(local_domains, [&](std::string_view domain) {
        return ends_in_domain(host, domain);
    });
}

bool is_permitted_endpoint(
    std::string_view scheme, std::uint16_t port, AddressPolicy const& policy
) {
    if (policy.development) {
        return scheme == "https" || scheme == "http";
    }
    return scheme == "https" && (port == 443 || (policy.high_ports && port > 1023));
}

}  // namespace folkmoot::federation
