// The client against a well-behaved server: what is sent, what is signed, how it ends.
#include "federation/client/http_client.hpp"

#include "tests/federation/client/client_fixture.hpp"
#include "tests/support/gzip.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace folkmoot::federation {
namespace {

using tests::stub_reply;
using tests::StubReply;
using tests::StubRequest;
using tests::StubServer;
using tests::Then;

class HttpClientTest : public ClientTest {};

StubReply hello(StubRequest const&) {
    return stub_reply(200, "hello", {{"Content-Type", "text/plain"}});
}

TEST_F(HttpClientTest, GetsABody) {
    StubServer const server(hello);
    auto const response = get(server.url("127.0.0.1", "/a?b=c"));
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->status, 200U);
    EXPECT_EQ(response->body, "hello");
    EXPECT_EQ(response->header("content-TYPE"), "text/plain");
    EXPECT_EQ(response->final_url, server.url("127.0.0.1", "/a?b=c"));
}

TEST_F(HttpClientTest, SendsItsOwnHeadersOnce) {
    StubServer const server(hello);
    HttpRequest request;
    request.url = server.url("127.0.0.1", "/a?b=c");
    request.headers = {
        {"Accept", "text/html"},
        {"host", "evil.example"},
        {"User-Agent", "other"},
        {"Connection", "close"},
        {"Transfer-Encoding", "chunked"}
    };
    ASSERT_TRUE(fetch(request));
    auto const seen = server.requests().at(0);
    EXPECT_EQ(seen.method, "GET");
    EXPECT_EQ(seen.target, "/a?b=c");
    EXPECT_EQ(seen.header("host"), "127.0.0.1:" + std::to_string(server.port()));
    EXPECT_EQ(seen.header("user-agent"), "folkmoot/1.2.3 (+https://folk.example)");
    EXPECT_EQ(seen.header("accept"), "text/html");
    EXPECT_EQ(seen.header("accept-encoding"), "identity");
    EXPECT_EQ(seen.headers.size(), 4U);
}

TEST_F(HttpClientTest, PostsABody) {
    StubServer const server([](StubRequest const&) { return stub_reply(202); });
    auto const response = post(server.url("127.0.0.1", "/inbox"), "{\"a\":1}");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 202U);
    auto const seen = server.requests().at(0);
    EXPECT_EQ(seen.method, "POST");
    EXPECT_EQ(seen.body, "{\"a\":1}");
    EXPECT_EQ(seen.header("content-length"), "7");
}

TEST_F(HttpClientTest, HeadHasNoBody) {
    StubServer const server([](StubRequest const&) {
        return StubReply{"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n"};
    });
    HttpRequest request;
    request.method = Method::head;
    request.url = server.url("127.0.0.1");
    auto const response = fetch(request);
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->body, "");
    EXPECT_EQ(response->header("Content-Length"), "5000000");
}

TEST_F(HttpClientTest, ErrorStatusesAreResponses) {
    StubServer const server([](StubRequest const&) { return stub_reply(404, "no"); });
    auto const response = get(server.url("127.0.0.1"));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 404U);
    EXPECT_EQ(response->body, "no");
}

TEST_F(HttpClientTest, SkipsInterimResponses) {
    StubServer const server([](StubRequest const&) {
        return StubReply{
            "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + stub_reply(200, "x").bytes
        };
    });
    auto const response = get(server.url("127.0.0.1"));
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->body, "x");
    EXPECT_FALSE(response->header("Link"));
}

TEST_F(HttpClientTest, ReadsChunkedBodies) {
    StubServer const server([](StubRequest const&) {
        return StubReply{
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
            "chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
        };
    });
    ASSERT_TRUE(get(server.url("127.0.0.1")));
    EXPECT_EQ(get(server.url("127.0.0.1"))->body, "abcde");
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTest, ReadsABodyUntilTheEnd) {
    StubServer const server([](StubRequest const&) {
        return StubReply{"HTTP/1.1 200 OK\r\n\r\nall of it", Then::close};
    });
    auto const response = get(server.url("127.0.0.1"));
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->body, "all of it");
}

TEST_F(HttpClientTest, RefusesHeadersThatWouldSplitTheRequest) {
    StubServer const server(hello);
    for (auto const& header :
         {Header{"X", "a\r\nY: b"},
          Header{"X: y\r\nZ", "a"},
          Header{"", "a"},
          Header{"X", std::string("\0", 1)}}) {
        HttpRequest request;
        request.url = server.url("127.0.0.1");
        request.headers = {header};
        auto const response = fetch(request);
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code, ErrorCode::invalid_input);
    }
    EXPECT_TRUE(server.requests().empty());
}

// ---- signing

/// Signs by naming what it was asked to sign.
boost::asio::awaitable<Result<HeaderList>> naming_signer(SigningInput input) {
    HeaderList headers;
    headers.push_back(
        {"Signature", std::string(to_string(input.method)) + ' ' + input.host + ' ' + input.target}
    );
    headers.push_back({"Date", "Sun, 06 Nov 1994 08:49:37 GMT"});
    co_return headers;
}

