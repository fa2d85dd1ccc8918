// Owners for OpenSSL's objects and its error queue. Included by the sources of this folder only.
#pragma once

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace folkmoot::activitypub {

/// Deleter of the free function `Free`.
template <auto Free>
struct OpensslDeleter {
    template <class T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};

using EvpKeyPtr = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY_free>>;
using EvpContextPtr = std::unique_ptr<EVP_MD_CTX, OpensslDeleter<EVP_MD_CTX_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, OpensslDeleter<BN_free>>;
using Pkcs8Ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, OpensslDeleter<PKCS8_PRIV_KEY_INFO_free>>;

/// Drops what OpenSSL reports while this lives: a refused foreign key must not surface as an error
/// of the TLS connection that the same thread serves next.
class QuietErrors {
public:
    QuietErrors() noexcept { ERR_set_mark(); }

    QuietErrors(QuietErrors const&) = delete;
    QuietErrors& operator=(QuietErrors const&) = delete;

    ~QuietErrors() { ERR_pop_to_mark(); }
};

}  // namespace folkmoot::activitypub
