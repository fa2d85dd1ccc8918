// The one door out (threats rule 4, S01-S07): every request that the node sends to another machine,
// other than mail, goes through HttpClient::fetch. It resolves, checks, connects to the checked
// address, follows few redirects with every hop through the same guard, bounds time, bytes and
// concurrency, and keeps connections for reuse.
#pragma once

#include "federation/client/address_policy.hpp"
#include "federation/client/client_metrics.hpp"
#include "federation/client/dns.hpp"
#include "federation/client/http_message.hpp"
#include "federation/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace folkmoot::federation {

/// What one hop of a request will say, for the signer.
struct SigningInput {
    Method method;
    std::string url;     ///< canonical absolute URL of this hop (RFC 9421 @target-uri)
    std::string target;  ///< path and query as sent (RFC 9110 request target)
    std::string host;    ///< value of the Host header as sent, with a non-default port
    HeaderList headers;  ///< the caller's headers as they will be sent
};

/// Makes the headers that sign one hop (`Date`, `Digest`, `Signature` ...). Called anew for every
/// hop, for the final host and target; an error ends the fetch. May suspend, e.g. to sign on a
/// pool.
using RequestSigner = std::function<boost::asio::awaitable<Result<HeaderList>>(SigningInput)>;

/// Whether this node talks to a host (lower case, without port); asked for every hop (threats F21).
/// Thread-safe.
using HostFilter = std::function<bool(std::string const& host)>;

/// Caps of one fetch (threats S06).
struct FetchLimits {
    std::chrono::milliseconds slot{20'000
    };  ///< waiting for a free slot of the host and of the node
    std::chrono::milliseconds connect{5'000};  ///< TCP, over all addresses of the host
    std::chrono::milliseconds tls{5'000};      ///< TLS handshake
    std::chrono::milliseconds first_byte{10'000
    };  ///< from the sent request to the complete response header
    std::chrono::milliseconds total{20'000
    };  ///< one whole fetch with its redirects, without `slot`
    std::size_t min_rate = 1'024;                     ///< bytes a second of body ...
    std::chrono::milliseconds min_rate_after{5'000};  ///< ... once this has passed
    std::size_t body = 1'048'576;                     ///< body bytes, after decompression
    std::size_t headers = 65'536;                     ///< response header bytes
    unsigned redirects = 3;                           ///< hops after the first request
};

/// How one fetch is done.
struct FetchOptions {
    FetchLimits limits;
    HostFilter host_filter;            ///< empty: every host that the guard allows
    RequestSigner signer;              ///< empty: unsigned
    bool gzip = false;                 ///< ask for gzip and decode it within the ratio guard (S07)
    std::size_t host_concurrency = 2;  ///< requests at a time to this host; delivery may use 4
};

/// Settings of a client, fixed for its life.
struct HttpClientConfig {
    std::string user_agent;  ///< "folkmoot/VERSION (+https://domain)", see user_agent()
    AddressPolicy addresses;
    std::string extra_ca_file;     ///< PEM, trusted beside the system's authorities; empty for none
    std::size_t concurrency = 64;  ///< requests in flight over all hosts, slow ones aside
    std::size_t waiting =
        4'096;  ///< fetches waiting for a slot; further ones are Error{unavailable}
    std::size_t idle_connections = 1'000;  ///< kept connections, over all hosts
    std::chrono::seconds idle_time{60};    ///< how long one is kept
};

/// The User-Agent of this program for a node of this domain.
std::string user_agent(std::string_view version, std::string_view domain);

/// The outbound HTTP client. Thread-safe: fetches may be awaited from any strand and resume there.
class HttpClient {
public:
    /// @param executor of the I/O threads (not a strand); the client makes its own strands on it
    /// @param resolver must outlive the client's last fetch
    /// @return Error{invalid_input} when the CA file cannot be read
    static Result<std::shared_ptr<HttpClient>> create(
        boost::asio::any_io_executor executor, HttpClientConfig config, Resolver& resolver
    );

    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;
    ~HttpClient();

    /// Sends `request` and reads the whole response. A response of any status is a value; see
    /// status_error(). GET and HEAD follow 301, 302, 303, 307 and 308 within the guard; a POST
    /// never does, its 3xx is the response. Headers that carry credentials are dropped when a
    /// redirect changes the origin. A kept connection that the peer had closed is replaced once,
    /// when no byte of a response had come; a POST to an inbox may so arrive twice, which receivers
    /// know by the activity's id. Cancellation (terminal) of the awaiting coroutine ends the
    /// exchange and closes its connection.
    /// @return Error: forbidden (host filter), refused_address (guard, also for a forbidden
    /// redirect), unreachable (DNS, TCP, TLS, time-outs),
    ///         remote_invalid (malformed, too large, bad compression, redirect loop), unavailable
    ///         (queue full, stopping), invalid_input (bad URL), or the signer's own
    boost::asio::awaitable<Result<HttpResponse>> fetch(HttpRequest request, FetchOptions options);

    /// Refuses new fetches and waits for running ones, at most `grace`; then closes what is left,
    /// and every kept connection. Fetches cut off so return Error{unavailable}. To be awaited
    /// before the executor's context ends.
    boost::asio::awaitable<void> shutdown(std::chrono::steady_clock::duration grace);

    /// Counters since creation, and gauges of now. Callable from any thread.
    ClientMetrics metrics() const;

private:
    class Impl;
    explicit HttpClient(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace folkmoot::federation
