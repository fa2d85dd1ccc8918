// The client against servers that are slow, broken or hostile, and against DNS that lies.
#include "federation/client/http_client.hpp"
#include "tests/federation/client/client_fixture.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <chrono>
#include <string>
#include <vector>

namespace folkmoot::federation {
namespace {

using std::chrono::milliseconds;
using tests::Leaf;
using tests::stub_reply;
using tests::StubOptions;
using tests::StubReply;
using tests::StubRequest;
using tests::StubServer;
using tests::Then;

class HostileServer : public ClientTest {
protected:
    void expect_failure(
        Result<HttpResponse> const& response, ErrorCode code, FetchOutcome outcome
    ) {
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code, code) << response.error().detail;
        EXPECT_EQ(client().metrics().count(outcome), 1U) << response.error().detail;
        EXPECT_EQ(client().metrics().idle, 0U);
        EXPECT_EQ(client().metrics().in_flight, 0U);
    }

    /// A redirect was refused: the connection that brought it is sound and kept.
    void expect_refused_redirect(Result<HttpResponse> const& response) {
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code, ErrorCode::remote_invalid) << response.error().detail;
        EXPECT_EQ(client().metrics().count(FetchOutcome::invalid_response), 1U);
    }
};

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

// ---- the guard in front of DNS and sockets

/// Outside development mode. 127.0.0.1 plays the public address that an administrator's network
/// list allows here; 127.0.0.2 is what loopback always is: forbidden.
class GuardedClient : public HostileServer {
protected:
    GuardedClient() {
        config.addresses = AddressPolicy{.high_ports = true};
        allow_network(config.addresses, "127.0.0.1/32");
        config.extra_ca_file = certificates.ca_file();
    }

    StubOptions tls(Leaf kind = Leaf::good) {
        return {.tls = certificates.leaf("remote.example", kind)};
    }

    tests::TestCertificates certificates;
};

StubReply ok(StubRequest const&) {
    return stub_reply(200, "ok");
}

