#include "node/app/app.hpp"

#include "activitypub/vocabulary/classify.hpp"
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
#include "federation/resolve/html_discovery.hpp"
#include "federation/resolve/key_cache.hpp"
#include "federation/resolve/nodeinfo_client.hpp"
#include "federation/resolve/webfinger_client.hpp"
#include "node/api/mastodon/client_api.hpp"
#include "node/app/endpoints.hpp"
#include "node/app/node_metrics.hpp"
#include "node/community/node_statistics.hpp"
#include "node/fold_errors.hpp"
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
#include "node/version.hpp"
#include "webui/templates/templates.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

using federation::AddressPolicy;

constexpr std::uint64_t gib = std::uint64_t{1} << 30;
constexpr std::uint64_t mib = std::uint64_t{1} << 20;
constexpr std::chrono::seconds delivery_grace{10};

/// An I/O context with its thread.
class Loop {
public:
    Loop() : context_(1), work_(asio::make_work_guard(context_)) {}

    asio::any_io_executor executor() { return context_.get_executor(); }

    void start() {
        thread_ = std::thread([this] { context_.run(); });
    }

    /// Lets the thread end once nothing is left to do, or at once.
    void finish(bool now) {
        work_.reset();
        if (now) {
            context_.stop();
        }
        if (thread_.joinable()) {
            thread_.join();
        }
    }

private:
    asio::io_context context_;
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    std::thread thread_;
};

std::size_t worker_count(Config const& config) {
    if (config.server.threads > 0) {
        return static_cast<std::size_t>(config.server.threads);
    }
    return std::max(1U, std::thread::hardware_concurrency());
}

storage::StoreOptions store_options(AppParts const& parts) {
    storage::StoreOptions options;
    options.directory = parts.config.storage.directory;
    options.mode = storage::OpenMode::open_existing;
    options.clock = parts.now;
    options.map_size = static_cast<std::uint64_t>(parts.config.storage.map_gib) * gib;
    options.media_quota = static_cast<std::uint64_t>(parts.config.media.quota_gib) * gib;
    return options;
}

AddressPolicy address_policy(Config::Federation const& federation) {
    AddressPolicy policy;
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

/// Waits on this thread for a coroutine on another one.
template <class T>
T wait_for(asio::any_io_executor executor, asio::awaitable<T> work) {
    return asio::co_spawn(std::move(executor), std::move(work), asio::use_future).get();
}

}  // namespace

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
    asio::thread_pool crypto_pool;
    asio::thread_pool read_pool;
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

App::App(AppParts parts) : parts_(std::move(parts)), rooms_(std::make_unique<Rooms>(parts_)) {}

App::~App() {
    if (rooms_->started) {
        stop();
    }
}

Result<std::unique_ptr<App>> App::open(AppParts parts) {
    std::unique_ptr<App> app(new App(std::move(parts)));
    for (auto const step :
         {&App::open_store, &App::open_federation, &App::open_community, &App::open_doors}) {
        if (auto const done = (app.get()->*step)(); !done) {
            return std::unexpected(done.error());
        }
    }
    return app;
}

Result<void> App::open_store() {
    auto& rooms = *rooms_;
    auto options = store_options(parts_);
    options.after_commit = [&rooms](storage::CommitInfo const&) {
        if (auto* const delivery = rooms.woken_by_commits.load()) {
            delivery->committed();
        }
    };
    auto store = storage::Store::open(std::move(options));
    if (!store) {
        auto error = fold(store.error());
        error.safe = store.error().code == storage::ErrorCode::locked
                         ? "Another process has this store open; stop it first."
                         : "The store in " + parts_.config.storage.directory +
                               " cannot be opened: " + store.error().detail;
        return std::unexpected(std::move(error));
    }
    rooms.store = std::move(*store);
    auto key = MasterKey::load(parts_.config.storage.key_file);
    if (!key) {
        auto error = key.error();
        error.safe = error.detail;
        return std::unexpected(std::move(error));
    }
    rooms.vault = std::make_unique<KeyVault>(*rooms.store, rooms.site, std::move(*key));
    rooms.keys = std::make_unique<KeyPool>();
    rooms.publisher =
        std::make_unique<Publisher>(*rooms.store, rooms.site, *rooms.vault, parts_.now);
    return {};
}

