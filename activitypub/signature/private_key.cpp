#include "activitypub/signature/evp.hpp"
#include "activitypub/signature/key.hpp"

#include <openssl/crypto.h>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t max_der_length = 16 * 1024;
constexpr int generated_rsa_bits = 2048;

std::unexpected<Error> refusal(ErrorCode code, std::string_view what) {
    return std::unexpected(Error{code, "private key: " + std::string(what)});
}

}  // namespace

Result<PrivateKey> PrivateKey::adopt(std::shared_ptr<evp_pkey_st> handle, ExampleKeys examples) {
    auto key = PublicKey::adopt(std::move(handle), examples);
    if (!key) {
        return std::unexpected(std::move(key).error());
    }
    return PrivateKey(std::move(*key));
}

Result<PrivateKey> PrivateKey::generate_rsa() {
    QuietErrors const quiet;
    EvpKeyPtr key(EVP_RSA_gen(generated_rsa_bits));
    if (!key) {
        return refusal(ErrorCode::internal, "OpenSSL makes no RSA key");
    }
    return adopt(std::move(key), ExampleKeys::refuse);
}

Result<PrivateKey> PrivateKey::generate_ed25519() {
    QuietErrors const quiet;
    EvpKeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    if (!key) {
        return refusal(ErrorCode::internal, "OpenSSL makes no Ed25519 key");
    }
    return adopt(std::move(key), ExampleKeys::refuse);
}

Result<PrivateKey> PrivateKey::from_pkcs8(ByteView der, ExampleKeys examples) {
    if (der.size() > max_der_length) {
        return refusal(ErrorCode::too_large, "more than 16 KiB");
    }
    QuietErrors const quiet;
    auto const* position = der.data();
    Pkcs8Ptr const info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &position, static_cast<long>(der.size())));
    if (!info || position != der.data() + der.size()) {
        return refusal(ErrorCode::malformed, "not PKCS#8");
    }
    EvpKeyPtr key(EVP_PKCS82PKEY(info.get()));
    if (!key) {
        return refusal(ErrorCode::malformed, "not a key within PKCS#8");
    }
    return adopt(std::move(key), examples);
}

Result<PrivateKey> PrivateKey::from_ed25519_seed(ByteView seed, ExampleKeys examples) {
    QuietErrors const quiet;
    EvpKeyPtr key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size())
    );
    if (!key) {
        return refusal(ErrorCode::malformed, "not a seed of 32 bytes");
    }
    return adopt(std::move(key), examples);
}

Result<Secret> PrivateKey::to_pkcs8() const {
    QuietErrors const quiet;
    Pkcs8Ptr const info(EVP_PKEY2PKCS8(public_key_.handle_.get()));
    auto const length = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
    if (length <= 0) {
        return refusal(ErrorCode::internal, "OpenSSL writes no PKCS#8");
    }
    Bytes der(static_cast<std::size_t>(length));
    auto* out = der.data();
    i2d_PKCS8_PRIV_KEY_INFO(info.get(), &out);
    return Secret(std::move(der));
}

Result<Bytes> PrivateKey::sign(std::string_view message) const {
    QuietErrors const quiet;
    EvpContextPtr const context(EVP_MD_CTX_new());
    auto const* hash = type() == KeyType::rsa ? EVP_sha256() : nullptr;
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, hash, nullptr, public_key_.handle_.get()) != 1) {
        return refusal(ErrorCode::internal, "OpenSSL cannot start to sign");
    }
    auto const text = bytes_of(message);
    std::size_t length = 0;
    if (EVP_DigestSign(context.get(), nullptr, &length, text.data(), text.size()) != 1) {
        return refusal(ErrorCode::internal, "OpenSSL does not sign");
    }
    Bytes signature(length);
    if (EVP_DigestSign(context.get(), signature.data(), &length, text.data(), text.size()) != 1) {
        return refusal(ErrorCode::internal, "OpenSSL does not sign");
    }
    signature.resize(length);
    return signature;
}

}  // namespace folkmoot::activitypub
