#include "node/http/server.hpp"

#include "federation/client/connection.hpp"
#include "node/http/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <sys/resource.h>
#include <unistd.h>
#include <unordered_map>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

// Open files that stay free for the store, media and outgoing connections (threat R40).
constexpr std::size_t spare_descriptors = 192;

// A descriptor to give up when all others are in use, so that a waiting connection can be taken and
// closed.
int open_reserve() {
    return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

std::size_t connection_limit(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return wanted;
    }
    auto const files = static_cast<std::size_t>(limit.rlim_cur);
    auto const most = files > 2 * spare_descriptors ? files - spare_descriptors : files / 2;
    return std::min(wanted, most);
}

Result<federation::TlsServerContext> load_certificate(ServerOptions const& options) {
    auto context = federation::TlsServerContext::create(options.certificate_file, options.key_file);
    if (!context) {
        return std::unexpected{Error{
            ErrorCode::invalid_input,
            "The certificate '" + options.certificate_file + "' with key '" + options.key_file +
                "' cannot be used: " + context.error().detail,
            {}
        }};
    }
    return std::move(*context);
}

}  // namespace

struct Server::State : std::enable_shared_from_this<Server::State> {
    State(ServerOptions given_options, ServerParts given_parts)
        : options(std::move(given_options)),
          parts(std::move(given_parts)),
          acceptor(parts.workers.front()),
          slot_free(parts.workers.front()),
          limit(connection_limit(options.connections)),
          budget(std::make_shared<BodyBudget>(options.body_memory)),
          open_connections(parts.metrics.gauge(
              "folkmoot_http_connections", "Open connections of clients and peers."
          )),
          accepted(parts.metrics.counter("folkmoot_http_accepted_total", "Accepted connections.")),
          over_limit(parts.metrics.counter(
              "folkmoot_http_connections_refused_total",
              "Connections closed at once: too many of one address, or no open files left."
          )),
          refused(parts.metrics.counter(
              "folkmoot_http_gate_refused_total", "Requests that the gate turned away."
          )) {}

    ~State() {
        if (reserve >= 0) {
            ::close(reserve);
        }
    }

    Result<void> listen();
    asio::awaitable<void> accept_loop();
    asio::awaitable<void> pause_accepting();
    void close_acceptor();
    void drop_one_connection();
    void admit(Tcp::socket socket);
    void release(std::uint64_t id, std::optional<AddressPrefix> counted);
    bool count_address(AddressPrefix const& prefix);
    void forget_address(std::optional<AddressPrefix> const& counted);  // the mutex is held
    std::vector<std::shared_ptr<Session>> all_sessions();

    ServerOptions options;
    ServerParts parts;
    Tcp::acceptor acceptor;
    asio::steady_timer
        slot_free;  // waited on by the accept loop alone; expires when a connection ends
    std::size_t limit;
    std::shared_ptr<BodyBudget> budget;
    Gauge& open_connections;
    Counter& accepted;
    Counter& over_limit;
    Counter& refused;
    unsigned short port{0};
    int reserve{open_reserve()};
    std::size_t next_worker{0};
    std::atomic<bool> stopping{false};
    std::atomic<bool> accept_waits{false};

    std::mutex mutex;  // guards all below
    std::optional<federation::TlsServerContext> tls;
    std::uint64_t last_id{0};
    std::unordered_map<std::uint64_t, std::weak_ptr<Session>> sessions;
    std::map<AddressPrefix, std::size_t> per_address;
    std::function<void()> on_drained;
    bool aborted{false};
};