Result<void> App::open_federation() {
    auto& rooms = *rooms_;
    auto const& config = parts_.config;
    auto const executor = rooms.federation_loop.executor();
    rooms.resolver = std::make_unique<federation::StaticResolver>(
        static_hosts(config.federation), rooms.system_resolver
    );
    auto client = federation::HttpClient::create(executor, client_config(config), *rooms.resolver);
    if (!client) {
        return refused(
            ErrorCode::invalid_input,
            "federation.extra_ca_file cannot be read: " + client.error().detail
        );
    }
    rooms.client = std::move(*client);
    auto const signer = instance_signer();
    if (!signer) {
        return std::unexpected(signer.error());
    }
    auto const ids = iri_policy(config);
    auto const local = origin_of(rooms.site);
    rooms.policies = std::make_unique<federation::HostPolicies>(
        *rooms.store, local, federation::FederationMode::open
    );
    federation::DocumentFetcherConfig fetching;
    fetching.ids = ids;
    fetching.host_filter = rooms.policies->filter();
    rooms.fetcher = std::make_unique<federation::DocumentFetcher>(
        executor, std::move(fetching), federation::http_fetch(*rooms.client), *signer, parts_.now
    );
    rooms.webfinger = std::make_unique<federation::WebFingerClient>(*rooms.fetcher, ids);
    rooms.nodeinfo = std::make_unique<federation::NodeInfoClient>(*rooms.fetcher, ids, parts_.now);
    rooms.directory = std::make_unique<federation::ActorDirectory>(
        executor,
        federation::DirectoryParts{
            .store = *rooms.store,
            .fetcher = *rooms.fetcher,
            .webfinger = *rooms.webfinger,
            .keys = rooms.key_cache,
            .policies = *rooms.policies,
            .ids = ids,
            .local = local,
            .now = parts_.now
        }
    );
    rooms.peers = std::make_unique<federation::PeerFacts>(
        *rooms.store,
        [&rooms](std::string authority) { return rooms.nodeinfo->look_up(std::move(authority)); },
        parts_.now
    );
    open_delivery(executor);
    return {};
}

Result<federation::DocumentSigner> App::instance_signer() {
    auto& rooms = *rooms_;
    auto const txn = rooms.store->read();
    if (!txn) {
        return failed(txn.error());
    }
    auto const identity = rooms.store->identity.load(*txn);
    if (!identity) {
        return refused(
            ErrorCode::invalid_input,
            "This data directory holds no node yet; run: folkmoot init --data " +
                parts_.config.storage.directory
        );
    }
    if (identity->domain != rooms.site.domain()) {
        return refused(
            ErrorCode::conflict,
            "The store belongs to " + identity->domain + ", the configuration says " +
                rooms.site.domain() +
                "; set node.domain back, or run: folkmoot init --change-domain"
        );
    }
    auto key = rooms.vault->signing_key(
        *txn, storage::ActorId(identity->instance_actor), activitypub::KeyType::rsa
    );
    if (!key) {
        return std::unexpected(key.error());
    }
    return federation::make_document_signer(
        std::make_shared<activitypub::SigningKey const>(std::move(*key)),
        rooms.crypto_pool,
        parts_.now
    );
}

void App::open_delivery(asio::any_io_executor const& executor) {
    auto& rooms = *rooms_;
    federation::DeliveryParts delivery{
        .store = *rooms.store,
        .client = *rooms.client,
        .crypto_pool = rooms.crypto_pool,
        .signing_key = [&rooms](storage::ActorId actor
                       ) -> federation::Result<activitypub::SigningKey> {
            auto key = rooms.vault->signing_key(actor, activitypub::KeyType::rsa);
            if (!key) {
                return std::unexpected(
                    federation::Error{federation::ErrorCode::internal, key.error().detail}
                );
            }
            return std::move(*key);
        },
        .now = parts_.now,
        .random =
            [random = parts_.random] {
                std::uint64_t value = 0;
                random(std::as_writable_bytes(std::span(&value, 1)));
                return value;
            },
        .refresh_facts = [&rooms](storage::HostId host) { return rooms.peers->refresh(host); },
        .host_filter = rooms.policies->filter(),
        .observe =
            [&rooms](federation::DeliveryEvent const& event) {
                if (event.kind != federation::DeliveryEvent::Kind::delivered) {
                    bool const dropped = event.kind == federation::DeliveryEvent::Kind::dropped;
                    rooms.log.info(
                        dropped ? "delivery.dropped" : "delivery.failed",
                        {{"host", event.host.value()},
                         {"seq", event.seq.value()},
                         {"status", event.status},
                         {"detail", event.detail}}
                    );
                }
            }
    };
    rooms.delivery = std::make_unique<federation::Delivery>(executor, std::move(delivery));
    rooms.woken_by_commits.store(rooms.delivery.get());
}

