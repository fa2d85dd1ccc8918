// A running App: how it begins and ends, and the references that it hands out.
#include "node/app/app.hpp"
#include "node/app/rooms.hpp"

#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds delivery_grace{10};

}  // namespace

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
            .steady = parts_.steady,
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

KeyVault& App::key_vault() noexcept {
    return *rooms_->vault;
}

federation::HttpClient& App::http_client() noexcept {
    return *rooms_->client;
}

federation::Inbox& App::inbox() noexcept {
    return *rooms_->inbox;
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

asio::thread_pool& App::read_pool() noexcept {
    return rooms_->read_pool;
}

bool App::stopping() const noexcept {
    return rooms_->stopping.load();
}

}  // namespace folkmoot::node
