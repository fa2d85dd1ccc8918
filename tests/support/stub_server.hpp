// A small blocking HTTP/1.1 server on loopback that behaves as badly as a test asks. Written
// straight over sockets and OpenSSL, so that it shares no code with what it tests.
#pragma once

#include "tests/support/test_certificates.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::tests {

/// A request as the stub received it.
struct StubRequest {
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;
    int connection = 0;  ///< ordinal of its TCP connection, from 1

    /// Value of a header (name in lower case), or an empty string.
    std::string header(std::string const& name) const;
};

/// What happens to the connection after a reply's bytes.
enum class Then {
    keep,        ///< read the next request
    close,       ///< orderly end (with close_notify under TLS)
    reset,       ///< RST
    half_close,  ///< FIN, without close_notify, but the socket stays open
    hang,        ///< nothing more, until the server is destroyed or the peer goes
};

/// A scripted reply.
struct StubReply {
    std::string bytes;  ///< raw response, head and body
    Then then = Then::keep;
    std::string forever;  ///< sent again and again after `bytes`, until the peer goes
    std::chrono::milliseconds pause{0};  ///< before each byte of `bytes`, when not 0: a slow drip
};

/// A well-formed reply with Content-Length.
StubReply stub_reply(
    int status,
    std::string const& body = {},
    std::vector<std::pair<std::string, std::string>> const& headers = {}
);

/// How the server behaves below HTTP.
struct StubOptions {
    std::optional<CertificateFiles> tls;  ///< https
    bool hang_in_handshake = false;       ///< accepts TCP, never answers the ClientHello
    int max_tls_version = 0;              ///< e.g. TLS1_VERSION; 0 for no limit
};

/// Listens on 127.0.0.1, a thread for each connection. Stops, and ends every hanging reply, when
/// destroyed.
class StubServer {
public:
    /// Called for each request, on the connection's thread, one at a time over the whole server.
    using Script = std::function<StubReply(StubRequest const&)>;

    explicit StubServer(Script script, StubOptions options = {});
    ~StubServer();
    StubServer(StubServer const&) = delete;
    StubServer& operator=(StubServer const&) = delete;

    std::uint16_t port() const;
    /// "http://HOST:PORT/path" or https.
    std::string url(std::string const& host, std::string const& path = "/") const;

    /// Requests received so far, in order.
    std::vector<StubRequest> requests() const;
    /// TCP connections accepted so far.
    int connections() const;
    /// TLS handshakes that resumed a session.
    int resumed() const;
    /// Most requests that were in the script at one time, were it not called one at a time: those
    /// received but not yet answered.
    int max_concurrent() const;

    /// Holds every reply back from now on until `n` requests wait, then answers all: a barrier for
    /// tests of concurrency. 0 turns it off.
    void hold_until(int n);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace folkmoot::tests