TEST_F(HttpClientTest, S03_EachHopIsSignedAnewForItsHostAndTarget) {
    StubServer const server([](StubRequest const& request) {
        return request.target == "/start" ? stub_reply(302, "", {{"Location", "/end?x=1"}})
                                          : stub_reply(200);
    });
    auto options = quick_options();
    options.signer = naming_signer;
    ASSERT_TRUE(get(server.url("127.0.0.1", "/start"), options));
    auto const seen = server.requests();
    auto const host = "127.0.0.1:" + std::to_string(server.port());
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].header("signature"), "GET " + host + " /start");
    EXPECT_EQ(seen[1].header("signature"), "GET " + host + " /end?x=1");
}

TEST_F(HttpClientTest, ReplacesHeadersOfTheSameNameBySignedOnes) {
    StubServer const server(hello);
    auto options = quick_options();
    options.signer = naming_signer;
    HttpRequest request;
    request.url = server.url("127.0.0.1");
    request.headers = {{"date", "yesterday"}};
    ASSERT_TRUE(fetch(request, options));
    EXPECT_EQ(server.requests().at(0).header("date"), "Sun, 06 Nov 1994 08:49:37 GMT");
}

boost::asio::awaitable<Result<HeaderList>> failing_signer(SigningInput) {
    co_return std::unexpected(Error{ErrorCode::internal, "no key"});
}

TEST_F(HttpClientTest, SendsNothingWhenSigningFails) {
    StubServer const server(hello);
    auto options = quick_options();
    options.signer = failing_signer;
    auto const response = get(server.url("127.0.0.1"), options);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().detail, "no key");
    EXPECT_EQ(server.connections(), 0);
}

// ---- compression

TEST_F(HttpClientTest, S07_DecodesGzipOnlyWhenAsked) {
    StubServer const server([](StubRequest const&) {
        return stub_reply(200, tests::gzip("unpacked"), {{"Content-Encoding", "gzip"}});
    });
    auto options = quick_options();
    options.gzip = true;
    auto const asked = get(server.url("127.0.0.1"), options);
    ASSERT_TRUE(asked) << asked.error().detail;
    EXPECT_EQ(asked->body, "unpacked");
    EXPECT_EQ(server.requests().at(0).header("accept-encoding"), "gzip");
    auto const unasked = get(server.url("127.0.0.1"));
    ASSERT_FALSE(unasked);
    EXPECT_EQ(unasked.error().code, ErrorCode::remote_invalid);
}

TEST_F(HttpClientTest, S07_RefusesOtherAndNestedEncodings) {
    auto options = quick_options();
    options.gzip = true;
    for (auto const* coding :
         {"br", "deflate", "zstd", "gzip, gzip", "gzip\r\nContent-Encoding: gzip"}) {
        StubServer const server([coding](StubRequest const&) {
            return stub_reply(200, tests::gzip("x"), {{"Content-Encoding", coding}});
        });
        auto const response = get(server.url("127.0.0.1"), options);
        ASSERT_FALSE(response) << coding;
        EXPECT_EQ(response.error().code, ErrorCode::remote_invalid) << coding;
    }
}

TEST_F(HttpClientTest, S07_GzipBombEndsTheFetch) {
    auto const bomb = tests::gzip(std::string(10'000'000, '\0'));
    StubServer const server([&bomb](StubRequest const&) {
        return stub_reply(200, bomb, {{"Content-Encoding", "gzip"}});
    });
    auto options = quick_options();
    options.gzip = true;
    options.limits.body = 100'000'000;
    auto const response = get(server.url("127.0.0.1"), options);
    ASSERT_FALSE(response);
    EXPECT_TRUE(response.error().detail.contains("ratio")) << response.error().detail;
}

// ---- concurrency and ends

TEST_F(HttpClientTest, S06_BoundsRequestsToOneHost) {
    StubServer server(hello);
    server.hold_until(2);
    int done = 0;
    for (int i = 0; i < 6; ++i) {
        HttpRequest request;
        request.url = server.url("127.0.0.1");
        boost::asio::co_spawn(
            io,
            client().fetch(request, quick_options()),
            [&](std::exception_ptr, Result<HttpResponse> response) {
                EXPECT_TRUE(response) << response.error().detail;
                ++done;
            }
        );
    }
    while (done < 6 && io.run_one() > 0) {
    }
    EXPECT_EQ(server.max_concurrent(), 2);
}

