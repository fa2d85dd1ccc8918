#include "federation/client/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <list>
#include <mutex>
#include <new>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace folkmoot::federation {

namespace {

struct SessionDeleter {
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};

using SessionPtr = std::unique_ptr<SSL_SESSION, SessionDeleter>;

/// Sessions to resume, by "host:port", bounded. Shared by the handles, whose tickets arrive on any
/// thread.
class SessionCache {
public:
    explicit SessionCache(std::size_t limit) : limit_(limit) {}

    void store(std::string const& key, SessionPtr session) {
        std::lock_guard const lock(mutex_);
        erase(key);
        entries_.push_back({key, std::move(session)});
        index_[key] = std::prev(entries_.end());
        if (entries_.size() > limit_) {
            erase(std::string(entries_.front().key));
        }
    }

    /// The session to offer. One of TLS 1.3 is given once only (RFC 8446 appendix C.4).
    SessionPtr take(std::string const& key) {
        std::lock_guard const lock(mutex_);
        auto const found = index_.find(key);
        if (found == index_.end()) {
            return nullptr;
        }
        SSL_SESSION* const session = found->second->session.get();
        SSL_SESSION_up_ref(session);
        SessionPtr taken(session);
        if (SSL_SESSION_get_protocol_version(session) >= TLS1_3_VERSION) {
            erase(key);
        }
        return taken;
    }

    std::size_t size() const {
        std::lock_guard const lock(mutex_);
        return entries_.size();
    }

private:
    struct Entry {
        std::string key;
        SessionPtr session;
    };

    void erase(std::string const& key) {
        if (auto const found = index_.find(key); found != index_.end()) {
            entries_.erase(found->second);
            index_.erase(found);
        }
    }

    std::size_t const limit_;
    mutable std::mutex mutex_;
    std::list<Entry> entries_;
    std::unordered_map<std::string, std::list<Entry>::iterator> index_;
};

/// What a client handle carries to the call that brings its new session.
struct HandleData {
    std::shared_ptr<SessionCache> cache;
    std::string key;
};

void free_handle_data(void*, void* data, CRYPTO_EX_DATA*, int, long, void*) {
    delete static_cast<HandleData*>(data);
}

int handle_data_index() {
    static int const index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, free_handle_data);
    return index;
}

/// OpenSSL hands over one reference; 1 keeps it, 0 gives it back.
int keep_session(SSL* handle, SSL_SESSION* session) {
    auto const* const data =
        static_cast<HandleData const*>(SSL_get_ex_data(handle, handle_data_index()));
    if (data == nullptr || SSL_SESSION_is_resumable(session) == 0) {
        return 0;
    }
    data->cache->store(data->key, SessionPtr(session));
    return 1;
}

constexpr auto alpn_http11 =
    std::to_array<unsigned char>({8, 'h', 't', 't', 'p', '/', '1', '.', '1'});

int select_http11(SSL*, unsigned char const** chosen, unsigned char* chosen_size, unsigned char const* offered, unsigned int offered_size, void*) {
    unsigned char* selected = nullptr;
    if (SSL_select_next_proto(
            &selected, chosen_size, alpn_http11.data(), alpn_http11.size(), offered, offered_size
        ) != OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *chosen = selected;
    return SSL_TLSEXT_ERR_OK;
}

std::shared_ptr<SSL_CTX> make_context(SSL_METHOD const* method) {
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(method), SSL_CTX_free);
    if (!context) {
        throw std::bad_alloc();
    }
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(
        context.get(),
        SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
            SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
    );
    return context;
}

std::unexpected<Error> unreadable(std::string const& what) {
    char const* const reason = ERR_reason_error_string(ERR_peek_last_error());
    return std::unexpected(Error{
        ErrorCode::invalid_input, what + ": " + (reason != nullptr ? reason : "cannot be read")
    });
}

}  // namespace

struct TlsClientContext::State {
    std::shared_ptr<SSL_CTX> context;
    std::shared_ptr<SessionCache> sessions;
};

Result<TlsClientContext> TlsClientContext::create(TlsClientOptions const& options) {
    auto context = make_context(TLS_client_method());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_default_verify_paths(context.get());
    ERR_clear_error();
    if (!options.extra_ca_file.empty() &&
        SSL_CTX_load_verify_file(context.get(), options.extra_ca_file.c_str()) != 1) {
        return unreadable(options.extra_ca_file);
    }
    SSL_CTX_set_alpn_protos(context.get(), alpn_http11.data(), alpn_http11.size());
    SSL_CTX_set_session_cache_mode(
        context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE
    );
    SSL_CTX_sess_set_new_cb(context.get(), keep_session);
    auto sessions = std::make_shared<SessionCache>(options.session_limit);
    return TlsClientContext(std::make_shared<State>(State{std::move(context), std::move(sessions)})
    );
}

TlsClientContext::TlsClientContext(std::shared_ptr<State> state) : state_(std::move(state)) {}

TlsClientContext::TlsClientContext(TlsClientContext&&) noexcept = default;
TlsClientContext& TlsClientContext::operator=(TlsClientContext&&) noexcept = default;
TlsClientContext::~TlsClientContext() = default;

SSL* TlsClientContext::new_handle(std::string const& host, unsigned short port) const {
    std::unique_ptr<SSL, decltype(&SSL_free)> handle(SSL_new(state_->context.get()), SSL_free);
    if (!handle) {
        throw std::bad_alloc();
    }
    SSL_set_connect_state(handle.get());
    X509_VERIFY_PARAM* const verify = SSL_get0_param(handle.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(verify, host.c_str()) != 1) {
        SSL_set_hostflags(handle.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        if (SSL_set1_host(handle.get(), host.c_str()) != 1 ||
            SSL_set_tlsext_host_name(handle.get(), host.c_str()) != 1) {
            throw std::bad_alloc();
        }
    }
    auto data = std::make_unique<HandleData>(state_->sessions, host + ':' + std::to_string(port));
    if (auto const session = state_->sessions->take(data->key)) {
        SSL_set_session(handle.get(), session.get());
    }
    if (SSL_set_ex_data(handle.get(), handle_data_index(), data.get()) == 1) {
        data.release();
    }
    return handle.release();
}

std::size_t TlsClientContext::session_count() const {
    return state_->sessions->size();
}

Result<TlsServerContext> TlsServerContext::create(
    std::string const& chain_file, std::string const& key_file
) {
    auto context = make_context(TLS_server_method());
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context.get(), chain_file.c_str()) != 1) {
        return unreadable(chain_file);
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        return unreadable(key_file);
    }
    SSL_CTX_set_alpn_select_cb(context.get(), select_http11, nullptr);
    constexpr std::string_view session_context = "folkmoot";
    SSL_CTX_set_session_id_context(
        context.get(),
        reinterpret_cast<unsigned char const*>(session_context.data()),
        static_cast<unsigned int>(session_context.size())
    );
    return TlsServerContext(std::move(context));
}

TlsServerContext::TlsServerContext(std::shared_ptr<SSL_CTX> context)
    : context_(std::move(context)) {}

SSL* TlsServerContext::new_handle() const {
    SSL* const handle = SSL_new(context_.get());
    if (handle == nullptr) {
        throw std::bad_alloc();
    }
    SSL_set_accept_state(handle);
    return handle;
}

}  // namespace folkmoot::federation
