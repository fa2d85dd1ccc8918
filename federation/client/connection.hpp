// One connection, plain TCP or TLS, client or accepted: an AsyncStream for Boost.Beast with erased
// types (style 4.4) and one deadline. Used by the outbound client and by node/http.
#pragma once

#include "federation/client/stream.hpp"
#include "federation/client/tls_context.hpp"
#include "federation/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace boost::beast {
enum class role_type;
}

namespace folkmoot::federation {

/// A connected stream. Meets Asio's AsyncReadStream and AsyncWriteStream and Beast's needs of them.
/// Every call and every completion belongs on the connection's executor, which must be a strand (or
/// a single-threaded context). At most one read and one write at a time. Movable; moved-from
/// objects may only be destroyed or assigned to. Destroying it closes the socket; operations under
/// way complete with operation_aborted.
///
/// An idle connection costs about 0.6 KB in user space, with TLS about 24 KB: no buffers are kept.
class Connection {
public:
    using executor_type = boost::asio::any_io_executor;

    /// A connected or accepted socket without TLS.
    static Connection plain(boost::asio::ip::tcp::socket socket);

    /// The accepted side of TLS. handshake() must succeed before the first transfer.
    static Connection accepted_tls(
        boost::asio::ip::tcp::socket socket, TlsServerContext const& context
    );

    /// The connecting side of TLS to `host` (verified, and sent as SNI unless it is an IP address)
    /// and `port` (part of the session's key). handshake() must succeed before the first transfer.
    static Connection client_tls(
        boost::asio::ip::tcp::socket socket,
        TlsClientContext const& context,
        std::string const& host,
        unsigned short port
    );

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    executor_type get_executor() noexcept;

    /// Reads at least one byte, or fails; `asio::error::eof` at an orderly end.
    template <class MutableBuffers, class Token>
    auto async_read_some(MutableBuffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, MutableBufferList list) {
                boost::asio::any_io_executor executor =
                    boost::asio::get_associated_executor(handler, get_executor());
                stream().start_read(list, std::move(executor), TransferHandler(std::move(handler)));
            },
            token,
            MutableBufferList(buffers)
        );
    }

    /// Writes at least one byte, or fails. Several small buffers leave as one segment, or one TLS
    /// record.
    template <class ConstBuffers, class Token>
    auto async_write_some(ConstBuffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, ConstBufferList list) {
                boost::asio::any_io_executor executor =
                    boost::asio::get_associated_executor(handler, get_executor());
                stream().start_write(
                    list, std::move(executor), TransferHandler(std::move(handler))
                );
            },
            token,
            ConstBufferList(buffers)
        );
    }

    /// The TLS handshake; does nothing on plain TCP. Set a deadline before.
    /// @return Error{unreachable} with OpenSSL's reason
    boost::asio::awaitable<Result<void>> handshake();

    /// Tells the peer that nothing more comes (close_notify, FIN), then closes. Set a deadline
    /// before.
    boost::asio::awaitable<void> shutdown();

    /// As shutdown() without close(), for Beast's teardown.
    template <class Token>
    auto async_shutdown(Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
            [this](auto handler) {
                boost::asio::any_io_executor executor =
                    boost::asio::get_associated_executor(handler, get_executor());
                stream().start_shutdown(std::move(executor), StepHandler(std::move(handler)));
            },
            token
        );
    }

    /// Closes the connection once `limit` has passed, whatever it does by then. Replaces the
    /// earlier deadline. Cheap to call for every message: the timer is moved only when it must fire
    /// earlier.
    void expires_after(std::chrono::steady_clock::duration limit);
    /// As expires_after(), at a point of time.
    void expires_at(std::chrono::steady_clock::time_point when);
    /// Removes the deadline.
    void expires_never();
    /// Whether a deadline has closed this connection: operations under way then completed with
    /// operation_aborted.
    bool expired() const noexcept;

    /// Closes the socket at once. Operations under way complete with operation_aborted. Idempotent.
    void close() noexcept;
    bool is_open() const noexcept;

    /// Whether an idle connection is useless: closed or failed by the peer, or with unasked bytes
    /// waiting.
    bool is_stale() noexcept;
    bool is_tls() const noexcept;

    /// The peer's address; unspecified (0.0.0.0:0) when the socket is closed.
    boost::asio::ip::tcp::endpoint remote_endpoint() const noexcept;

private:
    struct State;
    explicit Connection(std::shared_ptr<State> state);
    ByteStream& stream() noexcept;
    std::shared_ptr<State> state_;
};

/// Beast closes a stream through this (found by argument-dependent lookup).
void beast_close_socket(Connection& connection);

/// Beast's WebSocket ends a stream through these two.
void teardown(
    boost::beast::role_type role, Connection& connection, boost::system::error_code& error
);

template <class Handler>
void async_teardown(boost::beast::role_type, Connection& connection, Handler&& handler) {
    connection.async_shutdown(std::forward<Handler>(handler));
}

}  // namespace folkmoot::federation
