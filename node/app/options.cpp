#include "node/app/options.hpp"

#include "node/version.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::uint64_t gib = std::uint64_t{1} << 30;
constexpr std::uint64_t mib = std::uint64_t{1} << 20;

federation::AddressPolicy address_policy(Config::Federation const& federation) {
    federation::AddressPolicy policy;
    policy.development = federation.development;
    for (auto const& network : federation.allowed_networks) {
        federation::allow_network(policy, network);
    }
    for (auto const& text : federation.static_hosts) {
        if (auto const host = federation::parse_static_host(text)) {
            policy.allowed_names.push_back(host->name);
        }
    }
    return policy;
}

}  // namespace

std::size_t worker_count(Config const& config) {
    if (config.server.threads > 0) {
        return static_cast<std::size_t>(config.server.threads);
    }
    return std::max(1U, std::thread::hardware_concurrency());
}

storage::StoreOptions store_options(Config const& config, Clock const& clock) {
    storage::StoreOptions options;
    options.directory = config.storage.directory;
    options.mode = storage::OpenMode::open_existing;
    options.clock = clock;
    options.map_size = static_cast<std::uint64_t>(config.storage.map_gib) * gib;
    options.media_quota = static_cast<std::uint64_t>(config.media.quota_gib) * gib;
    return options;
}

std::vector<federation::StaticHost> static_hosts(Config::Federation const& federation) {
    std::vector<federation::StaticHost> hosts;
    for (auto const& text : federation.static_hosts) {
        if (auto host = federation::parse_static_host(text)) {
            hosts.push_back(std::move(*host));
        }
    }
    return hosts;
}

activitypub::IriPolicy iri_policy(Config const& config) {
    return config.federation.development ? activitypub::IriPolicy::development()
                                         : activitypub::IriPolicy::production();
}

activitypub::Origin origin_of(Site const& site) {
    auto const iri = activitypub::Iri::parse(site.origin(), activitypub::IriPolicy::development());
    return iri ? iri->origin() : activitypub::Origin{};
}

federation::HttpClientConfig client_config(Config const& config) {
    federation::HttpClientConfig client;
    client.user_agent = federation::user_agent(program_version, config.node.domain);
    client.addresses = address_policy(config.federation);
    client.extra_ca_file = config.federation.extra_ca_file;
    client.concurrency = static_cast<std::size_t>(config.federation.concurrency);
    return client;
}

activitypub::SignaturePolicy signature_policy(Site const& site) {
    activitypub::SignaturePolicy policy;
    policy.scheme = site.origin().starts_with("https://") ? "https" : "http";
    policy.authority = site.domain();
    return policy;
}

ServerOptions server_options(Config const& config) {
    ServerOptions options;
    options.address = config.server.listen;
    options.port = static_cast<unsigned short>(config.server.port);
    options.certificate_file = config.server.certificate_file;
    options.key_file = config.server.key_file;
    options.hosts = own_hosts(config);
    if (auto proxies = TrustedProxies::parse(config.server.trusted_proxies)) {
        options.proxies = std::move(*proxies);
    }
    options.connections = static_cast<std::size_t>(config.limits.connections);
    options.connections_per_address =
        static_cast<std::size_t>(config.limits.connections_per_address);
    options.body_memory = static_cast<std::uint64_t>(config.limits.body_memory_mib) * mib;
    return options;
}

std::string media_host(Config const& config) {
    if (config.media.origin.empty()) {
        return {};
    }
    return Site(config.media.origin).domain();
}

}  // namespace folkmoot::node
