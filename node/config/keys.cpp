#include "node/config/keys.hpp"

#include "federation/client/address_policy.hpp"
#include "federation/client/static_hosts.hpp"
#include "node/app/log.hpp"
#include "node/http/peer_address.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>

namespace folkmoot::node {
namespace {

constexpr std::array<std::string_view, 4> registration_words{
    "open", "approval", "invitation", "closed"
};

bool is_host_text(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
               c == ':' || c == '[' || c == ']';
    });
}

std::string domain_problem(std::string const& value) {
    return is_host_text(value) && value.find(':') == std::string::npos
               ? ""
               : "must be a host name in lower case without a port, as folk.example (write other "
                 "scripts in punycode)";
}

std::string origin_problem(std::string const& value) {
    for (std::string_view const scheme : {"https://", "http://"}) {
        if (value.starts_with(scheme) &&
            is_host_text(std::string_view{value}.substr(scheme.size()))) {
            return "";
        }
    }
    return value.empty()
               ? ""
               : "must be scheme and host without a slash at the end, as https://folk.example";
}

std::string name_problem(std::string const& value) {
    return !value.empty() && value.size() <= 100 ? "" : "must have 1 to 100 bytes";
}

std::string description_problem(std::string const& value) {
    return value.size() <= 5000 ? "" : "must have at most 5000 bytes";
}

std::string address_problem(std::string const& value) {
    boost::system::error_code error;
    boost::asio::ip::make_address(value, error);
    return error ? "must be an IP address of this machine, as 127.0.0.1 or ::" : "";
}

std::string proxy_problem(std::string const& value) {
    std::array const one{value};
    return TrustedProxies::parse(one)
               ? ""
               : "must be an IP address or a network, as 127.0.0.1 or 10.0.0.0/8";
}

std::string network_problem(std::string const& value) {
    federation::AddressPolicy policy;
    return federation::allow_network(policy, value) ? "" : "must be a network, as 10.1.0.0/16";
}

std::string static_host_problem(std::string const& value) {
    return federation::parse_static_host(value)
               ? ""
               : "must be a name and an address, as forum.corp.internal=10.1.2.3";
}

std::string language_problem(std::string const& value) {
    bool const known = value == "en" || value == "zh-Hans";
    return known ? "" : "must be en or zh-Hans";
}

std::string level_problem(std::string const& value) {
    return parse_log_level(value) ? "" : "must be debug, info, warning or error";
}

std::string token_problem(std::string const& value) {
    bool const plain =
        std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    return plain && (value.empty() || value.size() >= 16)
               ? ""
               : "must have at least 16 printable characters";
}

