// A listening server against slow and many clients, missing descriptors, its own stop, and new
// certificates.
#include "tests/node/http/server_fixture.hpp"
#include "tests/support/test_certificates.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <sys/resource.h>

namespace folkmoot::node {
namespace {

TEST_F(ServerTest, H21_SlowHeadIsCutOff) {
    options.timeouts.head = 50ms;
    start();
    EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: fo"), "");
}

TEST_F(ServerTest, H21_SlowBodyIsCutOff) {
    options.timeouts.body = 50ms;
    options.timeouts.floor_bytes_per_second = 1'000'000;
    start();
    EXPECT_EQ(ask(post + "Content-Length: 500\r\n\r\nabc"), "");
    EXPECT_EQ(service.served, 0);
}

TEST_F(ServerTest, H21_IdleConnectionIsClosed) {
    options.timeouts.idle = 50ms;
    start();
    auto client = connect();
    EXPECT_EQ(status_of(client.send(get("/a")).read_answer()), 200);
    EXPECT_EQ(client.read_all(), "");
}

TEST_F(ServerTest, H21_ReaderThatDoesNotReadIsCutOff) {
    options.timeouts.write = 100ms;
    options.timeouts.floor_bytes_per_second = 1'000'000'000;
    start();
    auto client = connect();
    client.socket().set_option(asio::socket_base::receive_buffer_size{4096});
    std::string many;
    for (int i = 0; i < 500; ++i) {
        many += get("/file");
    }
    client.send(many);
    wait_until([&] { return server->connections() == 0; });
}

TEST_F(ServerTest, H21_ConnectionsOfOneAddressAreCapped) {
    options.connections_per_address = 2;
    start();
    auto first = connect();
    auto second = connect();
    EXPECT_EQ(status_of(first.send(get("/a")).read_answer()), 200);
    EXPECT_EQ(status_of(second.send(get("/a")).read_answer()), 200);
    EXPECT_EQ(ask(get("/a")), "");
    first.socket().close();
    wait_until([&] { return server->connections() == 1; });
    EXPECT_EQ(status_of(connect().send(get("/a")).read_answer()), 200);
}

TEST_F(ServerTest, H21_TrustedProxiesAreNotCapped) {
    options.connections_per_address = 1;
    options.proxies = *TrustedProxies::parse(std::vector<std::string>{"127.0.0.1"});
    start();
    auto first = connect();
    auto second = connect();
    EXPECT_EQ(status_of(first.send(get("/a")).read_answer()), 200);
    EXPECT_EQ(status_of(second.send(get("/a")).read_answer()), 200);
}

TEST_F(ServerTest, R40_AcceptPausesAtTheLimitAndGoesOn) {
    options.connections = 2;
    start();
    auto first = connect();
    auto second = connect();
    EXPECT_EQ(status_of(first.send(get("/a")).read_answer()), 200);
    EXPECT_EQ(status_of(second.send(get("/a")).read_answer()), 200);
    auto third = connect();  // waits in the kernel's queue
    third.send(get("/a"));
    EXPECT_EQ(server->connections(), 2u);
    first.socket().close();
    EXPECT_EQ(status_of(third.read_answer()), 200);
}

TEST_F(ServerTest, R40_WithoutDescriptorsOneIsClosedPolitelyAndTheRestGoesOn) {
    start();
    asio::io_context io;
    Tcp::socket first{io};
    Tcp::socket second{io};
    for (auto* const socket : {&first, &second}) {
        socket->open(Tcp::v4());  // before the limit falls: the test's own descriptors do not count
    }
    int const next = ::dup(STDERR_FILENO);
    ::close(next);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit one_left = before;
    one_left.rlim_cur = static_cast<rlim_t>(next) + 1;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &one_left), 0);
    first.connect({asio::ip::address_v4::loopback(), server->port()});
    wait_until([&] { return server->connections() == 1; });
    second.connect({asio::ip::address_v4::loopback(), server->port()});
    std::array<char, 1> byte{};
    boost::system::error_code error;
    second.read_some(asio::buffer(byte), error);
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(error, asio::error::eof);
    asio::write(first, asio::buffer(get("/a")));
    EXPECT_EQ(first.read_some(asio::buffer(byte)), 1u);
    EXPECT_EQ(status_of(connect().send(get("/a")).read_answer()), 200);
}

TEST_F(ServerTest, R44_StopLetsRunningRequestsEndAndClosesIdleOnes) {
    start();
    auto idle = connect();
    EXPECT_EQ(status_of(idle.send(get("/a")).read_answer()), 200);
    auto busy = connect();
    busy.send(get("/hold"));
    wait_until([&] { return service.served == 2; });
    auto stopped = asio::co_spawn(contexts[0].context, server->stop(30s), asio::use_future);
    EXPECT_EQ(idle.read_all(), "");
    service.released = true;
    auto const answer = busy.read_all();
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    stopped.get();
    EXPECT_EQ(server->connections(), 0u);
    asio::io_context io;
    Tcp::socket late{io};
    boost::system::error_code error;
    late.connect({asio::ip::address_v4::loopback(), server->port()}, error);
    EXPECT_TRUE(error);
}