TEST_F(GuardedClient, S02_ConnectsToTheAddressThatWasChecked) {
    StubServer const server(
        [](StubRequest const&) {
            auto reply = stub_reply(200, "ok", {{"Connection", "close"}});
            reply.then = Then::close;
            return reply;
        },
        tls()
    );
    dns.answer("remote.example", {"127.0.0.1"});
    dns.answer("remote.example", {"127.0.0.2"});
    auto const first = get(server.url("remote.example"));
    ASSERT_TRUE(first) << first.error().detail;
    EXPECT_EQ(dns.lookups("remote.example"), 1) << "a second lookup is where rebinding happens";
    EXPECT_EQ(
        server.requests().at(0).header("host"), "remote.example:" + std::to_string(server.port())
    );
    expect_failure(
        get(server.url("remote.example")), ErrorCode::refused_address, FetchOutcome::refused
    );
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(GuardedClient, S02_MixedAnswersAreRefusedAsAWhole) {
    StubServer const server(ok, tls());
    dns.answer("remote.example", {"127.0.0.1", "127.0.0.2"});
    expect_failure(
        get(server.url("remote.example")), ErrorCode::refused_address, FetchOutcome::refused
    );
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(GuardedClient, S03_RedirectToANameWithAForbiddenAddress) {
    dns.answer("remote.example", {"127.0.0.1"});
    dns.answer("evil.example", {"127.0.0.2"});
    StubServer const server(
        [](StubRequest const&) {
            return stub_reply(302, "", {{"Location", "https://evil.example/"}});
        },
        tls()
    );
    auto const response = get(server.url("remote.example"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::refused_address);
}

TEST_F(GuardedClient, S03_HttpsNeverRedirectsToHttp) {
    dns.answer("remote.example", {"127.0.0.1"});
    StubServer const server(
        [](StubRequest const&) {
            return stub_reply(302, "", {{"Location", "http://remote.example/"}});
        },
        tls()
    );
    auto const response = get(server.url("remote.example"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::refused_address);
}

TEST_F(GuardedClient, S04_RefusesBeforeAnyLookup) {
    for (auto const* url :
         {"http://remote.example/",
          "https://remote.example:22/",
          "https://1.1.1.1/",
          "https://localhost/",
          "https://a.local/",
          "https://2130706433/",
          "https://[::1]/",
          "https://intranet/"}) {
        auto const response = get(url);
        ASSERT_FALSE(response) << url;
        EXPECT_EQ(response.error().code, ErrorCode::refused_address) << url;
    }
    EXPECT_EQ(dns.lookups("remote.example"), 0);
}

// ---- TLS

TEST_F(GuardedClient, R31_TalksToAServerWithAGoodCertificate) {
    StubServer const server(ok, tls());
    dns.answer("remote.example", {"127.0.0.1"});
    auto const response = post(server.url("remote.example"), std::string(200'000, 'x'));
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->body, "ok");
    EXPECT_EQ(server.requests().at(0).body.size(), 200'000U);
}

TEST_F(GuardedClient, ReadsLargeBodiesOverTls) {
    std::string const body(900'000, 'y');
    StubServer const server([&](StubRequest const&) { return stub_reply(200, body); }, tls());
    dns.answer("remote.example", {"127.0.0.1"});
    auto const response = get(server.url("remote.example"));
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->body, body);
}

TEST_F(GuardedClient, KeepsTlsConnections) {
    StubServer const server(ok, tls());
    dns.answer("remote.example", {"127.0.0.1"});
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(get(server.url("remote.example")));
    }
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(GuardedClient, ResumesTlsSessions) {
    StubServer const server(
        [](StubRequest const&) {
            auto reply = stub_reply(200, "ok", {{"Connection", "close"}});
            reply.then = Then::close;
            return reply;
        },
        tls()
    );
    dns.answer("remote.example", {"127.0.0.1"});
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(get(server.url("remote.example")));
    }
    EXPECT_EQ(server.connections(), 3);
    EXPECT_EQ(server.resumed(), 2);
}

struct CertificateCase {
    char const* name;
    Leaf kind;
    char const* reason;
};

class BadCertificate : public GuardedClient, public testing::WithParamInterface<CertificateCase> {};

TEST_P(BadCertificate, R31_EndsTheFetchWithItsReason) {
    StubServer const server(ok, tls(GetParam().kind));
    dns.answer("remote.example", {"127.0.0.1"});
    auto const response = get(server.url("remote.example"));
    expect_failure(response, ErrorCode::unreachable, FetchOutcome::tls_failed);
    EXPECT_TRUE(response.error().detail.contains(GetParam().reason)) << response.error().detail;
    EXPECT_TRUE(server.requests().empty());
}

constexpr CertificateCase certificate_cases[] = {
    {"SelfSigned", Leaf::self_signed, "self-signed certificate"},
    {"Expired", Leaf::expired, "certificate has expired"},
    {"WrongName", Leaf::wrong_name, "hostname mismatch"},
};

INSTANTIATE_TEST_SUITE_P(
    Table,
    BadCertificate,
    testing::ValuesIn(certificate_cases),
    [](auto const& parameter) { return parameter.param.name; }
);

TEST_F(GuardedClient, R31_UnknownAuthority) {
    config.extra_ca_file.clear();
    StubServer const server(ok, tls());
    dns.answer("remote.example", {"127.0.0.1"});
    expect_failure(
        get(server.url("remote.example")), ErrorCode::unreachable, FetchOutcome::tls_failed
    );
}

TEST_F(GuardedClient, R31_OldTls) {
    auto options = tls();
    options.max_tls_version = TLS1_VERSION;
    StubServer const server(ok, options);
    dns.answer("remote.example", {"127.0.0.1"});
    expect_failure(
        get(server.url("remote.example")), ErrorCode::unreachable, FetchOutcome::tls_failed
    );
}

TEST_F(GuardedClient, SpeaksTls12) {
    auto options = tls();
    options.max_tls_version = TLS1_2_VERSION;
    StubServer const server(ok, options);
    dns.answer("remote.example", {"127.0.0.1"});
    EXPECT_TRUE(get(server.url("remote.example")));
}

TEST_F(GuardedClient, R31_ServerThatSpeaksNoTls) {
    StubServer const server(ok);
    dns.answer("remote.example", {"127.0.0.1"});
    auto options = quick_options();
    options.limits.tls = milliseconds(200);
    auto const response =
        get("https://remote.example:" + std::to_string(server.port()) + "/", options);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::unreachable);
}

TEST_F(GuardedClient, S06_R30_HangInTheHandshake) {
    StubServer const server(
        ok, {.tls = certificates.leaf("remote.example"), .hang_in_handshake = true}
    );
    dns.answer("remote.example", {"127.0.0.1"});
    auto options = quick_options();
    options.limits.tls = milliseconds(20);
    expect_failure(
        get(server.url("remote.example"), options), ErrorCode::unreachable, FetchOutcome::timed_out
    );
}

TEST_F(GuardedClient, R31_EndWithoutCloseNotifyIsNoEndOfABody) {
    StubServer const server(
        [](StubRequest const&) {
            return StubReply{"HTTP/1.1 200 OK\r\n\r\ncut off he", Then::half_close};
        },
        tls()
    );
    dns.answer("remote.example", {"127.0.0.1"});
    expect_failure(
        get(server.url("remote.example")), ErrorCode::unreachable, FetchOutcome::transport_failed
    );
}

TEST_F(GuardedClient, CreationFailsWithoutItsCaFile) {
    config.extra_ca_file = "/nonexistent/ca.pem";
    auto const made = HttpClient::create(io.get_executor(), config, dns);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace folkmoot::federation
