#include "federation/client/tls_stream.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <sys/socket.h>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;

namespace {

using State = TlsStream::Attempt::State;

// OpenSSL's own socket BIO would raise SIGPIPE, and would go on using the descriptor's number after
// the socket was closed. This one asks the socket for its descriptor each time.

asio::ip::tcp::socket& socket_of(BIO* bio) {
    return *static_cast<asio::ip::tcp::socket*>(BIO_get_data(bio));
}

bool is_would_block(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

int bio_write(BIO* bio, char const* data, int size) {
    BIO_clear_retry_flags(bio);
    auto const sent =
        ::send(socket_of(bio).native_handle(), data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && is_would_block(errno)) {
        BIO_set_retry_write(bio);
    }
    return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* data, int size) {
    BIO_clear_retry_flags(bio);
    auto const received =
        ::recv(socket_of(bio).native_handle(), data, static_cast<std::size_t>(size), 0);
    if (received < 0 && is_would_block(errno)) {
        BIO_set_retry_read(bio);
    }
    if (received == 0) {
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    }
    return static_cast<int>(received);
}

long bio_control(BIO* bio, int command, long, void*) {
    switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case BIO_CTRL_EOF:
            return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
        default:
            return 0;
    }
}

BIO_METHOD* make_socket_method() {
    BIO_METHOD* const method = BIO_meth_new(
        BIO_get_new_index() | BIO_TYPE_SOURCE_SINK | BIO_TYPE_DESCRIPTOR, "folkmoot socket"
    );
    if (method == nullptr) {
        throw std::bad_alloc();
    }
    BIO_meth_set_write(method, bio_write);
    BIO_meth_set_read(method, bio_read);
    BIO_meth_set_ctrl(method, bio_control);
    return method;
}

BIO_METHOD const* socket_method() {
    static BIO_METHOD const* const method = make_socket_method();
    return method;
}

/// An operation under way: tries, waits for the socket, tries again. `Try` is Attempt(TlsStream&),
/// `Handler` takes what `Deliver` makes of the attempt.
template <class Try, class Handler>
class TlsOperation {
public:
    using executor_type = asio::any_io_executor;
    using cancellation_slot_type = asio::cancellation_slot;

    TlsOperation(
        std::shared_ptr<TlsStream> stream,
        asio::any_io_executor executor,
        Try attempt,
        Handler handler
    )
        : stream_(std::move(stream)),
          executor_(std::move(executor)),
          attempt_(std::move(attempt)),
          handler_(std::move(handler)) {}

    executor_type get_executor() const noexcept { return executor_; }

    cancellation_slot_type get_cancellation_slot() const noexcept {
        return asio::get_associated_cancellation_slot(handler_);
    }

    /// First attempt; a result at once is still delivered later, as the contract of ByteStream
    /// asks.
    void start() {
        auto const result = attempt_(*stream_);
        if (result.state != State::done) {
            wait(result.state);
            return;
        }
        auto const executor = executor_;
        asio::post(executor, [self = std::move(*this), result]() mutable { self.deliver(result); });
    }

    /// The socket is ready, or the wait failed.
    void operator()(boost::system::error_code error) {
        if (error) {
            deliver({State::done, error, 0});
            return;
        }
        auto const result = attempt_(*stream_);
        if (result.state == State::done) {
            deliver(result);
        } else {
            wait(result.state);
        }
    }

private:
    void wait(State state) {
        auto& socket = stream_->socket();
        auto const readiness = state == State::wants_read ? asio::ip::tcp::socket::wait_read
                                                          : asio::ip::tcp::socket::wait_write;
        socket.async_wait(readiness, std::move(*this));
    }

    void deliver(TlsStream::Attempt const& result) {
        stream_.reset();
        if constexpr (std::is_same_v<Handler, TransferHandler>) {
            std::move(handler_)(result.error, result.bytes);
        } else {
            std::move(handler_)(result.error);
        }
    }

    std::shared_ptr<TlsStream> stream_;
    asio::any_io_executor executor_;
    Try attempt_;
    Handler handler_;
};

std::string describe_failure(SSL* handle) {
    if (auto const verdict = SSL_get_verify_result(handle); verdict != X509_V_OK) {
        return X509_verify_cert_error_string(verdict);
    }
    char const* const reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason != nullptr ? reason : "TLS failed";
}

}  // namespace

TlsStream::TlsStream(asio::ip::tcp::socket socket, SSL* handle)
    : socket_(std::move(socket)), handle_(handle) {
    boost::system::error_code error;
    socket_.non_blocking(true, error);
    BIO* const bio = BIO_new(socket_method());
    if (bio == nullptr) {
        SSL_free(handle_);
        throw std::bad_alloc();
    }
    BIO_set_data(bio, &socket_);
    BIO_set_init(bio, 1);
    SSL_set_bio(handle_, bio, bio);
}