Result<void> App::open_community() {
    auto& rooms = *rooms_;
    auto const ids = iri_policy(parts_.config);
    auto const local = origin_of(rooms.site);
    CommunityLimits limits;
    limits.post_length = static_cast<std::size_t>(parts_.config.limits.post_characters);
    limits.host_quota = {
        .bytes = static_cast<std::uint64_t>(parts_.config.federation.host_quota_mib) * mib,
        .objects = static_cast<std::uint64_t>(parts_.config.federation.host_quota_objects)
    };
    rooms.services = std::make_unique<Services>(Services{
        .store = *rooms.store,
        .site = rooms.site,
        .publisher = *rooms.publisher,
        .vault = *rooms.vault,
        .keys = key_source(*rooms.keys),
        .now = parts_.now,
        .random = parts_.random,
        .crypto_pool = rooms.crypto_pool,
        .limits = limits,
        .resolve_handle = [this](std::string handle) { return resolve_handle(std::move(handle)); }
    });
    rooms.statistics = std::make_unique<StatisticsCache>(*rooms.store, parts_.now);
    open_listeners(ids, local);
    return {};
}

asio::awaitable<Result<storage::ActorId>> App::resolve_handle(std::string text) {
    auto handle = activitypub::Handle::parse(text, iri_policy(parts_.config));
    if (!handle) {
        co_return std::unexpected(fold(handle.error()));
    }
    auto const actor =
        co_await rooms_->directory->by_handle(std::move(*handle), federation::FetchBudget());
    co_return actor ? Result<storage::ActorId>(storage::ActorId(actor->id)) : failed(actor.error());
}

void App::open_listeners(activitypub::IriPolicy ids, activitypub::Origin const& local) {
    auto& rooms = *rooms_;
    ListenerServices const services{
        .community = *rooms.services,
        .directory = *rooms.directory,
        .fetcher = *rooms.fetcher,
        .policies = *rooms.policies,
        .peers = *rooms.peers,
        .ids = ids,
        .local = local
    };
    rooms.objects = std::make_unique<ObjectResolver>(services);
    rooms.listener = std::make_unique<Listeners>(services);
    rooms.pending = std::make_unique<federation::PendingRunner>(
        rooms.federation_loop.executor(),
        federation::PendingParts{
            .store = *rooms.store,
            .policies = *rooms.policies,
            .listener = *rooms.listener,
            .ids = ids,
            .local = local,
            .now = parts_.now,
            .observe =
                [&rooms](federation::PendingEvent const& event) {
                    rooms.log.info(
                        "inbox.later",
                        {{"id", event.id.value()},
                         {"reason", event.outcome.reason},
                         {"given_up", event.given_up},
                         {"detail", event.detail}}
                    );
                }
        }
    );
    rooms.inbox = std::make_unique<federation::Inbox>(federation::InboxParts{
        .store = *rooms.store,
        .directory = *rooms.directory,
        .keys = rooms.key_cache,
        .policies = *rooms.policies,
        .listener = *rooms.listener,
        .crypto_pool = rooms.crypto_pool,
        .signatures = signature_policy(rooms.site),
        .ids = ids,
        .local = local,
        .now = parts_.now,
        .heard_from = [this](storage::HostId host) { heard_from(host); },
        .pending_added = [&rooms] { rooms.pending->wake(); },
        .observe = [this](federation::InboxEvent const& event) { observe_inbox(event); }
    });
}