// Sections in the order of the file.
std::vector<Setting> make_settings() {
    return {
        {"node.domain",
         "",
         "The part of addresses after the @: ana@folk.example. It cannot change once the node has "
         "federated.",
         TextSetting{[](Config& c) -> std::string& { return c.node.domain; }, domain_problem}},
        {"node.origin",
         "",
         "Scheme and host of every address of the node. Empty: https and the domain; for "
         "localhost, *.localhost and IP "
         "addresses http, the domain and the port.",
         TextSetting{[](Config& c) -> std::string& { return c.node.origin; }, origin_problem}},
        {"node.name",
         "",
         "What the node calls itself.",
         TextSetting{[](Config& c) -> std::string& { return c.node.name; }, name_problem}},
        {"node.description",
         "",
         "One or two sentences about the node, in plain text.",
         TextSetting{
             [](Config& c) -> std::string& { return c.node.description; }, description_problem
         }},
        {"node.contact",
         "",
         "Mail address of the people who run the node, shown to everybody.",
         TextSetting{[](Config& c) -> std::string& { return c.node.contact; }}},
        {"node.language",
         "",
         "Language of pages for visitors who ask for none that is there: en or zh-Hans.",
         TextSetting{[](Config& c) -> std::string& { return c.node.language; }, language_problem}},
        {"node.registration",
         "",
         "Who may open an account: open (everybody), approval (the administrators decide), "
         "invitation, closed.",
         ChoiceSetting{
             registration_words,
             [](Config const& c) { return static_cast<std::size_t>(c.node.registration); },
             [](Config& c, std::size_t i) {
                 c.node.registration = static_cast<RegistrationMode>(i);
             }
         }},

        {"server.listen",
         "",
         "Address to listen on; :: for every address of the machine.",
         TextSetting{[](Config& c) -> std::string& { return c.server.listen; }, address_problem}},
        {"server.port",
         "",
         "Port to listen on.",
         NumberSetting{[](Config& c) -> std::int64_t& { return c.server.port; }, 0, 65535}},
        {"server.threads",
         "",
         "Threads that answer requests; 0 for one a processor core.",
         NumberSetting{[](Config& c) -> std::int64_t& { return c.server.threads; }, 0, 256}},
        {"server.certificate_file",
         "",
         "PEM file with the certificate chain, for TLS without a reverse proxy. Read again on "
         "SIGHUP.",
         TextSetting{
             [](Config& c) -> std::string& { return c.server.certificate_file; }, nullptr, true
         }},
        {"server.key_file",
         "",
         "PEM file with the key of the certificate.",
         TextSetting{[](Config& c) -> std::string& { return c.server.key_file; }, nullptr, true}},
        {"server.trusted_proxies",
         "",
         "Addresses and networks of reverse proxies, whose X-Forwarded-For and X-Forwarded-Proto "
         "are believed. They "
         "must pass the Host header on.",
         ListSetting{
             [](Config& c) -> std::vector<std::string>& { return c.server.trusted_proxies; },
             proxy_problem
         }},
        {"server.stop_grace_seconds",
         "seconds",
         "How long running requests may take to end when the node stops.",
         NumberSetting{
             [](Config& c) -> std::int64_t& { return c.server.stop_grace_seconds; }, 0, 300
         }},

        {"storage.directory",
         "",
         "Where the store and media lie. Empty: the directory of this file.",
         TextSetting{[](Config& c) -> std::string& { return c.storage.directory; }, nullptr, true}},
        {"storage.key_file",
         "",
         "The key that encrypts the members' signing keys; keep a copy apart from backups of the "
         "store. Empty: "
         "secret.key in the directory of this file.",
         TextSetting{[](Config& c) -> std::string& { return c.storage.key_file; }, nullptr, true}},
        {"storage.map_gib",
         "GiB",
         "Address space for the store. Costs nothing until used.",
         NumberSetting{[](Config& c) -> std::int64_t& { return c.storage.map_gib; }, 1, 65536}},

        {"media.origin",
         "",
         "Origin that serves uploads, as https://media.folk.example; it must lead to this node. "
         "Empty: the node's own, "
         "which is less safe.",
         TextSetting{[](Config& c) -> std::string& { return c.media.origin; }, origin_problem}},
        {"media.upload_mib",
         "MiB",
         "Largest upload.",
         NumberSetting{[](Config& c) -> std::int64_t& { return c.media.upload_mib; }, 1, 1024}},
        {"media.quota_gib",
         "GiB",
         "Space for all media files together.",
         NumberSetting{[](Config& c) -> std::int64_t& { return c.media.quota_gib; }, 1, 1'048'576}},

        {"federation.development",
         "",
         "Allow http, ports and loopback addresses between nodes on one machine. Only for "
         "localhost, addresses of this "
         "machine, *.localhost and *.test; on by default for localhost and *.localhost.",
         FlagSetting{[](Config& c) -> bool& { return c.federation.development; }}},
        {"federation.extra_ca_file",
         "",
         "PEM file of further certificate authorities to trust in other nodes.",
         TextSetting{
             [](Config& c) -> std::string& { return c.federation.extra_ca_file; }, nullptr, true
         }},
        {"federation.allowed_networks",
         "",
         "Networks that may be reached although they are private, e.g. \"10.1.0.0/16\": for nodes "
         "of "
         "one organization.",
         ListSetting{
             [](Config& c) -> std::vector<std::string>& { return c.federation.allowed_networks; },
             network_problem
         }},
        {"federation.static_hosts",
         "",
         "Names with their addresses, e.g. \"forum.corp.internal=10.1.2.3\" or "
         "\"*.corp.internal=10.1.2.3\", for servers that no public DNS knows.",
         ListSetting{
             [](Config& c) -> std::vector<std::string>& { return c.federation.static_hosts; },
             static_host_problem
         }},
        {"federation.concurrency",
         "",
         "Requests to other nodes at one time. One that takes longer than a second gives its place "
         "to "
         "another; at most four times as many wait like that.",
         NumberSetting{[](Config& c) -> std::int64_t& { return c.federation.concurrency; }, 1, 1024}
        },
        {"federation.host_quota_mib",
         "MiB",
         "Space for what one other node sends.",
         NumberSetting{
             [](Config& c) -> std::int64_t& { return c.federation.host_quota_mib; }, 1, 1'048'576
         }},
        {"federation.host_quota_objects",
         "",
         "Posts and profiles kept of one other node.",
         NumberSetting{
             [](Config& c) -> std::int64_t& { return c.federation.host_quota_objects; },
             100,
             1'000'000'000
         }},

        {"limits.requests_per_5_minutes",
         "",
         "Requests that one token, or one address without token, may make in five minutes. The "
         "other limits keep their "
         "ratio to it.",
         NumberSetting{
             [](Config& c) -> std::int64_t& { return c.limits.requests_per_5_minutes; },
             30,
             1'000'000'000
         }},
        {"limits.connections",
         "",
         "Open connections; lowered to what the limit of open files allows.",
         NumberSetting{
             [](Config& c) -> std::int64_t& { return c.limits.connections; }, 16, 1'000'000
         }},
        {"limits.connections_per_address",
         "",
         "Open connections of one IPv4 address or IPv6 /64. Trusted proxies are exempt.",
         NumberSetting{
             [](Config& c) -> std::int64_t& { return c.limits.connections_per_address; },
             1,
             1'000'000
         }},
        {"limits.body_memory_mib",
         "MiB",
         "Memory for request bodies that are being received or answered.",
         NumberSetting{
             [](Config& c) -> std::int64_t& { return c.limits.body_memory_mib; }, 4, 65536
         }},
        {"limits.post_characters",
         "characters",
         "Longest post of a local member.",
         NumberSetting{
             [](Config& c) -> std::int64_t& { return c.limits.post_characters; }, 100, 100'000
         }},

        {"log.level",
         "",
         "Least level that is logged: debug, info, warning or error.",
         TextSetting{[](Config& c) -> std::string& { return c.log.level; }, level_problem}},

        {"metrics.token",
         "",
         "Bearer token that opens /metrics from other addresses than loopback; none by default.",
         TextSetting{[](Config& c) -> std::string& { return c.metrics.token; }, token_problem},
         "FOLKMOOT_METRICS_TOKEN"},
    };
}

}  // namespace

std::span<Setting const> settings() {
    static std::vector<Setting> const table = make_settings();
    return table;
}

}  // namespace folkmoot::node
