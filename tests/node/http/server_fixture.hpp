// A listening server on a port of its own, a service that echoes, and a blocking raw client.
#pragma once

#include "node/http/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <fcntl.h>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using namespace std::chrono_literals;

// Answers with what it has seen; "/hold" answers when the test lets it.
class EchoService : public Service {
public:
    std::uint64_t body_limit(Request const& head) override {
        return head.target == "/large" ? 8 * 1024 * 1024 : 1000;
    }

    asio::awaitable<Response> serve(Request const& request) override {
        ++served;
        if (request.target == "/hold") {
            asio::steady_timer timer{co_await asio::this_coro::executor, 1ms};
            while (!released) {
                co_await timer.async_wait(asio::use_awaitable);
                timer.expires_after(1ms);
            }
        }
        if (request.target == "/throw") {
            throw std::runtime_error("secret table name");
        }
        if (request.target == "/memory") {
            throw std::bad_alloc();
        }
        if (request.target == "/file") {
            co_return file();
        }
        if (request.target == "/large") {
            co_return text_response(std::to_string(request.body.bytes().size()));
        }
        co_return text_response(
            std::string{to_string(request.verb)} + " " + request.target + " " +
            std::string{request.body.bytes()}
        );
    }

    static Response file() {
        int const descriptor = ::open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        std::string const bytes(200'000, 'f');
        EXPECT_EQ(::write(descriptor, bytes.data(), bytes.size()), 200'000);
        Response response{200};
        response.set("Content-Type", "video/mp4");
        std::shared_ptr<void const> owner{nullptr, [descriptor](void const*) {
                                              ::close(descriptor);
                                          }};
        response.body = FileRange{std::move(owner), descriptor, 0, bytes.size()};
        return response;
    }

    std::atomic<int> served{0};
    std::atomic<bool> released{false};
};

// A blocking client socket.
class RawClient {
public:
    explicit RawClient(unsigned short port) {
        socket_.connect({asio::ip::address_v4::loopback(), port});
    }

    RawClient& send(std::string_view bytes) {
        boost::system::error_code ignored;  // the server may have closed
        asio::write(socket_, asio::buffer(bytes), ignored);
        return *this;
    }

    // Everything until the server closes.
    std::string read_all() {
        boost::system::error_code error;
        std::array<char, 16384> chunk{};
        while (!error) {
            auto const count = socket_.read_some(asio::buffer(chunk), error);
            received_.append(chunk.data(), count);
        }
        return std::exchange(received_, {});
    }

    // One answer with Content-Length.
    std::string read_answer(bool bodyless = false) {
        std::array<char, 16384> chunk{};
        while (true) {
            if (auto const end = received_.find("\r\n\r\n"); end != std::string::npos) {
                auto const at = received_.find("Content-Length: ");
                auto const length =
                    bodyless || at > end ? 0 : std::stoul(received_.substr(at + 16));
                if (received_.size() >= end + 4 + length) {
                    auto const answer = received_.substr(0, end + 4 + length);
                    received_.erase(0, answer.size());
                    return answer;
                }
            }
            boost::system::error_code error;
            auto const count = socket_.read_some(asio::buffer(chunk), error);
            if (error) {
                return std::exchange(received_, {}) + "<closed>";
            }
            received_.append(chunk.data(), count);
        }
    }

    Tcp::socket& socket() { return socket_; }

private:
    asio::io_context io_;
    Tcp::socket socket_{io_};
    std::string received_;
};

class ServerTest : public testing::Test {
protected:
    ServerTest() {
        options.port = 0;
        options.hosts = {"folk.example"};
        // Only what a test is about may run out: the others are far away.
        options.timeouts = {
            .head = 30s, .body = 30s, .write = 30s, .idle = 30s, .floor_bytes_per_second = 1024
        };
    }

    ~ServerTest() override {
        service.released = true;
        server.reset();
        for (auto& io : contexts) {
            io.work.reset();
        }
        for (auto& io : contexts) {
            io.thread.join();
        }
    }

    void start() {
        auto started = Server::start(options, parts());
        ASSERT_TRUE(started) << started.error().safe;
        server = std::move(*started);
    }

    ServerParts parts() {
        return {
            .service = service,
            .log = log,
            .metrics = metrics,
            .clock = system_clock(),
            .steady = steady_clock(),
            .random = system_random(),
            .file_executor = files.get_executor(),
            .workers = {contexts[0].context.get_executor(), contexts[1].context.get_executor()},
        };
    }

    RawClient connect() { return RawClient{server->port()}; }

    std::string ask(std::string_view bytes) { return connect().send(bytes).read_all(); }

    static std::string get(std::string const& target, std::string const& fields = "") {
        return "GET " + target + " HTTP/1.1\r\nHost: folk.example\r\n" + fields + "\r\n";
    }

    // Waits for a condition that another thread makes true.
    template <class Condition>
    static void wait_until(Condition condition) {
        while (!condition()) {
            std::this_thread::yield();
        }
    }

    struct Worker {
        asio::io_context context{1};
        asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
        std::thread thread{[this] { context.run(); }};
    };

    EchoService service;
    Log log{[](LogLevel, std::string_view) {}, system_clock()};
    Metrics metrics;
    asio::thread_pool files{1};
    std::array<Worker, 2> contexts;
    ServerOptions options;
    std::unique_ptr<Server> server;
};

/// A POST up to the fields that say how long its body is.
inline std::string const post = "POST /inbox HTTP/1.1\r\nHost: folk.example\r\n";

inline int status_of(std::string const& answer) {
    return answer.size() > 12 && answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3))
                                                                 : 0;
}

}  // namespace folkmoot::node