void App::heard_from(storage::HostId host) {
    auto& rooms = *rooms_;
    rooms.delivery->heard_from(host);
    asio::co_spawn(
        rooms.federation_loop.executor(),
        rooms.peers->heard(host),
        [&rooms, host](std::exception_ptr failure) {
            if (failure) {
                rooms.log.error("peers.heard", {{"host", host.value()}});
            }
        }
    );
}

void App::observe_inbox(federation::InboxEvent const& event) {
    auto& rooms = *rooms_;
    auto const level = event.answer.accepted() ? LogLevel::debug : LogLevel::info;
    rooms.metrics
        .counter(
            "folkmoot_inbox_total",
            "Activities received, by what became of them.",
            {{"reason", event.answer.reason}}
        )
        .add();
    rooms.log.write(
        level,
        event.answer.accepted() ? "inbox.accepted" : "inbox.refused",
        {{"host", event.host},
         {"type", event.activity_type},
         {"status", event.answer.status},
         {"reason", event.answer.reason},
         {"detail", event.detail}}
    );
}

asio::awaitable<Result<Found>> App::resolve_address(std::string address) {
    auto& rooms = *rooms_;
    auto const ids = iri_policy(parts_.config);
    auto url = activitypub::Iri::parse(address, ids, activitypub::Fragment::allowed);
    if (!url || rooms.site.is_own(url->text())) {
        co_return not_found("address");
    }
    federation::FetchBudget const budget;
    auto const document = co_await federation::discover_document(
        *rooms.fetcher, url->without_fragment(), ids, budget
    );
    if (!document) {
        co_return failed(document.error());
    }
    if (activitypub::classify(document->json) == activitypub::DocumentKind::actor) {
        auto const actor = co_await rooms.directory->by_iri(document->id, budget);
        co_return actor ? Result<Found>(storage::ActorId(actor->id)) : failed(actor.error());
    }
    auto const post =
        co_await rooms.objects->resolve(document->id, budget, {.group = {}, .replies = true});
    co_return post ? Result<Found>(*post) : std::unexpected(post.error());
}

Result<void> App::open_doors() {
    auto& rooms = *rooms_;
    rooms.pages = std::make_unique<PageTools>(
        *rooms.services, parts_.config, rooms.templates, *rooms.statistics
    );
    rooms.oauth = std::make_unique<OAuthTools>(*rooms.services, *rooms.pages, rooms.log);
    MediaLimits media;
    media.file_bytes = static_cast<std::uint64_t>(parts_.config.media.upload_mib) * mib;
    rooms.uploads = std::make_unique<Uploads>(*rooms.store, parts_.now, rooms.read_pool, media);
    rooms.client_api = std::make_unique<ClientApi>(ClientApiParts{
        .services = *rooms.services,
        .config = parts_.config,
        .uploads = *rooms.uploads,
        .statistics = *rooms.statistics,
        .read_pool = rooms.read_pool,
        .resolve_address = [this](std::string address
                           ) { return resolve_address(std::move(address)); }
    });
    auto router = Router::build(all_endpoints());
    if (!router) {
        return std::unexpected(router.error());
    }
    rooms.router = std::move(*router);
    rooms.limiter = std::make_unique<RateLimiter>(
        RateTable::defaults(static_cast<std::uint32_t>(parts_.config.limits.requests_per_5_minutes))
    );
    rooms.dispatcher = std::make_unique<Dispatcher>(DispatcherParts{
        .app = *this,
        .router = *rooms.router,
        .authenticate = rooms.oauth->authentication.function(),
        .limiter = *rooms.limiter,
        .log = rooms.log,
        .metrics = rooms.metrics,
        .clock = parts_.now,
        .error_page = error_pages(*rooms.pages),
        .origin = rooms.site.origin(),
        .media_host = media_host(parts_.config),
        .metrics_token = parts_.config.metrics.token
    });
    register_room_metrics(rooms.metrics, *rooms.store, *rooms.client, *rooms.delivery);
    return {};
}