Result<void> Server::State::listen() {
    boost::system::error_code error;
    auto const address = asio::ip::make_address(options.address, error);
    Tcp::endpoint const endpoint{address, options.port};
    auto const failed = [&](boost::system::error_code const& why) {
        return std::unexpected{Error{
            ErrorCode::invalid_input,
            "Cannot listen on " + options.address + " port " + std::to_string(options.port) + ": " +
                why.message() + ". Choose another address or port, or stop what uses it.",
            {}
        }};
    };
    if (error) {
        return failed(error);
    }
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(Tcp::acceptor::reuse_address{true}, error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return failed(error);
    }
    port = acceptor.local_endpoint().port();
    // A worker opens its event queue with its first socket: now, not when descriptors run short.
    for (auto const& worker : parts.workers) {
        Tcp::socket const opens_the_queue{worker};
    }
    return {};
}

asio::awaitable<void> Server::State::accept_loop() {
    while (!stopping) {
        if (static_cast<std::size_t>(open_connections.value()) >= limit) {
            co_await pause_accepting();
            continue;
        }
        auto const& worker = parts.workers[next_worker++ % parts.workers.size()];
        auto [error, socket] = co_await acceptor.async_accept(worker, as_tuple);
        if (!error) {
            admit(std::move(socket));
        } else if (error == asio::error::no_descriptors ||
                   error == boost::system::errc::too_many_files_open_in_system ||
                   error == asio::error::no_memory || error == asio::error::no_buffer_space) {
            parts.log.warning("http.no_descriptors", {{"connections", open_connections.value()}});
            drop_one_connection();
            co_await pause_accepting();
        } else if (!acceptor.is_open()) {
            co_return;
        }
    }
}

// Until a connection ends, or a second has passed (another part of the node may have returned a
// descriptor).
asio::awaitable<void> Server::State::pause_accepting() {
    slot_free.expires_after(std::chrono::seconds{1});
    accept_waits = true;
    if (static_cast<std::size_t>(open_connections.value()) > 0) {
        co_await slot_free.async_wait(as_tuple);
    }
    accept_waits = false;
}

void Server::State::close_acceptor() {
    asio::post(acceptor.get_executor(), [self = shared_from_this()] {
        boost::system::error_code error;
        self->acceptor.close(error);
        self->slot_free.cancel();
    });
}

void Server::State::drop_one_connection() {
    over_limit.add();
    if (reserve >= 0) {
        ::close(std::exchange(reserve, -1));
    }
    boost::system::error_code error;
    Tcp::socket socket{parts.workers.front()};
    acceptor.non_blocking(true, error);
    acceptor.accept(socket, error);
    socket.close(error);
    reserve = open_reserve();
}

void Server::State::admit(Tcp::socket socket) {
    boost::system::error_code error;
    auto const peer = socket.remote_endpoint(error);
    if (error) {
        return;
    }
    socket.set_option(Tcp::no_delay{true}, error);
    std::optional<AddressPrefix> counted;
    if (!options.proxies.contains(peer.address())) {
        counted = address_prefix(peer.address());
        if (!count_address(*counted)) {
            over_limit.add();
            return;
        }
    }
    std::shared_ptr<Session> session;
    std::uint64_t id = 0;
    {
        std::lock_guard const lock{mutex};
        if (stopping) {
            // stop() and abort() have told the sessions there were: this one would not hear of it.
            forget_address(counted);
            return;
        }
        auto connection = tls ? federation::Connection::accepted_tls(std::move(socket), *tls)
                              : federation::Connection::plain(std::move(socket));
        session = std::make_shared<Session>(
            std::move(connection), SessionParts{options, parts, budget, stopping, refused}
        );
        id = ++last_id;
        sessions.emplace(id, session);
    }
    accepted.add();
    open_connections.add(1);
    auto const executor = session->executor();
    asio::co_spawn(
        executor,
        session->run(),
        [self = shared_from_this(), session, id, counted](std::exception_ptr failure) {
            if (failure) {
                try {
                    std::rethrow_exception(failure);
                } catch (std::exception const& what) {
                    self->parts.log.error("http.session_failed", {{"what", what.what()}});
                }
            }
            session->abort();
            self->release(id, counted);
        }
    );
}

