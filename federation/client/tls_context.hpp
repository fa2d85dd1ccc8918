// TLS settings and session cache for both sides of a connection. OpenSSL stays behind pimpl.
#pragma once

#include "federation/error.hpp"

#include <cstddef>
#include <memory>
#include <string>

struct ssl_ctx_st;
struct ssl_st;

namespace folkmoot::federation {

/// Settings of the connecting side.
struct TlsClientOptions {
    /// PEM file with further certificate authorities beside the system's; empty for none. For tests
    /// and for nodes inside a private network.
    std::string extra_ca_file;
    /// Sessions kept for resumption, over all hosts; the least recently stored goes first.
    std::size_t session_limit = 1'000;
};

/// The connecting side: certificates and names are always verified, TLS 1.2 at least, sessions are
/// resumed. May be used from several threads. Must outlive the connections made with it (they share
/// ownership of what they use).
class TlsClientContext {
public:
    /// @return Error{invalid_input} when the CA file cannot be read
    static Result<TlsClientContext> create(TlsClientOptions const& options);

    TlsClientContext(TlsClientContext&&) noexcept;
    TlsClientContext& operator=(TlsClientContext&&) noexcept;
    ~TlsClientContext();

    /// A new client handle that will verify `host` (a DNS name, or an IP address without brackets)
    /// and offers the session remembered for `host` and `port`. The caller owns it (SSL_free).
    ssl_st* new_handle(std::string const& host, unsigned short port) const;

    /// Number of sessions kept now.
    std::size_t session_count() const;

    struct State;

private:
    explicit TlsClientContext(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

/// The accepting side: one certificate chain and key, TLS 1.2 at least, ALPN `http/1.1`. Copies
/// share the settings; to renew a certificate make a new context and use it for later connections.
class TlsServerContext {
public:
    /// Reads PEM files. @return Error{invalid_input} when they cannot be read or do not belong
    /// together
    static Result<TlsServerContext> create(
        std::string const& chain_file, std::string const& key_file
    );

    /// A new server handle. The caller owns it (SSL_free).
    ssl_st* new_handle() const;

private:
    explicit TlsServerContext(std::shared_ptr<ssl_ctx_st> context);
    std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace folkmoot::federation
