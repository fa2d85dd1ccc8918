// Connection under Beast, as the HTTP server will use it: accepted sides, deadlines, memory of idle
// ones.
#include "federation/client/connection.hpp"

#include "tests/support/awaitable_test.hpp"
#include "tests/support/test_certificates.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <malloc.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::federation {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto token = asio::as_tuple(asio::use_awaitable);

struct Pair {
    Connection client;
    Connection server;
};

class ConnectionTest : public testing::TestWithParam<bool> {
protected:
    /// Both ends of a connection over loopback, handshake done.
    Pair connect() {
        tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        tcp::socket near(io);
        near.connect(acceptor.local_endpoint());
        auto far = acceptor.accept();
        far.set_option(tcp::no_delay(true));
        if (!GetParam()) {
            return {Connection::plain(std::move(near)), Connection::plain(std::move(far))};
        }
        Pair pair{
            Connection::client_tls(std::move(near), *client_context, "remote.example", 443),
            Connection::accepted_tls(std::move(far), *server_context)
        };
        std::optional<Result<void>> accepted;
        asio::co_spawn(io, pair.server.handshake(), [&](std::exception_ptr, Result<void> result) {
            accepted = result;
        });
        EXPECT_TRUE(tests::run_awaitable(io, pair.client.handshake()));
        while (!accepted && io.run_one() > 0) {
        }
        EXPECT_TRUE(*accepted);
        return pair;
    }

    tests::TestCertificates certificates;
    tests::CertificateFiles leaf = certificates.leaf("remote.example");
    Result<TlsClientContext> client_context =
        TlsClientContext::create({.extra_ca_file = certificates.ca_file()});
    Result<TlsServerContext> server_context = TlsServerContext::create(leaf.chain, leaf.key);
    asio::io_context io;
};

asio::awaitable<void> serve_one(Connection& connection) {
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> request;
    co_await http::async_read(connection, buffer, request, asio::use_awaitable);
    http::response<http::string_body> response(http::status::ok, 11);
    response.body() = std::string(request.target()) + " " + request.body();
    response.prepare_payload();
    co_await http::async_write(connection, response, asio::use_awaitable);
}

asio::awaitable<std::string> ask(Connection& connection, std::string body) {
    http::request<http::string_body> request(http::verb::post, "/inbox", 11);
    request.body() = std::move(body);
    request.prepare_payload();
    co_await http::async_write(connection, request, asio::use_awaitable);
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(connection, buffer, response, asio::use_awaitable);
    co_return response.body();
}

TEST_P(ConnectionTest, CarriesHttpOfBeast) {
    auto pair = connect();
    for (std::size_t const size : {5U, 20'000U, 500'000U}) {
        std::string const body(size, 'x');
        bool served = false;
        asio::co_spawn(io, serve_one(pair.server), [&](std::exception_ptr failure) {
            served = failure == nullptr;
        });
        EXPECT_EQ(tests::run_awaitable(io, ask(pair.client, body)), "/inbox " + body);
        EXPECT_TRUE(served);
    }
}

asio::awaitable<boost::system::error_code> read_one(Connection& connection) {
    char byte = 0;
    auto const [error, size] = co_await connection.async_read_some(asio::buffer(&byte, 1), token);
    co_return error;
}

TEST_P(ConnectionTest, R30_DeadlineEndsARead) {
    auto pair = connect();
    pair.client.expires_after(std::chrono::milliseconds(5));
    EXPECT_EQ(tests::run_awaitable(io, read_one(pair.client)), asio::error::operation_aborted);
    EXPECT_TRUE(pair.client.expired());
    EXPECT_FALSE(pair.client.is_open());
}

