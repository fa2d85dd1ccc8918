// Owns what serves in a running node, puts the rooms together and hands out references; handlers get an `App&`. Repeated
// work and the control socket are RunningNode's (node/cli).
#pragma once

#include "activitypub/vocabulary/iri.hpp"
#include "federation/resolve/document_signer.hpp"
#include "node/app/clock.hpp"
#include "node/app/log.hpp"
#include "node/app/metrics.hpp"
#include "node/app/random.hpp"
#include "node/app/steady_clock.hpp"
#include "node/community/services.hpp"
#include "node/config/config.hpp"
#include "node/error.hpp"
#include "node/publish/site.hpp"
#include "storage/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace folkmoot::federation {
class ActorDirectory;
class Delivery;
class DocumentFetcher;
class HostPolicies;
class HttpClient;
class Inbox;
class PeerFacts;
class PendingRunner;
class WebFingerClient;
struct InboxEvent;
}  // namespace folkmoot::federation

namespace folkmoot::webui {
class Templates;
}

namespace folkmoot::node {

class ClientApi;
class KeyVault;
class ObjectResolver;
class Publisher;
class Router;
class Server;
class StatisticsCache;
struct OAuthTools;
struct PageTools;

/// What is passed in, so that tests own it.
struct AppParts {
    Config config;
    LineSink log_sink;
    Clock now;
    SteadyClock steady;
    RandomBytes random;
};

/// A node. Made by open(); start() lets it speak and listen; stop() ends it.
class App {
public:
    /// Opens the store and puts the parts together; nothing listens or sends yet.
    /// @return Error with one sentence that says what to mend: invalid_input for the configuration,
    /// conflict for a store of another domain, unavailable for a store that another process holds
    static Result<std::unique_ptr<App>> open(AppParts parts);

    App(App const&) = delete;
    App& operator=(App const&) = delete;
    ~App();

    /// Listens, then wakes the senders (decision 43); returns once the port is open.
    Result<void> start();

    /// Ends with grace (threat R44): no new requests, running ones end, deliveries and writes are
    /// finished. Call from a thread of its own, once.
    void stop();

    /// Ends without waiting for running requests: a second signal.
    void abort();

    /// Reads the certificate files again.
    Result<void> reload();

    /// The port listened on.
    unsigned short port() const;

    Config const& config() const noexcept { return parts_.config; }

    Site const& site() const noexcept;
    storage::Store& store() noexcept;
    Services& services() noexcept;
    KeyVault& key_vault() noexcept;
    federation::HttpClient& http_client() noexcept;
    federation::Inbox& inbox() noexcept;
    ClientApi& client_api() noexcept;
    StatisticsCache& statistics() noexcept;
    OAuthTools& oauth() noexcept;
    PageTools& pages() noexcept;
    Log const& log() const noexcept;
    Metrics& metrics() noexcept;

    /// Blocking reads of many records and of files.
    boost::asio::thread_pool& read_pool() noexcept;


    Time now() const { return parts_.now(); }

    Clock const& clock() const noexcept { return parts_.now; }

    SteadyClock const& steady() const noexcept { return parts_.steady; }

    /// Whether the node stops: it tells balancers so.
    bool stopping() const noexcept;

private:
    struct Rooms;

    explicit App(AppParts parts);

    // The steps of open(), in order.
    Result<void> open_store();
    Result<void> open_federation();
    Result<void> open_community();
    Result<void> open_doors();

    Result<federation::DocumentSigner> instance_signer();
    void open_delivery(boost::asio::any_io_executor const& executor);
    void open_listeners(activitypub::IriPolicy ids, activitypub::Origin const& local);
    void heard_from(storage::HostId host);
    void observe_inbox(federation::InboxEvent const& event);
    boost::asio::awaitable<Result<storage::ActorId>> resolve_handle(std::string handle);
    boost::asio::awaitable<Result<std::variant<storage::ActorId, storage::PostId>>> resolve_address(
        std::string address
    );

    AppParts parts_;
    std::unique_ptr<Rooms> rooms_;
};

}  // namespace folkmoot::node
