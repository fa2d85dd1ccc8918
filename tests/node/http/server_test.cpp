// A listening server and raw sockets: framing, limits, slow clients, bodies, files, graceful stop,
// certificates.
#include "node/http/server.hpp"

#include "federation/client/tls_context.hpp"
#include "tests/support/test_certificates.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <fcntl.h>
#include <sys/resource.h>
#include <filesystem>
#include <future>
#include <ostream>
#include <string>
#include <thread>
#include <unistd.h>

namespace folkmoot::node {
namespace {

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
class Client {
public:
    explicit Client(unsigned short port) {
        socket_.connect({asio::ip::address_v4::loopback(), port});
    }

    Client& send(std::string_view bytes) {
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
            .random = system_random(),
            .file_executor = files.get_executor(),
            .workers = {contexts[0].context.get_executor(), contexts[1].context.get_executor()},
        };
    }

    Client connect() { return Client{server->port()}; }

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

int status_of(std::string const& answer) {
    return answer.size() > 12 && answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3))
                                                                 : 0;
}

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
    start();
    auto client = connect();
    for (int i = 0; i < 3; ++i) {
        auto const answer = client.send(get("/a")).read_answer();
        EXPECT_EQ(status_of(answer), 200);
        EXPECT_TRUE(answer.ends_with("GET /a "));
        EXPECT_NE(answer.find("Connection: keep-alive\r\n"), std::string::npos);
    }
    EXPECT_EQ(server->connections(), 1u);
}

TEST_F(ServerTest, H32_PipelinedRequestsAreAnsweredInOrder) {
    start();
    auto client = connect();
    client.send(
        get("/1") + "POST /2 HTTP/1.1\r\nHost: folk.example\r\nContent-Length: 2\r\n\r\nab" +
        get("/3")
    );
    EXPECT_TRUE(client.read_answer().ends_with("GET /1 "));
    EXPECT_TRUE(client.read_answer().ends_with("POST /2 ab"));
    EXPECT_TRUE(client.read_answer().ends_with("GET /3 "));
}