TEST_P(ConnectionTest, LaterDeadlineReplacesAnEarlierOne) {
    auto pair = connect();
    pair.client.expires_after(std::chrono::milliseconds(1));
    pair.client.expires_after(std::chrono::hours(1));
    std::optional<boost::system::error_code> ended;
    asio::co_spawn(
        io,
        read_one(pair.client),
        [&](std::exception_ptr, boost::system::error_code error) { ended = error; }
    );
    // The first deadline's timer fires and moves itself; the read goes on until bytes come.
    io.restart();
    io.run_for(std::chrono::milliseconds(20));
    EXPECT_FALSE(ended);
    EXPECT_FALSE(pair.client.expired());
    pair.client.close();
    while (!ended && io.run_one() > 0) {
    }
    EXPECT_EQ(*ended, asio::error::operation_aborted);
}

TEST_P(ConnectionTest, NoDeadlineLeavesNoTimer) {
    auto pair = connect();
    pair.client.expires_after(std::chrono::hours(1));
    pair.client.expires_never();
    io.restart();
    io.run();
    EXPECT_FALSE(pair.client.expired());
}

TEST_P(ConnectionTest, OrderlyEndIsEndOfFile) {
    auto pair = connect();
    tests::run_awaitable(io, pair.server.shutdown());
    EXPECT_EQ(tests::run_awaitable(io, read_one(pair.client)), asio::error::eof);
}

TEST_P(ConnectionTest, DestroyingOneEndsItsOperations) {
    auto pair = connect();
    std::optional<boost::system::error_code> ended;
    {
        auto dying = std::move(pair.client);
        asio::co_spawn(
            io,
            read_one(dying),
            [&](std::exception_ptr, boost::system::error_code error) { ended = error; }
        );
        io.restart();
        io.poll();
    }
    while (!ended && io.run_one() > 0) {
    }
    EXPECT_EQ(*ended, asio::error::operation_aborted);
}

TEST_P(ConnectionTest, StaleMeansClosedOrUnaskedBytes) {
    auto quiet = connect();
    EXPECT_FALSE(quiet.client.is_stale());
    tests::run_awaitable(io, quiet.server.shutdown());
    EXPECT_TRUE(quiet.client.is_stale());
    auto talking = connect();
    asio::co_spawn(
        io,
        asio::async_write(talking.server, asio::buffer("x", 1), asio::use_awaitable),
        [](std::exception_ptr, std::size_t) {}
    );
    io.restart();
    io.run();
    EXPECT_TRUE(talking.client.is_stale());
}

TEST_P(ConnectionTest, KnowsItsPeerAndKind) {
    auto pair = connect();
    EXPECT_EQ(pair.server.remote_endpoint().address().to_string(), "127.0.0.1");
    EXPECT_EQ(pair.server.is_tls(), GetParam());
    pair.server.close();
    EXPECT_EQ(pair.server.remote_endpoint(), tcp::endpoint());
}

TEST_P(ConnectionTest, R41_IdleConnectionsHoldNoBuffers) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    GTEST_SKIP() << "sanitizers count memory differently";
#endif
    constexpr std::size_t count = 50;
    std::vector<Pair> pairs;
    pairs.reserve(count);
    pairs.push_back(connect());
    auto const before = ::mallinfo2().uordblks;
    for (std::size_t i = 1; i < count; ++i) {
        pairs.push_back(connect());
        bool served = false;
        asio::co_spawn(io, serve_one(pairs.back().server), [&](std::exception_ptr) {
            served = true;
        });
        tests::run_awaitable(io, ask(pairs.back().client, "x"));
        EXPECT_TRUE(served);
    }
    auto const each_side = (::mallinfo2().uordblks - before) / (2 * (count - 1));
    RecordProperty("bytes_each_side", static_cast<int>(each_side));
    // asio::ssl::stream would hold 76 KB (reference/performance.md 2.4).
    EXPECT_LT(each_side, GetParam() ? 32'000U : 3'000U);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ConnectionTest, testing::Bool(), [](auto const& parameter) {
    return parameter.param ? "Tls" : "Plain";
});

}  // namespace
}  // namespace folkmoot::federation
