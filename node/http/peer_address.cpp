#include "node/http/peer_address.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace folkmoot::node {
namespace {

namespace ip = boost::asio::ip;

// Every address as 16 bytes, v4 as ::ffff:a.b.c.d, so that a mapped form cannot dodge a rule about
// the plain one.
std::array<std::uint8_t, 16> as_v6(ip::address const& address) noexcept {
    if (address.is_v4()) {
        return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
    }
    return address.to_v6().to_bytes();
}

ip::address unmapped(ip::address const& address) noexcept {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

// "1.2.3.4", "1.2.3.4:80", "2001:db8::1", "[2001:db8::1]:80"
std::optional<ip::address> parse_forwarded(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    if (text.starts_with('[')) {
        text = text.substr(1, text.find(']') - 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        text = text.substr(0, text.find(':'));
    }
    boost::system::error_code error;
    auto const address = ip::make_address(std::string{text}, error);
    return error ? std::nullopt : std::optional{unmapped(address)};
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(std::span<std::string const> networks) {
    TrustedProxies proxies;
    for (auto const& text : networks) {
        auto const slash = text.find('/');
        boost::system::error_code error;
        auto const address = ip::make_address(text.substr(0, slash), error);
        unsigned const bits = address.is_v4() ? 32 : 128;
        unsigned prefix = bits;
        if (slash != std::string::npos) {
            auto const* const end = text.data() + text.size();
            auto const parsed = std::from_chars(text.data() + slash + 1, end, prefix);
            if (parsed.ec != std::errc{} || parsed.ptr != end) {
                prefix = bits + 1;
            }
        }
        if (error || prefix > bits) {
            return std::unexpected{Error{
                ErrorCode::invalid_input, "'" + text + "' is no IP address and no network", {}
            }};
        }
        proxies.networks_.push_back({as_v6(address), prefix + (128 - bits)});
    }
    return proxies;
}

bool TrustedProxies::contains(ip::address const& address) const noexcept {
    auto const bytes = as_v6(address);
    return std::any_of(networks_.begin(), networks_.end(), [&](Network const& network) {
        for (unsigned bit = 0; bit < network.prefix; bit += 8) {
            unsigned const kept = std::min(8U, network.prefix - bit);
            auto const mask = static_cast<std::uint8_t>(0xFF00U >> kept);
            if (((bytes[bit / 8] ^ network.bytes[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    });
}

Client find_client(
    ip::address const& peer, bool tls, Headers const& headers, TrustedProxies const& proxies
) {
    Client client{unmapped(peer), tls};
    if (!proxies.contains(peer)) {
        return client;
    }
    if (auto const scheme = headers.joined("X-Forwarded-Proto")) {
        // The nearest proxy's word is the last.
        auto const comma = scheme->rfind(',');
        auto const last = comma == std::string::npos ? *scheme : scheme->substr(comma + 1);
        client.secure = last.find("https") != std::string::npos;
    }
    auto const chain = headers.joined("X-Forwarded-For").value_or("");
    for (std::string_view rest = chain; !rest.empty();) {
        auto const comma = rest.rfind(',');
        auto const hop =
            parse_forwarded(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
        if (!hop) {
            break;
        }
        client.address = *hop;
        if (!proxies.contains(*hop) || comma == std::string_view::npos) {
            break;
        }
        rest = rest.substr(0, comma);
    }
    return client;
}

AddressPrefix address_prefix(ip::address const& address) noexcept {
    auto const bytes = as_v6(address);
    AddressPrefix prefix{};
    bool const v4 = address.is_v4() || address.to_v6().is_v4_mapped();
    // Of a mapped address the first eight bytes are zero; its last eight hold ffff and the four
    // that matter.
    std::copy_n(bytes.begin() + (v4 ? 8 : 0), prefix.size(), prefix.begin());
    return prefix;
}

}  // namespace folkmoot::node
