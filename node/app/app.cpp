#include "node/app/app.hpp"

#include "activitypub/vocabulary/classify.hpp"
#include "activitypub/vocabulary/handle.hpp"
#include "federation/resolve/html_discovery.hpp"
#include "node/app/endpoints.hpp"
#include "node/app/node_metrics.hpp"
#include "node/app/options.hpp"
#include "node/app/rooms.hpp"
#include "node/fold_errors.hpp"
#include "node/publish/instance_key.hpp"
#include "node/store_damage.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::uint64_t mib = std::uint64_t{1} << 20;

}  // namespace

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
    auto options = store_options(parts_.config, parts_.now);
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
    if (!identity && identity.error().code != storage::ErrorCode::not_found) {
        return damaged_store(identity.error());
    }
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
    auto key = instance_key(
        *rooms.vault,
        *txn,
        storage::ActorId(identity->instance_actor),
        parts_.config.storage.key_file
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
    if (rooms.peers->heard_lately(host)) {
        return;
    }
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
        RateTable::defaults(static_cast<std::uint32_t>(parts_.config.limits.requests_per_5_minutes)),
        parts_.random
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

}  // namespace folkmoot::node