TlsStream::~TlsStream() {
    // OpenSSL spoils the session of a connection that ends without close_notify. HTTP delimits its
    // messages itself, so a closed connection is no reason not to resume its session.
    if (failure_.empty()) {
        SSL_set_shutdown(handle_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }
    SSL_free(handle_);
}

void TlsStream::start_read(
    MutableBufferList buffers, asio::any_io_executor executor, TransferHandler handler
) {
    auto attempt = [buffers](TlsStream& stream) { return stream.try_read(buffers); };
    TlsOperation(shared_from_this(), std::move(executor), attempt, std::move(handler)).start();
}

void TlsStream::start_write(
    ConstBufferList buffers, asio::any_io_executor executor, TransferHandler handler
) {
    auto attempt = [buffers](TlsStream& stream) { return stream.try_write(buffers); };
    TlsOperation(shared_from_this(), std::move(executor), attempt, std::move(handler)).start();
}

void TlsStream::start_handshake(asio::any_io_executor executor, StepHandler handler) {
    auto attempt = [](TlsStream& stream) { return stream.try_handshake(); };
    TlsOperation(shared_from_this(), std::move(executor), attempt, std::move(handler)).start();
}

void TlsStream::start_shutdown(asio::any_io_executor executor, StepHandler handler) {
    auto attempt = [](TlsStream& stream) {
        ERR_clear_error();
        // One close_notify, sent if the socket takes it: we never wait for the peer's.
        if (SSL_is_init_finished(stream.handle_) != 0) {
            SSL_shutdown(stream.handle_);
        }
        Attempt result;
        stream.socket_.shutdown(asio::ip::tcp::socket::shutdown_send, result.error);
        return result;
    };
    TlsOperation(shared_from_this(), std::move(executor), attempt, std::move(handler)).start();
}

TlsStream::Attempt TlsStream::judge(int result, std::size_t bytes) {
    int const system_error = errno;
    switch (SSL_get_error(handle_, result)) {
        case SSL_ERROR_NONE:
            return {State::done, {}, bytes};
        case SSL_ERROR_WANT_READ:
            return {State::wants_read, {}, 0};
        case SSL_ERROR_WANT_WRITE:
            return {State::wants_write, {}, 0};
        case SSL_ERROR_ZERO_RETURN:
            return {State::done, asio::error::eof, 0};
        case SSL_ERROR_SYSCALL:
            failure_ = "connection lost";
            return {
                State::done,
                system_error != 0
                    ? boost::system::error_code(system_error, boost::system::system_category())
                    : boost::system::error_code(asio::error::connection_reset),
                0
            };
        default:
            // Also an end without close_notify: a cut-off message must not pass for a whole one.
            failure_ = describe_failure(handle_);
            return {State::done, asio::error::connection_reset, 0};
    }
}

TlsStream::Attempt TlsStream::try_read(MutableBufferList const& buffers) {
    if (buffers.empty()) {
        return {};
    }
    auto const buffer = *buffers.begin();
    std::size_t bytes = 0;
    ERR_clear_error();
    errno = 0;
    return judge(SSL_read_ex(handle_, buffer.data(), buffer.size(), &bytes), bytes);
}

TlsStream::Attempt TlsStream::try_write(ConstBufferList const& buffers) {
    if (buffers.empty()) {
        return {};
    }
    constexpr std::size_t record_size = 16'384;
    std::array<char, record_size> joined;
    auto buffer = *buffers.begin();
    // A header and a short body leave in one record. A repeated attempt joins the same bytes, which
    // OpenSSL asks.
    if (buffers.size() > 1 && buffer.size() < record_size) {
        auto const size = asio::buffer_copy(asio::buffer(joined), buffers);
        buffer = asio::const_buffer(joined.data(), size);
    }
    std::size_t bytes = 0;
    ERR_clear_error();
    errno = 0;
    return judge(SSL_write_ex(handle_, buffer.data(), buffer.size(), &bytes), bytes);
}

TlsStream::Attempt TlsStream::try_handshake() {
    ERR_clear_error();
    errno = 0;
    return judge(SSL_do_handshake(handle_), 0);
}

bool TlsStream::is_stale() noexcept {
    char byte = 0;
    std::size_t bytes = 0;
    ERR_clear_error();
    // Takes in session tickets that have come since, so that only unasked data counts.
    int const result = SSL_peek_ex(handle_, &byte, 1, &bytes);
    return SSL_get_error(handle_, result) != SSL_ERROR_WANT_READ;
}

std::string TlsStream::tls_failure() const {
    return failure_;
}

asio::ip::tcp::socket& TlsStream::socket() noexcept {
    return socket_;
}

}  // namespace folkmoot::federation
