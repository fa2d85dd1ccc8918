// The client outside development mode: the guard in front of DNS and sockets, and TLS.
#include "federation/client/http_client.hpp"
#include "tests/federation/client/hostile_server.hpp"

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
