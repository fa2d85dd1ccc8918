#include "node/cli/examine.hpp"

#include "activitypub/json/guard.hpp"
#include "federation/client/address_policy.hpp"
#include "federation/client/dns.hpp"
#include "federation/client/http_client.hpp"
#include "node/cli/certificate_age.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <utility>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;

Finding look_at_key_file(std::string const& path) {
    struct ::stat facts{};
    bool const there = ::stat(path.c_str(), &facts) == 0;
    return judge_key_file(
        path, there ? std::optional<unsigned>(facts.st_mode & 0777U) : std::nullopt
    );
}

Finding look_at_disk(std::string const& path) {
    struct ::statvfs facts{};
    if (::statvfs(path.c_str(), &facts) != 0) {
        return {"disk", path + " cannot be looked at", "check that it exists and is mounted"};
    }
    return judge_disk(facts.f_bavail * facts.f_frsize, facts.f_blocks * facts.f_frsize);
}

Finding look_at_store(storage::Store const& store) {
    auto const stats = store.environment().stats();
    return stats ? judge_map(stats->used_bytes, stats->map_bytes)
                 : Finding{
                       "store", "cannot be read: " + stats.error().detail, "run: folkmoot verify"
                   };
}

Finding look_at_open_files() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return judge_open_files(limit.rlim_cur);
}

Finding look_at_certificate(Config const& config, Time now) {
    if (config.server.certificate_file.empty()) {
        bool const https = config.node.origin.starts_with("https://");
        return {
            "tls",
            https ? "is the reverse proxy's; its expiry is not seen from here"
                  : "is not used in development mode",
            ""
        };
    }
    auto const left = certificate_time_left(config.server.certificate_file, now);
    return left ? judge_certificate(*left)
                : Finding{
                      "tls",
                      config.server.certificate_file + " holds no certificate",
                      "set server.certificate_file to a PEM file with the chain"
                  };
}

federation::AddressPolicy policy_of(Config::Federation const& federation) {
    federation::AddressPolicy policy;
    policy.development = federation.development;
    for (auto const& network : federation.allowed_networks) {
        federation::allow_network(policy, network);
    }
    return policy;
}

awaitable<Finding> look_at_name(Config const& config) {
    auto const host = config.node.origin.substr(config.node.origin.find("://") + 3);
    auto const name = host.substr(0, host.rfind(':'));
    if (federation::literal_address(name)) {
        co_return Finding{"dns", name + " is an address", ""};
    }
    federation::SystemResolver resolver;
    auto const addresses = co_await resolver.resolve(name);
    std::vector<std::string> texts;
    std::size_t reachable = 0;
    if (addresses) {
        auto const policy = policy_of(config.federation);
        for (auto const& address : *addresses) {
            texts.push_back(address.to_string());
            reachable += federation::is_reachable(address, policy) ? 1 : 0;
        }
    }
    co_return judge_addresses(name, texts, reachable);
}

/// An account to ask for: any member, or the node itself.
std::string some_account(Services& services) {
    auto const txn = services.store.read();
    if (txn) {
        auto const members = services.store.actors.of_host(
            *txn, storage::HostId{}, storage::ActorKind::person, {.limit = 1}
        );
        if (members && !members->items.empty()) {
            return members->items.front().username + "@" + services.site.domain();
        }
    }
    return services.site.domain() + "@" + services.site.domain();
}

Finding judge_webfinger(federation::HttpResponse const& response, std::string const& account) {
    auto const document = activitypub::parse_json(response.body);
    bool const right = response.status == 200 && document && document->contains("subject") &&
                       (*document)["subject"] == "acct:" + account;
    if (right) {
        return {"webfinger", "finds " + account, ""};
    }
    return {
        "webfinger",
        "status " + std::to_string(response.status) + " for " + account,
        "let the reverse proxy pass every path on, /.well-known too, with the Host header"
    };
}

/// Asks for an account of our own at our public address.
awaitable<std::vector<Finding>> look_from_outside(CommandContext context) {
    auto const& origin = context.services.site.origin();
    auto const account = some_account(context.services);
    federation::HttpRequest request;
    request.url = origin + "/.well-known/webfinger?resource=acct:" + account;
    request.headers = {{"Accept", "application/jrd+json"}};
    auto const response = co_await context.client->fetch(std::move(request), {});
    if (!response) {
        co_return std::vector<Finding>{
            {"address",
             origin + " does not answer: " + response.error().detail,
             "let " + origin + " lead to this node, and open the firewall for it"}
        };
    }
    std::vector<Finding> findings{{"address", origin + " answers", ""}};
    findings.push_back(judge_webfinger(*response, account));
    if (auto const date = response->header("Date")) {
        if (auto const theirs = parse_imf_fixdate(*date)) {
            findings.push_back(judge_clock(
                std::chrono::duration_cast<std::chrono::seconds>(*theirs - context.services.now())
            ));
        }
    }
    co_return findings;
}

}  // namespace

awaitable<std::vector<Finding>> examine(CommandContext context) {
    auto const& config = context.config;
    std::vector<Finding> findings{
        {"settings", "are in order", ""},
        look_at_key_file(config.storage.key_file),
        look_at_disk(config.storage.directory),
        look_at_store(context.services.store),
        look_at_open_files(),
        look_at_certificate(config, context.services.now())
    };
    findings.push_back(co_await look_at_name(config));
    if (context.client == nullptr) {
        findings.push_back(
            {"node",
             "does not run",
             "start it, so that the rest can be checked: folkmoot serve --data " +
                 context.directory.string()}
        );
        co_return findings;
    }
    auto outside = co_await look_from_outside(context);
    findings.insert(findings.end(), outside.begin(), outside.end());
    co_return findings;
}

}  // namespace folkmoot::node