bool Server::State::count_address(AddressPrefix const& prefix) {
    std::lock_guard const lock{mutex};
    auto& count = per_address[prefix];
    if (count >= options.connections_per_address) {
        return false;
    }
    ++count;
    return true;
}

void Server::State::forget_address(std::optional<AddressPrefix> const& counted) {
    if (!counted) {
        return;
    }
    auto const it = per_address.find(*counted);
    if (--it->second == 0) {
        per_address.erase(it);
    }
}

void Server::State::release(std::uint64_t id, std::optional<AddressPrefix> counted) {
    std::function<void()> drained;
    {
        std::lock_guard const lock{mutex};
        sessions.erase(id);
        forget_address(counted);
        if (sessions.empty()) {
            drained = std::exchange(on_drained, nullptr);
        }
    }
    open_connections.add(-1);
    if (accept_waits) {
        asio::post(acceptor.get_executor(), [self = shared_from_this()] {
            self->slot_free.expires_at(asio::steady_timer::time_point::min());
        });
    }
    if (drained) {
        drained();
    }
}

std::vector<std::shared_ptr<Session>> Server::State::all_sessions() {
    std::lock_guard const lock{mutex};
    std::vector<std::shared_ptr<Session>> all;
    for (auto const& [id, weak] : sessions) {
        if (auto session = weak.lock()) {
            all.push_back(std::move(session));
        }
    }
    return all;
}

Server::Server(std::shared_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, ServerParts parts) {
    auto state = std::make_shared<State>(std::move(options), std::move(parts));
    if (!state->options.certificate_file.empty()) {
        auto context = load_certificate(state->options);
        if (!context) {
            return std::unexpected{std::move(context.error())};
        }
        state->tls = std::move(*context);
    }
    if (auto listening = state->listen(); !listening) {
        return std::unexpected{std::move(listening.error())};
    }
    asio::co_spawn(
        state->acceptor.get_executor(),
        state->accept_loop(),
        [state](std::exception_ptr failure) {
            if (failure) {
                state->parts.log.error("http.accept_failed");
            }
        }
    );
    return std::unique_ptr<Server>{new Server{std::move(state)}};
}

Server::~Server() {
    abort();
}

unsigned short Server::port() const noexcept {
    return state_->port;
}

std::size_t Server::connections() const {
    std::lock_guard const lock{state_->mutex};
    return state_->sessions.size();
}

Result<void> Server::reload_certificate() {
    if (state_->options.certificate_file.empty()) {
        return {};
    }
    auto context = load_certificate(state_->options);
    if (!context) {
        return std::unexpected{std::move(context.error())};
    }
    std::lock_guard const lock{state_->mutex};
    state_->tls = std::move(*context);
    return {};
}

void Server::abort() {
    {
        std::lock_guard const lock{state_->mutex};
        state_->stopping = true;
        state_->aborted = true;
    }
    state_->close_acceptor();
    for (auto const& session : state_->all_sessions()) {
        asio::post(session->executor(), [session] { session->abort(); });
    }
}

asio::awaitable<void> Server::stop(std::chrono::milliseconds grace) {
    auto const state = state_;
    auto const home = co_await asio::this_coro::executor;
    auto const timer = std::make_shared<asio::steady_timer>(home, grace);
    state->close_acceptor();
    bool drained = false;
    {
        std::lock_guard const lock{state->mutex};
        state->stopping = true;
        if (state->aborted) {
            co_return;
        }
        drained = state->sessions.empty();
        state->on_drained = [timer, home] {
            // A point in the past ends a wait under way and one that has yet to begin.
            asio::post(home, [timer] { timer->expires_at(asio::steady_timer::time_point::min()); });
        };
    }
    for (auto const& session : state->all_sessions()) {
        asio::post(session->executor(), [session] { session->stop(); });
    }
    if (!drained) {
        co_await timer->async_wait(as_tuple);
        abort();
    }
}

}  // namespace folkmoot::node
