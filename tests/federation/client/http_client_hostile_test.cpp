// The client against servers that are slow, broken or that redirect without end.
#include "federation/client/http_client.hpp"
#include "tests/federation/client/hostile_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace folkmoot::federation {
namespace {

using std::chrono::milliseconds;
using tests::stub_reply;
using tests::StubReply;
using tests::StubRequest;
using tests::StubServer;
using tests::Then;

// ---- time

TEST_F(HostileServer, S06_R30_SlowDripIsCutAtTheTotalNotPerRead) {
    StubServer const server([](StubRequest const&) {
        auto reply = stub_reply(200, std::string(10'000, 'x'));
        reply.pause = milliseconds(1);
        return reply;
    });
    auto options = quick_options();
    options.limits.total = milliseconds(150);
    auto const start = std::chrono::steady_clock::now();
    auto const response = get(server.url("127.0.0.1"), options);
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(150));
    expect_failure(response, ErrorCode::unreachable, FetchOutcome::timed_out);
}

TEST_F(HostileServer, S06_R30_BodyBelowTheMinimumRateIsCut) {
    StubServer const server([](StubRequest const&) {
        return StubReply{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfew", Then::hang};
    });
    auto options = quick_options();
    options.limits.min_rate_after = milliseconds(20);
    expect_failure(
        get(server.url("127.0.0.1"), options), ErrorCode::unreachable, FetchOutcome::timed_out
    );
}

TEST_F(HostileServer, S06_R30_HangBeforeTheFirstByte) {
    StubServer const server([](StubRequest const&) { return StubReply{"", Then::hang}; });
    auto options = quick_options();
    options.limits.first_byte = milliseconds(20);
    expect_failure(
        get(server.url("127.0.0.1"), options), ErrorCode::unreachable, FetchOutcome::timed_out
    );
}

TEST_F(HostileServer, S06_R30_HangAmidTheHeader) {
    StubServer const server([](StubRequest const&) {
        return StubReply{"HTTP/1.1 200 OK\r\nContent-Le", Then::hang};
    });
    auto options = quick_options();
    options.limits.first_byte = milliseconds(20);
    expect_failure(
        get(server.url("127.0.0.1"), options), ErrorCode::unreachable, FetchOutcome::timed_out
    );
}

TEST_F(HostileServer, S06_R33_ResolvingCountsIntoTheTotal) {
    dns.hang("slow.test");
    auto options = quick_options();
    options.limits.total = milliseconds(20);
    expect_failure(
        get("http://slow.test/", options), ErrorCode::unreachable, FetchOutcome::timed_out
    );
}

TEST_F(HostileServer, R33_NamesThatDoNotExist) {
    expect_failure(
        get("https://nowhere.example/"), ErrorCode::unreachable, FetchOutcome::dns_failed
    );
}

TEST_F(HostileServer, R30_ClosedPort) {
    std::uint16_t port = 0;
    {
        StubServer const gone([](StubRequest const&) { return stub_reply(200); });
        port = gone.port();
    }
    expect_failure(
        get("http://127.0.0.1:" + std::to_string(port) + "/"),
        ErrorCode::unreachable,
        FetchOutcome::connect_failed
    );
}

TEST_F(HostileServer, R33_TriesTheNextAddress) {
    StubServer const server([](StubRequest const&) { return stub_reply(200); });
    dns.answer("two.test", {"127.0.0.9", "127.0.0.1"});
    EXPECT_TRUE(get(server.url("two.test")));
}

TEST_F(HostileServer, R33_HundredAddressesCostFewAttempts) {
    std::vector<std::string> addresses;
    for (int i = 0; i < 100; ++i) {
        addresses.push_back("127.0.1." + std::to_string(i + 1));
    }
    dns.answer("many.test", addresses);
    StubServer const server([](StubRequest const&) { return stub_reply(200); });
    expect_failure(
        get(server.url("many.test")), ErrorCode::unreachable, FetchOutcome::connect_failed
    );
}

// ---- broken HTTP

struct BrokenCase {
    char const* name;
    char const* bytes;
    Then then;
    ErrorCode code;
    FetchOutcome outcome;
};

constexpr auto invalid = ErrorCode::remote_invalid;
constexpr auto unreachable = ErrorCode::unreachable;

constexpr BrokenCase broken_cases[] = {
    {"Reset", "", Then::reset, unreachable, FetchOutcome::transport_failed},
    {"ClosedAtOnce", "", Then::close, unreachable, FetchOutcome::transport_failed},
    {"HalfClosedAmidBody",
     "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
     Then::half_close,
     unreachable,
     FetchOutcome::transport_failed},
    {"ShorterThanItsLength",
     "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
     Then::close,
     unreachable,
     FetchOutcome::transport_failed},
    {"ResetAmidBody",
     "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
     Then::reset,
     unreachable,
     FetchOutcome::transport_failed},
    {"ChunksWithoutEnd",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
     Then::close,
     unreachable,
     FetchOutcome::transport_failed},
    {"NoHttp", "SSH-2.0-OpenSSH_9.2\r\n\r\n", Then::close, invalid, FetchOutcome::invalid_response},
    {"Http2", "HTTP/2 200\r\n\r\n", Then::close, invalid, FetchOutcome::invalid_response},
    {"BadStatus", "HTTP/1.1 2x0 OK\r\n\r\n", Then::close, invalid, FetchOutcome::invalid_response},
    {"BadLength",
     "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
     Then::close,
     invalid,
     FetchOutcome::invalid_response},
    {"TwoLengths",
     "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
     Then::close,
     invalid,
     FetchOutcome::invalid_response},
    {"LengthAndChunks",
     "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     Then::close,
     invalid,
     FetchOutcome::invalid_response},
    {"BadChunk",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
     Then::close,
     invalid,
     FetchOutcome::invalid_response},
    {"DeclaredTooLarge",
     "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
     Then::hang,
     invalid,
     FetchOutcome::invalid_response},
};

class BrokenHttp : public HostileServer, public testing::WithParamInterface<BrokenCase> {};

TEST_P(BrokenHttp, R31_EndsWithItsClass) {
    auto const& broken = GetParam();
    StubServer const server([&](StubRequest const&) { return StubReply{broken.bytes, broken.then}; }
    );
    expect_failure(get(server.url("127.0.0.1")), broken.code, broken.outcome);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    BrokenHttp,
    testing::ValuesIn(broken_cases),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST_F(HostileServer, S06_R31_EndlessChunks) {
    StubServer const server([](StubRequest const&) {
        return StubReply{
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", Then::close, "4\r\nabcd\r\n"
        };
    });
    auto options = quick_options();
    options.limits.body = 10'000;
    expect_failure(get(server.url("127.0.0.1"), options), invalid, FetchOutcome::invalid_response);
}

TEST_F(HostileServer, S06_R31_EndlessBodyWithoutLength) {
    StubServer const server([](StubRequest const&) {
        return StubReply{"HTTP/1.1 200 OK\r\n\r\n", Then::close, std::string(1'000, 'x')};
    });
    auto options = quick_options();
    options.limits.body = 100'000;
    expect_failure(get(server.url("127.0.0.1"), options), invalid, FetchOutcome::invalid_response);
}

TEST_F(HostileServer, S06_R31_EndlessHeaders) {
    StubServer const server([](StubRequest const&) {
        return StubReply{
            "HTTP/1.1 200 OK\r\n", Then::close, "X-Filler: " + std::string(1'000, 'x') + "\r\n"
        };
    });
    expect_failure(get(server.url("127.0.0.1")), invalid, FetchOutcome::invalid_response);
}

TEST_F(HostileServer, S06_R31_OneEndlessHeaderLine) {
    StubServer const server([](StubRequest const&) {
        return StubReply{"HTTP/1.1 200 OK\r\nX: ", Then::close, std::string(1'000, 'x')};
    });
    expect_failure(get(server.url("127.0.0.1")), invalid, FetchOutcome::invalid_response);
}

TEST_F(HostileServer, S06_R31_EndlessChunkExtension) {
    StubServer const server([](StubRequest const&) {
        return StubReply{
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=",
            Then::close,
            std::string(1'000, 'x')
        };
    });
    expect_failure(get(server.url("127.0.0.1")), invalid, FetchOutcome::invalid_response);
}

TEST_F(HostileServer, R31_EndlessInterimResponses) {
    StubServer const server([](StubRequest const&) {
        return StubReply{"", Then::close, "HTTP/1.1 100 Continue\r\n\r\n"};
    });
    expect_failure(get(server.url("127.0.0.1")), invalid, FetchOutcome::invalid_response);
}

// ---- redirects

TEST_F(HostileServer, S03_R32_EndlessRedirectsEndAfterThreeHops) {
    StubServer const server([](StubRequest const& request) {
        return stub_reply(302, "", {{"Location", request.target + "x"}});
    });
    expect_refused_redirect(get(server.url("127.0.0.1", "/")));
    EXPECT_EQ(server.requests().size(), 4U);
}

TEST_F(HostileServer, S03_R32_RedirectToItself) {
    StubServer const server([](StubRequest const& request) {
        return stub_reply(301, "", {{"Location", request.target}});
    });
    expect_refused_redirect(get(server.url("127.0.0.1", "/loop")));
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(HostileServer, S03_RedirectGoesThroughTheGuard) {
    for (auto const* location :
         {"http://10.0.0.1/",
          "http://169.254.169.254/latest/meta-data",
          "http://printer.local/",
          "http://[::ffff:127.0.0.1]/",
          "http://2130706433/",
          "http://user@127.0.0.1/"}) {
        StubServer const server([location](StubRequest const&) {
            return stub_reply(302, "", {{"Location", location}});
        });
        auto const response = get(server.url("127.0.0.1"));
        ASSERT_FALSE(response) << location;
        EXPECT_NE(response.error().code, ErrorCode::unreachable) << location;
    }
}

TEST_F(HostileServer, S03_PostIsNeverRedirected) {
    for (int const status : {301, 302, 303, 307, 308}) {
        StubServer const server([status](StubRequest const&) {
            return stub_reply(status, "", {{"Location", "/elsewhere"}});
        });
        auto const response = post(server.url("127.0.0.1", "/inbox"), "x");
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, static_cast<unsigned>(status));
        EXPECT_EQ(server.requests().size(), 1U);
    }
}

boost::asio::awaitable<Result<HeaderList>> host_signer(SigningInput input) {
    HeaderList headers;
    headers.push_back({"Signature", "for " + input.host});
    co_return headers;
}

TEST_F(HostileServer, S03_CredentialsDoNotFollowToAnotherOrigin) {
    StubServer const second([](StubRequest const&) { return stub_reply(200); });
    StubServer const first([&](StubRequest const&) {
        return stub_reply(307, "", {{"Location", second.url("127.0.0.1", "/x")}});
    });
    HttpRequest request;
    request.url = first.url("127.0.0.1");
    request.headers = {{"Authorization", "Bearer secret"}, {"Accept", "text/html"}};
    auto options = quick_options();
    options.signer = host_signer;
    auto const response = fetch(request, options);
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(first.requests().at(0).header("authorization"), "Bearer secret");
    auto const seen = second.requests().at(0);
    EXPECT_EQ(seen.header("authorization"), "");
    EXPECT_EQ(seen.header("accept"), "text/html");
    EXPECT_EQ(seen.header("signature"), "for 127.0.0.1:" + std::to_string(second.port()));
    EXPECT_EQ(response->final_url, second.url("127.0.0.1", "/x"));
}

}  // namespace
}  // namespace folkmoot::federation
