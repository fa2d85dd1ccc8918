// ByteStream over a TCP socket as it is.
#pragma once

#include "federation/client/stream.hpp"

namespace folkmoot::federation {

/// Plain TCP. Operations end with operation_aborted when the stream is destroyed.
class PlainStream final : public ByteStream {
public:
    /// @param socket connected
    explicit PlainStream(boost::asio::ip::tcp::socket socket);

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

private:
    boost::asio::ip::tcp::socket socket_;
};

}  // namespace folkmoot::federation
