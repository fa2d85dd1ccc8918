// What an App is made of, in the order in which the parts depend on each other. Internal to
// node/app.
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "federation/client/http_client.hpp"
#include "federation/client/static_hosts.hpp"
#include "federation/delivery/delivery.hpp"
#include "federation/inbox/inbox.hpp"
#include "federation/inbox/pending_runner.hpp"
#include "federation/peers/host_policies.hpp"
#include "federation/peers/peer_facts.hpp"
#include "federation/resolve/actor_directory.hpp"
#include "federation/resolve/document_fetcher.hpp"
#include "federation/resolve/key_cache.hpp"
#include "federation/resolve/nodeinfo_client.hpp"
#include "federation/resolve/webfinger_client.hpp"
#include "node/api/mastodon/client_api.hpp"
#include "node/app/app.hpp"
#include "node/app/loop.hpp"
#include "node/app/options.hpp"
#include "node/community/node_statistics.hpp"
#include "node/http/dispatcher.hpp"
#include "node/http/rate_limit.hpp"
#include "node/http/router.hpp"
#include "node/http/server.hpp"
#include "node/listeners/dispatch.hpp"
#include "node/listeners/object_resolver.hpp"
#include "node/media/uploads.hpp"
#include "node/oauth/oauth_tools.hpp"
#include "node/pages/page_tools.hpp"
#include "node/publish/key_pool.hpp"
#include "node/publish/key_vault.hpp"
#include "node/publish/publisher.hpp"
#include "webui/templates/templates.hpp"

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace folkmoot::node {

/// The parts in the order in which they depend on each other; they go in reverse.
struct App::Rooms {
    explicit Rooms(AppParts const& parts)
        : log(parts.log_sink,
              parts.now,
              parse_log_level(parts.config.log.level).value_or(LogLevel::info)),
          site(parts.config.node.origin, parts.config.media.origin),
          crypto_pool(worker_count(parts.config)),
          read_pool(2) {}

    Log log;
    Metrics metrics;
    Site site;
    webui::Templates templates;
    boost::asio::thread_pool crypto_pool;
    boost::asio::thread_pool read_pool;
    Loop federation_loop;
    std::vector<std::unique_ptr<Loop>> workers;

    std::atomic<federation::Delivery*> woken_by_commits{nullptr};
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<KeyVault> vault;
    std::unique_ptr<KeyPool> keys;
    std::unique_ptr<Publisher> publisher;

    federation::SystemResolver system_resolver;
    std::unique_ptr<federation::StaticResolver> resolver;
    std::shared_ptr<federation::HttpClient> client;
    std::unique_ptr<federation::HostPolicies> policies;
    std::unique_ptr<federation::DocumentFetcher> fetcher;
    std::unique_ptr<federation::WebFingerClient> webfinger;
    std::unique_ptr<federation::NodeInfoClient> nodeinfo;
    federation::KeyCache key_cache;
    std::unique_ptr<federation::ActorDirectory> directory;
    std::unique_ptr<federation::PeerFacts> peers;
    std::unique_ptr<federation::Delivery> delivery;

    std::unique_ptr<Services> services;
    std::unique_ptr<StatisticsCache> statistics;
    std::unique_ptr<ObjectResolver> objects;
    std::unique_ptr<Listeners> listener;
    std::unique_ptr<federation::PendingRunner> pending;
    std::unique_ptr<federation::Inbox> inbox;

    std::unique_ptr<PageTools> pages;
    std::unique_ptr<OAuthTools> oauth;
    std::unique_ptr<Uploads> uploads;
    std::unique_ptr<ClientApi> client_api;
    std::optional<Router> router;
    std::unique_ptr<RateLimiter> limiter;
    std::unique_ptr<Dispatcher> dispatcher;
    std::unique_ptr<Server> server;
    std::atomic<bool> stopping{false};
    bool started{false};
};

}  // namespace folkmoot::node
