// ByteStream with TLS straight over the socket. asio::ssl::stream keeps four 17 KB buffers for
// every connection (76 KB measured, reference/performance.md 2.4); here OpenSSL reads and writes
// the socket itself and releases its record buffers when idle.
#pragma once

#include "federation/client/stream.hpp"

#include <memory>

struct ssl_st;

namespace folkmoot::federation {

/// TLS over a TCP socket. Held by shared_ptr: an operation under way keeps it alive until it has
/// completed.
class TlsStream final : public ByteStream, public std::enable_shared_from_this<TlsStream> {
public:
    /// @param socket connected; is set to non-blocking
    /// @param handle an OpenSSL handle in its role, owned from here on
    TlsStream(boost::asio::ip::tcp::socket socket, ssl_st* handle);
    ~TlsStream() override;

    void start_read(
        MutableBufferList buffers, boost::asio::any_io_executor executor, TransferHandler handler
    ) override;
    void start_write(
        ConstBufferList buffers, boost::asio::any_io_executor executor, TransferHandler handler
    ) override;
    void start_handshake(boost::asio::any_io_executor executor, StepHandler handler) override;
    void start_shutdown(boost::asio::any_io_executor executor, StepHandler handler) override;
    bool is_stale() noexcept override;
    std::string tls_failure() const override;
    boost::asio::ip::tcp::socket& socket() noexcept override;

    /// What one attempt of an OpenSSL call came to.
    struct Attempt {
        enum class State { done, wants_read, wants_write } state = State::done;
        boost::system::error_code error;
        std::size_t bytes = 0;
    };

private:
    Attempt judge(int result, std::size_t bytes);
    Attempt try_read(MutableBufferList const& buffers);
    Attempt try_write(ConstBufferList const& buffers);
    Attempt try_handshake();

    boost::asio::ip::tcp::socket socket_;
    ssl_st* handle_;
    std::string failure_;
};

}  // namespace folkmoot::federation