TEST_F(HttpClientTest, FetchesFromManyThreads) {
    StubServer const server(hello);
    std::atomic<int> succeeded{0};
    std::atomic<int> ended{0};
    constexpr int fetches = 200;
    client();
    for (int i = 0; i < fetches; ++i) {
        HttpRequest request;
        request.url = server.url("127.0.0.1", "/" + std::to_string(i));
        auto options = quick_options();
        options.host_concurrency = 8;
        boost::asio::co_spawn(
            boost::asio::make_strand(io),
            client().fetch(request, options),
            [&](std::exception_ptr, Result<HttpResponse> response) {
                succeeded += response ? 1 : 0;
                if (++ended == fetches) {
                    io.stop();
                }
            }
        );
    }
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([this] { io.run(); });
    }
    threads.clear();
    EXPECT_EQ(succeeded, fetches);
    EXPECT_LE(server.connections(), 8);
}

TEST_F(HttpClientTest, R44_ShutdownEndsRunningAndRefusesNewFetches) {
    StubServer const server([](StubRequest const&) { return StubReply{"", Then::hang}; });
    HttpRequest request;
    request.url = server.url("127.0.0.1");
    std::optional<Result<HttpResponse>> hanging;
    boost::asio::co_spawn(
        io,
        client().fetch(request, quick_options()),
        [&](std::exception_ptr, Result<HttpResponse> response) { hanging = std::move(response); }
    );
    while (server.requests().empty()) {
        io.poll();
    }
    tests::run_awaitable(io, client().shutdown(std::chrono::milliseconds(1)));
    while (!hanging && io.run_one() > 0) {
    }
    ASSERT_TRUE(hanging);
    ASSERT_FALSE(*hanging);
    EXPECT_EQ(hanging->error().code, ErrorCode::unavailable);
    auto const refused = get(server.url("127.0.0.1"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(client().metrics().in_flight, 0U);
}

TEST_F(HttpClientTest, R44_ShutdownLetsRunningFetchesFinish) {
    StubServer server(hello);
    server.hold_until(3);
    std::vector<Result<HttpResponse>> responses;
    for (int i = 0; i < 2; ++i) {
        HttpRequest request;
        request.url = server.url("127.0.0.1");
        boost::asio::co_spawn(
            io,
            client().fetch(request, quick_options()),
            [&](std::exception_ptr, Result<HttpResponse> response) {
                responses.push_back(std::move(response));
            }
        );
    }
    while (server.requests().size() < 2) {
        io.poll();
    }
    bool down = false;
    boost::asio::co_spawn(io, client().shutdown(std::chrono::seconds(10)), [&](std::exception_ptr) {
        down = true;
    });
    io.poll();
    EXPECT_FALSE(down);
    server.hold_until(0);
    while (!(down && responses.size() == 2) && io.run_one() > 0) {
    }
    EXPECT_TRUE(responses.at(0));
    EXPECT_TRUE(responses.at(1));
}

TEST_F(HttpClientTest, CancellationClosesTheConnection) {
    StubServer const server([](StubRequest const&) { return StubReply{"", Then::hang}; });
    HttpRequest request;
    request.url = server.url("127.0.0.1");
    boost::asio::cancellation_signal cancel;
    bool ended = false;
    boost::asio::co_spawn(
        io,
        client().fetch(request, quick_options()),
        boost::asio::bind_cancellation_slot(
            cancel.slot(), [&](std::exception_ptr, Result<HttpResponse>) { ended = true; }
        )
    );
    while (server.requests().empty()) {
        io.poll();
    }
    cancel.emit(boost::asio::cancellation_type::terminal);
    while (!ended && io.run_one() > 0) {
    }
    EXPECT_TRUE(ended);
    EXPECT_EQ(client().metrics().in_flight, 0U);
    EXPECT_EQ(client().metrics().idle, 0U);
}

TEST_F(HttpClientTest, CountsOutcomes) {
    StubServer const server([](StubRequest const& request) {
        return stub_reply(std::stoi(request.target.substr(1)));
    });
    for (auto const* path : {"/200", "/202", "/304", "/404", "/410", "/503"}) {
        ASSERT_TRUE(get(server.url("127.0.0.1", path)));
    }
    ASSERT_FALSE(get("https://10.0.0.1/"));
    ASSERT_FALSE(get("https://nowhere.example/"));
    auto const metrics = client().metrics();
    EXPECT_EQ(metrics.count(FetchOutcome::success), 2U);
    EXPECT_EQ(metrics.count(FetchOutcome::redirect_status), 1U);
    EXPECT_EQ(metrics.count(FetchOutcome::client_error), 2U);
    EXPECT_EQ(metrics.count(FetchOutcome::server_error), 1U);
    EXPECT_EQ(metrics.count(FetchOutcome::refused), 1U);
    EXPECT_EQ(metrics.count(FetchOutcome::dns_failed), 1U);
    EXPECT_EQ(metrics.in_flight, 0U);
    std::uint64_t timed = 0;
    for (auto const count : metrics.durations) {
        timed += count;
    }
    EXPECT_EQ(timed, 8U);
}

}  // namespace
}  // namespace folkmoot::federation
