// The narrow waist below Connection: a byte stream with erased handler types, so that HTTP and
// WebSocket code is compiled once for plain TCP and TLS. Only Connection and the two streams
// include this file.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstddef>
#include <string>

namespace folkmoot::federation {

/// Up to `capacity` buffers of a caller's sequence, flattened; further ones wait for the next
/// operation, as the contract of read_some and write_some allows. Refers to the caller's memory.
template <class Buffer>
class BufferList {
public:
    static constexpr std::size_t capacity = 8;

    BufferList() = default;

    /// Takes the first non-empty buffers of any Asio buffer sequence.
    template <class Sequence>
    explicit BufferList(Sequence const& sequence) {
        auto const end = boost::asio::buffer_sequence_end(sequence);
        for (auto it = boost::asio::buffer_sequence_begin(sequence); it != end && size_ < capacity;
             ++it) {
            Buffer const buffer(*it);
            if (buffer.size() > 0) {
                buffers_[size_++] = buffer;
            }
        }
    }

    using value_type = Buffer;
    using const_iterator = Buffer const*;

    const_iterator begin() const noexcept { return buffers_.data(); }

    const_iterator end() const noexcept { return buffers_.data() + size_; }

    std::size_t size() const noexcept { return size_; }

    bool empty() const noexcept { return size_ == 0; }

private:
    std::array<Buffer, capacity> buffers_{};
    std::size_t size_ = 0;
};

using MutableBufferList = BufferList<boost::asio::mutable_buffer>;
using ConstBufferList = BufferList<boost::asio::const_buffer>;

/// Completes a read or a write. Called on the executor that was passed beside it, never inside the
/// starting call.
using TransferHandler =
    boost::asio::any_completion_handler<void(boost::system::error_code, std::size_t)>;
/// Completes a handshake or a shutdown, likewise.
using StepHandler = boost::asio::any_completion_handler<void(boost::system::error_code)>;

/// A connected byte stream. One read and one write may be under way at a time. All calls and
/// completions happen on one strand. `executor` is the handler's own: Boost 1.81's
/// any_completion_handler does not carry it.
class ByteStream {
public:
    virtual ~ByteStream() = default;
    ByteStream(ByteStream const&) = delete;
    ByteStream& operator=(ByteStream const&) = delete;

    virtual void start_read(
        MutableBufferList buffers, boost::asio::any_io_executor executor, TransferHandler handler
    ) = 0;
    virtual void start_write(
        ConstBufferList buffers, boost::asio::any_io_executor executor, TransferHandler handler
    ) = 0;
    /// TLS handshake in the stream's role; succeeds at once on plain TCP.
    virtual void start_handshake(boost::asio::any_io_executor executor, StepHandler handler) = 0;
    /// Says goodbye (close_notify, FIN) without waiting for the peer's answer.
    virtual void start_shutdown(boost::asio::any_io_executor executor, StepHandler handler) = 0;

    /// Whether the peer has closed, failed, or sent bytes nobody asked for: then an idle connection
    /// cannot be used again. Reads nothing that belongs to the next message.
    virtual bool is_stale() noexcept = 0;

    /// Why TLS failed, for the log ("certificate has expired"); empty when it did not, and on plain
    /// TCP.
    virtual std::string tls_failure() const = 0;

    virtual boost::asio::ip::tcp::socket& socket() noexcept = 0;

protected:
    ByteStream() = default;
};

}  // namespace folkmoot::federation
