#include "federation/client/address_policy.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace folkmoot::federation {
namespace {

boost::asio::ip::address address(std::string const& text) {
    return boost::asio::ip::make_address(text);
}

struct AddressCase {
    char const* text;
    bool reachable;
};

/// Last address before, first of, last of, first after each range of threats S01, then the forms
/// that embed IPv4.
constexpr AddressCase address_cases[] = {
    // 0.0.0.0/8
    {"0.0.0.0", false},
    {"0.255.255.255", false},
    {"1.0.0.0", true},
    // 10.0.0.0/8
    {"9.255.255.255", true},
    {"10.0.0.0", false},
    {"10.255.255.255", false},
    {"11.0.0.0", true},
    // 100.64.0.0/10
    {"100.63.255.255", true},
    {"100.64.0.0", false},
    {"100.127.255.255", false},
    {"100.128.0.0", true},
    // 127.0.0.0/8
    {"126.255.255.255", true},
    {"127.0.0.0", false},
    {"127.255.255.255", false},
    {"128.0.0.0", true},
    // 169.254.0.0/16
    {"169.253.255.255", true},
    {"169.254.0.0", false},
    {"169.254.255.255", false},
    {"169.255.0.0", true},
    // 172.16.0.0/12
    {"172.15.255.255", true},
    {"172.16.0.0", false},
    {"172.31.255.255", false},
    {"172.32.0.0", true},
    // 192.0.0.0/24
    {"191.255.255.255", true},
    {"192.0.0.0", false},
    {"192.0.0.255", false},
    {"192.0.1.0", true},
    // 192.0.2.0/24
    {"192.0.1.255", true},
    {"192.0.2.0", false},
    {"192.0.2.255", false},
    {"192.0.3.0", true},
    // 192.31.196.0/24
    {"192.31.195.255", true},
    {"192.31.196.0", false},
    {"192.31.196.255", false},
    {"192.31.197.0", true},
    // 192.52.193.0/24
    {"192.52.192.255", true},
    {"192.52.193.0", false},
    {"192.52.193.255", false},
    {"192.52.194.0", true},
    // 192.88.99.0/24
    {"192.88.98.255", true},
    {"192.88.99.0", false},
    {"192.88.99.255", false},
    {"192.88.100.0", true},
    // 192.168.0.0/16
    {"192.167.255.255", true},
    {"192.168.0.0", false},
    {"192.168.255.255", false},
    {"192.169.0.0", true},
    // 192.175.48.0/24
    {"192.175.47.255", true},
    {"192.175.48.0", false},
    {"192.175.48.255", false},
    {"192.175.49.0", true},
    // 198.18.0.0/15
    {"198.17.255.255", true},
    {"198.18.0.0", false},
    {"198.19.255.255", false},
    {"198.20.0.0", true},
    // 198.51.100.0/24
    {"198.51.99.255", true},
    {"198.51.100.0", false},
    {"198.51.100.255", false},
    {"198.51.101.0", true},
    // 203.0.113.0/24
    {"203.0.112.255", true},
    {"203.0.113.0", false},
    {"203.0.113.255", false},
    {"203.0.114.0", true},
    // 224.0.0.0/4
    {"223.255.255.255", true},
    {"224.0.0.0", false},
    {"239.255.255.255", false},
    {"240.0.0.0", false},
    // 240.0.0.0/4
    {"239.255.255.255", false},
    {"240.0.0.0", false},
    {"255.255.255.255", false},
    // 2000::/3
    {"1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"2000::", true},
    {"3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"4000::", false},
    // 2001::/23
    {"2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"2001::", false},
    {"2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"2001:200::", true},
    // 2001:db8::/32
    {"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"2001:db8::", false},
    {"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"2001:db9::", true},
    // 2002::/16
    {"2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"2002::", false},
    {"2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"2003::", true},
    // 3fff::/20
    {"3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
    {"3fff::", false},
    {"3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", false},
    {"3fff:1000::", true},
    // 2620:4f:8000::/48
    {"2620:4f:7fff:ffff:ffff:ffff:ffff:ffff", true},
    {"2620:4f:8000::", false},
    {"2620:4f:8000:ffff:ffff:ffff:ffff:ffff", false},
    {"2620:4f:8001::", true},  // Cloud metadata, and plain public addresses.
    {"169.254.169.254", false},
    {"1.1.1.1", true},
    {"93.184.216.34", true},
    {"2606:4700:4700::1111", true},
    // Loopback, unspecified, link-local, site-local, unique local, multicast.
    {"::", false},
    {"::1", false},
    {"fe80::1", false},
    {"fec0::1", false},
    {"fc00::1", false},
    {"fd12:3456::1", false},
    {"ff02::1", false},
    // IPv4 in IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo - the inner address public
    // or not.
    {"::ffff:127.0.0.1", false},
    {"::ffff:10.0.0.1", false},
    {"::ffff:1.1.1.1", false},
    {"::ffff:0:1.1.1.1", false},
    {"::127.0.0.1", false},
    {"::1.1.1.1", false},
    {"64:ff9b::7f00:1", false},
    {"64:ff9b::101:101", false},
    {"64:ff9b:1::a00:1", false},
    {"2002:7f00:1::1", false},
    {"2002:101:101::1", false},
    {"2001:0:7f00:1::1", false},
};

class Reachable : public testing::TestWithParam<AddressCase> {};

TEST_P(Reachable, S01_AllowsOnlyGlobalAddresses) {
    EXPECT_EQ(is_reachable(address(GetParam().text), {}), GetParam().reachable) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Table, Reachable, testing::ValuesIn(address_cases));

// A second implementation that shares nothing with the first: prefixes as text, compared bit by
// bit.

std::string bits_of(std::string const& text, int family) {
    std::array<unsigned char, 16> bytes{};
    EXPECT_EQ(::inet_pton(family, text.c_str(), bytes.data()), 1) << text;
    std::string bits;
    for (int i = 0; i < (family == AF_INET ? 4 : 16); ++i) {
        for (int bit = 7; bit >= 0; --bit) {
            bits += (bytes[static_cast<std::size_t>(i)] >> bit) & 1 ? '1' : '0';
        }
    }
    return bits;
}

bool lies_in(std::string const& bits, std::vector<std::string> const& ranges, int family) {
    for (auto const& range : ranges) {
        auto const slash = range.find('/');
        auto const size = std::stoul(range.substr(slash + 1));
        if (bits.substr(0, size) == bits_of(range.substr(0, slash), family).substr(0, size)) {
            return true;
        }
    }
    return false;
}

bool reference_reachable(std::string const& text) {
    if (text.find(':') == std::string::npos) {
        static std::vector<std::string> const denied{
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        };
        return !lies_in(bits_of(text, AF_INET), denied, AF_INET);
    }
    static std::vector<std::string> const denied{
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "2620:4f:8000::/48",
    };
    auto const bits = bits_of(text, AF_INET6);
    return lies_in(bits, {"2000::/3"}, AF_INET6) && !lies_in(bits, denied, AF_INET6);
}

TEST(ThreatS, S01_RandomAddressesAgreeWithASecondImplementation) {
    constexpr unsigned seed = 20'261'121;
    std::mt19937 random(seed);
    for (int i = 0; i < 1'000; ++i) {
        boost::asio::ip::address candidate;
        if (i % 2 == 0) {
            candidate = boost::asio::ip::address_v4(static_cast<std::uint32_t>(random()));
        } else {
            boost::asio::ip::address_v6::bytes_type bytes;
            for (auto& byte : bytes) {
                byte = static_cast<unsigned char>(random());
            }
            // Half of them near the denied ranges inside 2000::/3, where a mistake would hide.
            if (i % 4 == 1) {
                constexpr std::array<std::uint16_t, 5> near{0x2001, 0x2002, 0x3fff, 0x2620, 0x2000};
                auto const group = near[random() % near.size()];
                bytes[0] = static_cast<unsigned char>(group >> 8);
                bytes[1] = static_cast<unsigned char>(group & 0xff);
                bytes[2] = static_cast<unsigned char>(random() % 16);
            }
            candidate = boost::asio::ip::address_v6(bytes);
        }
        auto const text = candidate.to_string();
        EXPECT_EQ(is_reachable(candidate, {}), reference_reachable(text))
            << text << " seed " << seed;
    }
}

TEST(ThreatS, S01_DevelopmentAddsLoopbackAndNothingElse) {
    AddressPolicy const development{.development = true};
    EXPECT_TRUE(is_reachable(address("127.0.0.1"), development));
    EXPECT_TRUE(is_reachable(address("127.255.255.255"), development));
    EXPECT_TRUE(is_reachable(address("::1"), development));
    EXPECT_TRUE(is_reachable(address("1.1.1.1"), development));
    for (auto const* text :
         {"10.0.0.1",
          "192.168.1.1",
          "169.254.169.254",
          "0.0.0.0",
          "::",
          "fe80::1",
          "fd00::1",
          "::ffff:127.0.0.1"}) {
        EXPECT_FALSE(is_reachable(address(text), development)) << text;
    }
}

TEST(ThreatS, S08_AdministratorAddsNetworksOneByOne) {
    AddressPolicy policy;
    ASSERT_TRUE(allow_network(policy, "10.1.0.0/16"));
    ASSERT_TRUE(allow_network(policy, "fd00:1::/32"));
    EXPECT_TRUE(is_reachable(address("10.1.255.255"), policy));
    EXPECT_FALSE(is_reachable(address("10.2.0.0"), policy));
    EXPECT_TRUE(is_reachable(address("fd00:1::7"), policy));
    EXPECT_FALSE(is_reachable(address("fd00:2::7"), policy));
    EXPECT_FALSE(is_reachable(address("::ffff:10.1.0.1"), policy));
}

TEST(ThreatS, S08_RefusesWhatIsNoNetwork) {
    AddressPolicy policy;
    for (auto const* text :
         {"", "10.1.0.0", "10.1.0.0/33", "fd00::/129", "private", "10.1.0.0/-1", "*"}) {
        EXPECT_FALSE(allow_network(policy, text)) << text;
    }
    EXPECT_TRUE(policy.allowed_v4.empty());
    EXPECT_TRUE(policy.allowed_v6.empty());
}

struct HostCase {
    char const* host;
    bool production;
    bool development;
};

constexpr HostCase host_cases[] = {
    {"remote.example", true, true},
    {"a.b.c.remote.example", true, true},
    {"remote.example.", true, true},
    {"xn--bcher-kva.example", true, true},
    {"under_score.example", true, true},
    {"1and1.example", true, true},
    {"127.0.0.1.nip.io", true, true},
    // Bare labels, local-only domains.
    {"", false, false},
    {".", false, false},
    {"intranet", false, false},
    {"com", false, false},
    {"localhost", false, true},
    {"localhost.", false, true},
    {"a.localhost", false, true},
    {"node1.test", false, true},
    {"printer.local", false, false},
    {"local", false, false},
    {"metadata.google.internal", false, false},
    {"x.onion", false, false},
    {"router.lan", false, false},
    {"router.home.arpa", false, false},
    {"notlocal.example", true, true},
    {"xlocal", false, false},
    {"mylocal.org", true, true},
    // IP addresses, in every spelling.
    {"1.1.1.1", false, true},
    {"127.0.0.1", false, true},
    {"10.0.0.1", false, false},
    {"[::1]", false, true},
    {"[fe80::1%25lo]", false, false},
    {"[::1%25lo]", false, false},
    {"[::1%lo]", false, false},
    {"[0:0:0:0:0:0:0:1]", false, false},
    {"[::ffff:127.0.0.1]", false, false},
    {"::1", false, false},
    {"2130706433", false, false},
    {"0x7f.1", false, false},
    {"0x7f000001", false, false},
    {"017700000001", false, false},
    {"0177.0.0.1", false, false},
    {"127.1", false, false},
    {"127.0.1", false, false},
    {"127.0.0.0x1", false, false},
    {"127.0.0.1.", false, false},
    {"example.0", false, false},
    {"example.0x", false, false},
    // Full-width digits and dots, percent-encoding, upper case, odd labels.
    {"１２７.０.０.１", false, false},
    {"remote。example", false, false},
    {"127%2e0.0.1", false, false},
    {"REMOTE.example", false, false},
    {"-a.example", false, false},
    {"a-.example", false, false},
    {"a..example", false, false},
    {".example.org", false, false},
    {"a b.example", false, false},
    {"a@b.example", false, false},
    {"[remote.example]", false, false},
};

class PermittedHost : public testing::TestWithParam<HostCase> {};

TEST_P(PermittedHost, S04_AllowsOnlyPublicNames) {
    AddressPolicy const development{.development = true};
    EXPECT_EQ(is_permitted_host(GetParam().host, {}), GetParam().production) << GetParam().host;
    EXPECT_EQ(is_permitted_host(GetParam().host, development), GetParam().development)
        << GetParam().host;
}

INSTANTIATE_TEST_SUITE_P(Table, PermittedHost, testing::ValuesIn(host_cases));

TEST(ThreatS, S04_LengthOfNamesAndLabelsIsBounded) {
    std::string const label(63, 'a');
    EXPECT_TRUE(is_permitted_host(label + ".example", {}));
    EXPECT_FALSE(is_permitted_host(label + "a.example", {}));
    EXPECT_FALSE(is_permitted_host(label + '.' + label + '.' + label + '.' + label + ".example", {})
    );
}

TEST(ThreatS, S04_SchemesAndPorts) {
    AddressPolicy const high_ports{.high_ports = true};
    AddressPolicy const development{.development = true};
    EXPECT_TRUE(is_permitted_endpoint("https", 443, {}));
    EXPECT_FALSE(is_permitted_endpoint("https", 8443, {}));
    EXPECT_FALSE(is_permitted_endpoint("http", 80, {}));
    EXPECT_FALSE(is_permitted_endpoint("http", 443, {}));
    EXPECT_FALSE(is_permitted_endpoint("gopher", 443, {}));
    EXPECT_TRUE(is_permitted_endpoint("https", 8443, high_ports));
    EXPECT_FALSE(is_permitted_endpoint("https", 1023, high_ports));
    EXPECT_FALSE(is_permitted_endpoint("https", 22, high_ports));
    EXPECT_FALSE(is_permitted_endpoint("http", 8080, high_ports));
    EXPECT_TRUE(is_permitted_endpoint("http", 8080, development));
    EXPECT_FALSE(is_permitted_endpoint("ftp", 8080, development));
}

}  // namespace
}  // namespace folkmoot::federation