TEST_F(ServerTest, R44_StopClosesWhatIsLeftAfterItsGrace) {
    start();
    auto busy = connect();
    busy.send(get("/hold"));
    wait_until([&] { return service.served == 1; });
    asio::co_spawn(contexts[0].context, server->stop(10ms), asio::use_future).get();
    EXPECT_EQ(busy.read_all(), "");
}

TEST_F(ServerTest, R44_AnAbortBeforeTheStopTakesItsGraceAway) {
    start();
    auto busy = connect();
    busy.send(get("/hold"));
    wait_until([&] { return service.served == 1; });
    server->abort();
    EXPECT_EQ(busy.read_all(), "");
    asio::co_spawn(contexts[0].context, server->stop(1h), asio::use_future).get();
}

TEST_F(ServerTest, R44_AConnectionThatComesAfterTheAbortIsClosed) {
    start();
    server->abort();
    asio::io_context io;
    Tcp::socket late{io};
    boost::system::error_code error;
    late.connect({asio::ip::address_v4::loopback(), server->port()}, error);
    if (!error) {
        std::array<char, 1> byte{};
        late.read_some(asio::buffer(byte), error);
    }
    EXPECT_TRUE(error);
    asio::co_spawn(contexts[0].context, server->stop(1h), asio::use_future).get();
    EXPECT_EQ(server->connections(), 0u);
}

TEST_F(ServerTest, SaysWhichAddressIsTaken) {
    start();
    options.port = server->port();
    auto const second = Server::start(options, parts());
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().safe.find(std::to_string(server->port())), std::string::npos);
}

// Reads one page over TLS and gives the serial of the server's certificate.
std::string serial_over_tls(asio::ssl::stream<Tcp::socket>& stream) {
    asio::write(stream, asio::buffer(std::string{"GET /a HTTP/1.1\r\nHost: folk.example\r\n\r\n"}));
    std::array<char, 4096> chunk{};
    auto const count = stream.read_some(asio::buffer(chunk));
    EXPECT_EQ(status_of(std::string{chunk.data(), count}), 200);
    std::unique_ptr<X509, decltype(&X509_free)> const certificate{
        SSL_get1_peer_certificate(stream.native_handle()), &X509_free
    };
    auto const* const serial = X509_get0_serialNumber(certificate.get());
    return {reinterpret_cast<char const*>(serial->data), static_cast<std::size_t>(serial->length)};
}

class TlsServerTest : public ServerTest {
protected:
    TlsServerTest() {
        auto const first = certificates.leaf("folk.example");
        folder = std::filesystem::path{first.chain}.parent_path();
        options.certificate_file = folder / "server.pem";
        options.key_file = folder / "server.key";
        install(first);
    }

    void install(tests::CertificateFiles const& files_of_leaf) {
        auto const replace = std::filesystem::copy_options::overwrite_existing;
        std::filesystem::copy_file(files_of_leaf.chain, options.certificate_file, replace);
        std::filesystem::copy_file(files_of_leaf.key, options.key_file, replace);
    }

    std::unique_ptr<asio::ssl::stream<Tcp::socket>> connect_tls() {
        auto stream = std::make_unique<asio::ssl::stream<Tcp::socket>>(io, context);
        stream->next_layer().connect({asio::ip::address_v4::loopback(), server->port()});
        stream->handshake(asio::ssl::stream_base::client);
        return stream;
    }

    tests::TestCertificates certificates;
    std::filesystem::path folder;
    asio::io_context io;
    asio::ssl::context context{asio::ssl::context::tls_client};
};

TEST_F(TlsServerTest, R45_NewCertificateForNewConnectionsAndNoneDropped) {
    start();
    auto kept = connect_tls();
    auto const first = serial_over_tls(*kept);
    install(certificates.leaf("folk.example"));
    ASSERT_TRUE(server->reload_certificate());
    EXPECT_EQ(serial_over_tls(*kept), first);
    EXPECT_NE(serial_over_tls(*connect_tls()), first);
}

TEST_F(TlsServerTest, R45_BadCertificateKeepsTheOldOne) {
    start();
    auto const first = serial_over_tls(*connect_tls());
    std::filesystem::resize_file(options.certificate_file, 10);
    EXPECT_FALSE(server->reload_certificate());
    EXPECT_EQ(serial_over_tls(*connect_tls()), first);
}

TEST_F(TlsServerTest, PlainTextOnATlsPortIsClosed) {
    start();
    auto const answer = ask(get("/a"));
    EXPECT_EQ(answer.find("HTTP/1.1 200"), std::string::npos);
    EXPECT_EQ(service.served, 0);
}

}  // namespace
}  // namespace folkmoot::node