TEST_F(ServerTest, H32_HeadHasLengthAndNoBody) {
    start();
    auto client = connect();
    auto const answer =
        client.send("HEAD /a HTTP/1.1\r\nHost: folk.example\r\n\r\n").read_answer(true);
    EXPECT_NE(answer.find("Content-Length: 8\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
    EXPECT_TRUE(client.send(get("/b")).read_answer().ends_with("GET /b "));
}

struct Framing {
    char const* name;
    std::string bytes;
    int status;
};

std::ostream& operator<<(std::ostream& out, Framing const& one) {
    return out << one.name;
}

class ThreatH_Socket : public ServerTest, public testing::WithParamInterface<Framing> {};

// One refused request, then one that would be answered if the connection were used again (H20).
TEST_P(ThreatH_Socket, IsRefusedAndClosed) {
    start();
    auto const answer = ask(GetParam().bytes + get("/smuggled"));
    EXPECT_EQ(status_of(answer), GetParam().status) << answer;
    EXPECT_EQ(answer.find("/smuggled"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_NE(answer.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
    EXPECT_NE(answer.find("\"request_id\":"), std::string::npos);
    EXPECT_EQ(service.served, 0);
}

std::string const post = "POST /inbox HTTP/1.1\r\nHost: folk.example\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table,
    ThreatH_Socket,
    testing::Values(
        Framing{
            "H01", post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400
        },
        Framing{"H02", post + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", 400},
        Framing{"H03", post + "Transfer-Encoding: xchunked\r\n\r\n", 501},
        Framing{"H04", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
        Framing{
            "H05",
            "POST /inbox HTTP/1.0\r\nHost: folk.example\r\nTransfer-Encoding: "
            "chunked\r\n\r\n0\r\n\r\n",
            400
        },
        Framing{"H06", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400},
        Framing{"H07", post + "Host: b.example\r\nContent-Length: 0\r\n\r\n", 400},
        Framing{"H08", "GET http://evil.example/ HTTP/1.1\r\nHost: folk.example\r\n\r\n", 400},
        Framing{"H09", "GET /\xFF HTTP/1.1\r\nHost: folk.example\r\n\r\n", 400},
        Framing{
            "H10",
            post + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nSignature: x\r\n\r\n",
            400
        },
        Framing{"H12", "G3T / HTTP/1.1\r\nHost: folk.example\r\n\r\n", 501},
        Framing{"H13", post + "\r\nhello", 411},
        Framing{"H14", "GET / HTTP/1.1\r\nHost: folk.example\r\nContent-Length: 3\r\n\r\nabc", 400},
        Framing{"H15_BareLf", "GET / HTTP/1.1\nHost: folk.example\n\n", 400},
        Framing{
            "H15_ChunkSize", post + "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", 400
        },
        Framing{"H22_UnknownHost", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
        Framing{"H22_OwnHostWithOtherPort", "GET / HTTP/1.1\r\nHost: folk.example:81\r\n\r\n", 421},
        Framing{"H29_EncodedSlash", "GET /a%2f..%2fb HTTP/1.1\r\nHost: folk.example\r\n\r\n", 400},
        Framing{
            "LengthBeyondLimit", post + "Content-Length: 1001\r\n\r\n" + std::string(1001, 'a'), 413
        },
        Framing{
            "ChunksBeyondLimit",
            post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'a') +
                "\r\n0\r\n\r\n",
            413
        },
        Framing{
            "CompressedBody", post + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\na", 415
        },
        Framing{"Expectation", post + "Expect: magic\r\nContent-Length: 1\r\n\r\na", 417}
    ),
    [](auto const& info) { return std::string{info.param.name}; }
);

TEST_F(ServerTest, H22_HostIsComparedWithoutCase) {
    start();
    EXPECT_EQ(
        status_of(connect().send("GET / HTTP/1.1\r\nHost: Folk.Example\r\n\r\n").read_answer()), 200
    );
}

TEST_F(ServerTest, ContinueComesBeforeTheBodyAndNotBeforeARefusal) {
    start();
    auto client = connect();
    client.send(post + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_TRUE(client.send("ab").read_answer().ends_with("POST /inbox ab"));
    EXPECT_EQ(status_of(ask(post + "Content-Length: 2000\r\nExpect: 100-continue\r\n\r\n")), 413);
}

TEST_F(ServerTest, LargeBodiesGoThroughAFile) {
    options.body_threshold = 64 * 1024;
    options.body_memory = 128 * 1024;
    start();
    std::string const body(3'000'000, 'b');
    auto const head =
        "POST /large HTTP/1.1\r\nHost: folk.example\r\nContent-Length: 3000000\r\n\r\n";
    EXPECT_TRUE(connect().send(head + body).read_answer().ends_with("\r\n\r\n3000000"));
}

TEST_F(ServerTest, R42_BodiesBeyondTheMemoryBudgetGet503) {
    options.body_memory = 100;
    start();
    auto const answer = ask(post + "Content-Length: 500\r\n\r\n" + std::string(500, 'a'));
    EXPECT_EQ(status_of(answer), 503);
    EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
    EXPECT_EQ(status_of(connect().send(get("/a")).read_answer()), 200);
}

TEST_F(ServerTest, H28_ThrownThingsBecomeFixedTexts) {
    start();
    auto client = connect();
    auto const thrown = client.send(get("/throw")).read_answer();
    EXPECT_EQ(status_of(thrown), 500);
    EXPECT_EQ(thrown.find("secret"), std::string::npos);
    EXPECT_EQ(status_of(client.send(get("/memory")).read_answer()), 503);
}

TEST_F(ServerTest, H32_FilesInWholeAndInPart) {
    start();
    auto client = connect();
    auto const whole = client.send(get("/file")).read_answer();
    EXPECT_TRUE(whole.ends_with(std::string(1000, 'f')));
    EXPECT_NE(whole.find("Content-Length: 200000\r\n"), std::string::npos);
    EXPECT_NE(whole.find("Accept-Ranges: bytes\r\n"), std::string::npos);
    auto const part = client.send(get("/file", "Range: bytes=199990-\r\n")).read_answer();
    EXPECT_EQ(status_of(part), 206);
    EXPECT_NE(part.find("Content-Range: bytes 199990-199999/200000\r\n"), std::string::npos);
    EXPECT_TRUE(part.ends_with("\r\n\r\nffffffffff"));
    EXPECT_EQ(status_of(client.send(get("/file", "Range: bytes=0-1,3-4\r\n")).read_answer()), 200);
    EXPECT_EQ(status_of(client.send(get("/file", "Range: bytes=200000-\r\n")).read_answer()), 416);
}

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
