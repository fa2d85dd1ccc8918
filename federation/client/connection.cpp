#include "federation/client/connection.hpp"

#include "federation/client/plain_stream.hpp"
#include "federation/client/tls_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>

namespace folkmoot::federation {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

/// Shared with the timer's handler only, through a weak pointer.
struct Connection::State : std::enable_shared_from_this<Connection::State> {
    State(std::shared_ptr<ByteStream> the_stream, bool is_tls)
        : stream(std::move(the_stream)), timer(stream->socket().get_executor()), tls(is_tls) {}

    void set_deadline(Clock::time_point when) {
        deadline = when;
        if (!armed || when < armed_for) {
            arm();
        }
    }

    void clear_deadline() {
        deadline = Clock::time_point::max();
        if (armed) {
            armed = false;
            ++generation;
            timer.cancel();
        }
    }

    void arm() {
        armed = true;
        armed_for = deadline;
        auto const own_generation = ++generation;
        timer.expires_at(deadline);
        timer.async_wait([weak = weak_from_this(), own_generation](boost::system::error_code) {
            auto const self = weak.lock();
            if (self && self->generation == own_generation) {
                self->on_timer();
            }
        });
    }

    void on_timer() {
        armed = false;
        if (Clock::now() < deadline) {
            arm();
            return;
        }
        expired = true;
        close();
    }

    void close() noexcept {
        boost::system::error_code error;
        stream->socket().close(error);
    }

    std::shared_ptr<ByteStream> stream;
    asio::steady_timer timer;
    Clock::time_point deadline = Clock::time_point::max();
    Clock::time_point armed_for{};
    std::uint32_t generation = 0;  ///< tells the wait that counts from replaced ones
    bool armed = false;
    bool expired = false;
    bool const tls;
};

Connection Connection::plain(asio::ip::tcp::socket socket) {
    return Connection(
        std::make_shared<State>(std::make_shared<PlainStream>(std::move(socket)), false)
    );
}

Connection Connection::accepted_tls(asio::ip::tcp::socket socket, TlsServerContext const& context) {
    return Connection(std::make_shared<State>(
        std::make_shared<TlsStream>(std::move(socket), context.new_handle()), true
    ));
}

Connection Connection::client_tls(
    asio::ip::tcp::socket socket,
    TlsClientContext const& context,
    std::string const& host,
    unsigned short port
) {
    return Connection(std::make_shared<State>(
        std::make_shared<TlsStream>(std::move(socket), context.new_handle(host, port)), true
    ));
}

Connection::Connection(std::shared_ptr<State> state) : state_(std::move(state)) {}

Connection::Connection(Connection&&) noexcept = default;

Connection& Connection::operator=(Connection&& other) noexcept {
    if (this != &other) {
        // TLS operations under way share the stream: closing is what ends them.
        if (state_) {
            state_->close();
        }
        state_ = std::move(other.state_);
    }
    return *this;
}

Connection::~Connection() {
    if (state_) {
        state_->close();
    }
}

Connection::executor_type Connection::get_executor() noexcept {
    return state_->stream->socket().get_executor();
}

asio::awaitable<Result<void>> Connection::handshake() {
    auto const [error] = co_await asio::async_initiate<
        decltype(asio::as_tuple(asio::use_awaitable)) const,
        void(boost::system::error_code)>(
        [this](auto handler) {
            asio::any_io_executor executor = asio::get_associated_executor(handler, get_executor());
            stream().start_handshake(std::move(executor), StepHandler(std::move(handler)));
        },
        asio::as_tuple(asio::use_awaitable)
    );
    if (!error) {
        co_return Result<void>{};
    }
    auto reason = expired() ? std::string("time-out") : state_->stream->tls_failure();
    if (reason.empty()) {
        reason = error.message();
    }
    co_return std::unexpected(Error{ErrorCode::unreachable, "TLS handshake: " + reason});
}

asio::awaitable<void> Connection::shutdown() {
    co_await async_shutdown(asio::as_tuple(asio::use_awaitable));
    close();
}

void Connection::expires_after(Clock::duration limit) {
    state_->set_deadline(Clock::now() + limit);
}

void Connection::expires_at(Clock::time_point when) {
    state_->set_deadline(when);
}

void Connection::expires_never() {
    state_->clear_deadline();
}

bool Connection::expired() const noexcept {
    return state_->expired;
}

void Connection::close() noexcept {
    state_->close();
}

bool Connection::is_open() const noexcept {
    return state_->stream->socket().is_open();
}

bool Connection::is_stale() noexcept {
    return !is_open() || state_->stream->is_stale();
}

bool Connection::is_tls() const noexcept {
    return state_->tls;
}

asio::ip::tcp::endpoint Connection::remote_endpoint() const noexcept {
    boost::system::error_code error;
    auto const endpoint = state_->stream->socket().remote_endpoint(error);
    return error ? asio::ip::tcp::endpoint() : endpoint;
}

ByteStream& Connection::stream() noexcept {
    return *state_->stream;
}

void beast_close_socket(Connection& connection) {
    connection.close();
}

void teardown(boost::beast::role_type, Connection& connection, boost::system::error_code& error) {
    error = {};
    connection.close();
}

}  // namespace folkmoot::federation
