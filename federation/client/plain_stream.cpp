#include "federation/client/plain_stream.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>

#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;

namespace {

void complete_later(
    asio::any_io_executor executor, StepHandler handler, boost::system::error_code error
) {
    asio::post(asio::bind_executor(
        std::move(executor),
        [handler = std::move(handler), error]() mutable { std::move(handler)(error); }
    ));
}

}  // namespace

PlainStream::PlainStream(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

void PlainStream::start_read(
    MutableBufferList buffers, asio::any_io_executor executor, TransferHandler handler
) {
    socket_.async_read_some(buffers, asio::bind_executor(std::move(executor), std::move(handler)));
}

void PlainStream::start_write(
    ConstBufferList buffers, asio::any_io_executor executor, TransferHandler handler
) {
    socket_.async_write_some(buffers, asio::bind_executor(std::move(executor), std::move(handler)));
}

void PlainStream::start_handshake(asio::any_io_executor executor, StepHandler handler) {
    complete_later(std::move(executor), std::move(handler), {});
}

void PlainStream::start_shutdown(asio::any_io_executor executor, StepHandler handler) {
    boost::system::error_code error;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    complete_later(std::move(executor), std::move(handler), error);
}

bool PlainStream::is_stale() noexcept {
    char byte = 0;
    auto const peeked = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return peeked >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

std::string PlainStream::tls_failure() const {
    return {};
}

asio::ip::tcp::socket& PlainStream::socket() noexcept {
    return socket_;
}

}  // namespace folkmoot::federation