Result<void> App::start() {
    auto& rooms = *rooms_;
    std::vector<asio::any_io_executor> executors;
    for (std::size_t i = 0; i < worker_count(parts_.config); ++i) {
        rooms.workers.push_back(std::make_unique<Loop>());
        executors.push_back(rooms.workers.back()->executor());
    }
    auto server = Server::start(
        server_options(parts_.config),
        ServerParts{
            .service = *rooms.dispatcher,
            .log = rooms.log,
            .metrics = rooms.metrics,
            .clock = parts_.now,
            .random = parts_.random,
            .file_executor = rooms.read_pool.get_executor(),
            .workers = std::move(executors)
        }
    );
    if (!server) {
        return std::unexpected(server.error());
    }
    rooms.server = std::move(*server);
    rooms.started = true;
    rooms.federation_loop.start();
    for (auto const& worker : rooms.workers) {
        worker->start();
    }
    rooms.delivery->start();
    rooms.pending->start();
    rooms.log.info(
        "node.started", {{"origin", rooms.site.origin()}, {"port", rooms.server->port()}}
    );
    return {};
}

void App::stop() {
    auto& rooms = *rooms_;
    if (!rooms.started || rooms.stopping.exchange(true)) {
        return;
    }
    auto const grace = std::chrono::seconds(parts_.config.server.stop_grace_seconds);
    auto const federation = rooms.federation_loop.executor();
    wait_for(rooms.workers.front()->executor(), rooms.server->stop(grace));
    wait_for(federation, rooms.pending->stop(delivery_grace));
    wait_for(federation, rooms.delivery->stop(delivery_grace));
    wait_for(federation, rooms.client->shutdown(std::chrono::seconds(1)));
    rooms.woken_by_commits.store(nullptr);
    rooms.store->writer().stop();
    for (auto const& worker : rooms.workers) {
        worker->finish(true);
    }
    rooms.federation_loop.finish(true);
    rooms.crypto_pool.join();
    rooms.read_pool.join();
    rooms.log.info("node.stopped");
    rooms.started = false;
}

void App::abort() {
    rooms_->server->abort();
}

Result<void> App::reload() {
    return rooms_->server->reload_certificate();
}

unsigned short App::port() const {
    return rooms_->server->port();
}

Site const& App::site() const noexcept {
    return rooms_->site;
}

storage::Store& App::store() noexcept {
    return *rooms_->store;
}

Services& App::services() noexcept {
    return *rooms_->services;
}

Publisher& App::publisher() noexcept {
    return *rooms_->publisher;
}

KeyVault& App::key_vault() noexcept {
    return *rooms_->vault;
}

federation::HttpClient& App::http_client() noexcept {
    return *rooms_->client;
}

federation::DocumentFetcher& App::fetcher() noexcept {
    return *rooms_->fetcher;
}

federation::WebFingerClient& App::webfinger() noexcept {
    return *rooms_->webfinger;
}

federation::ActorDirectory& App::directory() noexcept {
    return *rooms_->directory;
}

federation::HostPolicies const& App::host_policies() const noexcept {
    return *rooms_->policies;
}

federation::Inbox& App::inbox() noexcept {
    return *rooms_->inbox;
}

federation::Delivery& App::delivery() noexcept {
    return *rooms_->delivery;
}

ObjectResolver& App::objects() noexcept {
    return *rooms_->objects;
}

webui::Templates const& App::templates() const noexcept {
    return rooms_->templates;
}

Router const& App::router() const noexcept {
    return *rooms_->router;
}

StatisticsCache& App::statistics() noexcept {
    return *rooms_->statistics;
}

OAuthTools& App::oauth() noexcept {
    return *rooms_->oauth;
}

PageTools& App::pages() noexcept {
    return *rooms_->pages;
}

ClientApi& App::client_api() noexcept {
    return *rooms_->client_api;
}

Log const& App::log() const noexcept {
    return rooms_->log;
}

Metrics& App::metrics() noexcept {
    return rooms_->metrics;
}

asio::thread_pool& App::crypto_pool() noexcept {
    return rooms_->crypto_pool;
}

asio::thread_pool& App::read_pool() noexcept {
    return rooms_->read_pool;
}

bool App::stopping() const noexcept {
    return rooms_->stopping.load();
}

}  // namespace folkmoot::node
