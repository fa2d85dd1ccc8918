#include "node/cli/control_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <exception>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

using asio::local::stream_protocol;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

/// Closes a socket when time is over while this lives. Lives on the socket's strand.
class Deadline {
public:
    Deadline(stream_protocol::socket& socket, std::chrono::milliseconds limit)
        : timer_(socket.get_executor(), limit), alive_(std::make_shared<bool>(true)) {
        // The handler may be on its way already when the deadline goes, and the socket with it.
        timer_.async_wait([&socket, alive = std::weak_ptr(alive_)](auto error) {
            if (!error && alive.lock()) {
                boost::system::error_code ignored;
                socket.close(ignored);
            }
        });
    }

private:
    asio::steady_timer timer_;
    std::shared_ptr<bool> alive_;
};

}  // namespace

class ControlServer::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(
        asio::any_io_executor executor,
        std::filesystem::path directory,
        CommandHandler handler,
        ControlLimits limits
    )
        : executor_(std::move(executor)),
          strand_(asio::make_strand(executor_)),
          acceptor_(strand_),
          directory_(std::move(directory)),
          handler_(std::move(handler)),
          limits_(limits) {}

    Result<void> start() {
        auto listener = listen_on_control_socket(directory_);
        if (!listener) {
            return std::unexpected(listener.error());
        }
        acceptor_.assign(stream_protocol(), listener->release());
        asio::co_spawn(strand_, accept(shared_from_this()), [](std::exception_ptr failure) {
            if (failure) {
                std::rethrow_exception(failure);
            }
        });
        return {};
    }

    void stop() {
        asio::post(strand_, [self = shared_from_this()] {
            if (self->acceptor_.is_open()) {
                boost::system::error_code ignored;
                self->acceptor_.close(ignored);
                std::error_code unlinked;
                std::filesystem::remove(control_socket(self->directory_), unlinked);
            }
        });
    }

private:
    static asio::awaitable<void> accept(std::shared_ptr<Impl> self) {
        while (self->acceptor_.is_open()) {
            stream_protocol::socket socket(asio::make_strand(self->executor_));
            auto const [error] = co_await self->acceptor_.async_accept(socket, no_throw);
            if (!error) {
                auto const home = socket.get_executor();
                asio::co_spawn(home, serve(self, std::move(socket)), [](std::exception_ptr) {});
            } else if (self->acceptor_.is_open()) {
                // Out of descriptors, most likely: they come back when others close theirs.
                asio::steady_timer pause(self->strand_, std::chrono::milliseconds(200));
                co_await pause.async_wait(no_throw);
            }
        }
    }

    static asio::awaitable<void> serve(std::shared_ptr<Impl> self, stream_protocol::socket socket) {
        if (!peer_is_trusted(socket.native_handle())) {
            co_return;
        }
        std::string line;
        {
            Deadline const deadline(socket, self->limits_.request);
            auto const [error, size] = co_await asio::async_read_until(
                socket, asio::dynamic_buffer(line, max_command_bytes), '\n', no_throw
            );
            if (error) {
                co_return;
            }
            line.resize(size - 1);
        }
        auto const text = write_answer(co_await answer_to(self, std::move(line))) + "\n";
        Deadline const deadline(socket, self->limits_.answer);
        co_await asio::async_write(socket, asio::buffer(text), no_throw);
    }

    static asio::awaitable<Answer> answer_to(std::shared_ptr<Impl> self, std::string line) {
        auto command = read_command(line);
        if (!command) {
            co_return answer_of(command.error());
        }
        std::string failure;
        try {
            co_return co_await self->handler_(std::move(*command));
        } catch (std::exception const& error) {
            failure = error.what();
        }
        co_return Answer{exit_code::software, "", "The command failed: " + failure};
    }

    asio::any_io_executor executor_;
    asio::strand<asio::any_io_executor> strand_;
    stream_protocol::acceptor acceptor_;
    std::filesystem::path directory_;
    CommandHandler handler_;
    ControlLimits limits_;
};

Result<std::unique_ptr<ControlServer>> ControlServer::start(
    asio::any_io_executor executor,
    std::filesystem::path directory,
    CommandHandler handler,
    ControlLimits limits
) {
    auto impl = std::make_shared<Impl>(
        std::move(executor), std::move(directory), std::move(handler), limits
    );
    if (auto const started = impl->start(); !started) {
        return std::unexpected(started.error());
    }
    return std::unique_ptr<ControlServer>(new ControlServer(std::move(impl)));
}

ControlServer::ControlServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

ControlServer::~ControlServer() {
    stop();
}

void ControlServer::stop() {
    impl_->stop();
}

}  // namespace folkmoot::node
