#include "activitypub/signature/key.hpp"

#include "activitypub/signature/evp.hpp"
#include "activitypub/signature/multibase.hpp"
#include "activitypub/signature/pem.hpp"
#include "activitypub/signature/refused_keys.hpp"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <optional>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t max_der_length = 16 * 1024;
constexpr std::size_t ed25519_key_length = 32;
constexpr int min_rsa_bits = 2048;
constexpr int max_rsa_bits = 8192;
constexpr int max_exponent_bits = 32;

std::unexpected<Error> refusal(ErrorCode code, std::string_view what) {
    return std::unexpected(Error{code, "key: " + std::string(what)});
}

/// The number named `parameter` of an RSA key, null when it has none.
BignumPtr rsa_number(EVP_PKEY const* key, char const* parameter) {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key, parameter, &number);
    return BignumPtr(number);
}

/// Checks size and form of an RSA key.
/// @return its modulus, big-endian
Result<Bytes> check_rsa(EVP_PKEY const* key) {
    auto const bits = EVP_PKEY_get_bits(key);
    if (bits < min_rsa_bits || bits > max_rsa_bits) {
        return refusal(ErrorCode::unsupported, "RSA of " + std::to_string(bits) + " bits");
    }
    auto const modulus = rsa_number(key, OSSL_PKEY_PARAM_RSA_N);
    auto const exponent = rsa_number(key, OSSL_PKEY_PARAM_RSA_E);
    if (!modulus || !exponent || !BN_is_odd(modulus.get()) || !BN_is_odd(exponent.get()) ||
        BN_is_one(exponent.get()) || BN_num_bits(exponent.get()) > max_exponent_bits) {
        return refusal(ErrorCode::unsupported, "RSA with an unusable modulus or exponent");
    }
    Bytes material(static_cast<std::size_t>(BN_num_bytes(modulus.get())));
    BN_bn2bin(modulus.get(), material.data());
    return material;
}

Result<Bytes> raw_ed25519(EVP_PKEY const* key) {
    Bytes raw(ed25519_key_length);
    auto length = raw.size();
    if (EVP_PKEY_get_raw_public_key(key, raw.data(), &length) != 1 || length != raw.size()) {
        return refusal(ErrorCode::internal, "OpenSSL gives no raw Ed25519 key");
    }
    return raw;
}

/// Checks that an Ed25519 key binds its signatures.
/// @return its 32 bytes
Result<Bytes> check_ed25519(EVP_PKEY const* key) {
    auto raw = raw_ed25519(key);
    if (raw && is_small_order_point(*raw)) {
        return refusal(ErrorCode::unsupported, "Ed25519 point of small order");
    }
    return raw;
}

/// DER by one of OpenSSL's i2d functions; empty when OpenSSL fails.
template <class Key>
Bytes encode_der(int (*encode)(Key*, unsigned char**), EVP_PKEY* key) {
    auto const length = encode(key, nullptr);
    if (length <= 0) {
        return {};
    }
    Bytes der(static_cast<std::size_t>(length));
    auto* out = der.data();
    encode(key, &out);
    return der;
}

bool configure_pss(EVP_PKEY_CTX* context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

KeyType key_type_of(SignatureAlgorithm algorithm) noexcept {
    return algorithm == SignatureAlgorithm::ed25519 ? KeyType::ed25519 : KeyType::rsa;
}

EVP_MD const* hash_of(SignatureAlgorithm algorithm) noexcept {
    switch (algorithm) {
        case SignatureAlgorithm::rsa_v1_5_sha256:
            return EVP_sha256();
        case SignatureAlgorithm::rsa_pss_sha512:
            return EVP_sha512();
        case SignatureAlgorithm::ed25519:
            return nullptr;
    }
    return nullptr;
}

}  // namespace

std::string_view to_string(SignatureAlgorithm algorithm) noexcept {
    switch (algorithm) {
        case SignatureAlgorithm::rsa_v1_5_sha256:
            return "rsa-v1_5-sha256";
        case SignatureAlgorithm::rsa_pss_sha512:
            return "rsa-pss-sha512";
        case SignatureAlgorithm::ed25519:
            return "ed25519";
    }
    return "";
}

SignatureAlgorithm default_algorithm(KeyType type) noexcept {
    return type == KeyType::ed25519 ? SignatureAlgorithm::ed25519
                                    : SignatureAlgorithm::rsa_v1_5_sha256;
}

Result<PublicKey> PublicKey::adopt(std::shared_ptr<evp_pkey_st> handle, ExampleKeys examples) {
    auto const id = EVP_PKEY_get_base_id(handle.get());
    if (id != EVP_PKEY_RSA && id != EVP_PKEY_ED25519) {
        return refusal(ErrorCode::unsupported, "neither RSA nor Ed25519");
    }
    auto const type = id == EVP_PKEY_RSA ? KeyType::rsa : KeyType::ed25519;
    auto const material =
        type == KeyType::rsa ? check_rsa(handle.get()) : check_ed25519(handle.get());
    if (!material) {
        return std::unexpected(material.error());
    }
    if (examples == ExampleKeys::refuse && is_example_key(*material)) {
        return refusal(ErrorCode::unsupported, "example key of a specification");
    }
    return PublicKey(std::move(handle), type);
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem, ExampleKeys examples) {
    auto const block = read_pem(pem);
    if (!block) {
        return std::unexpected(block.error());
    }
    if (block->label == "PUBLIC KEY") {
        return from_der(block->der, examples);
    }
    if (block->label == "RSA PUBLIC KEY") {
        return from_pkcs1(block->der, examples);
    }
    return refusal(ErrorCode::malformed, "PEM block is no public key");
}

Result<PublicKey> PublicKey::from_der(ByteView spki, ExampleKeys examples) {
    if (spki.size() > max_der_length) {
        return refusal(ErrorCode::too_large, "more than 16 KiB");
    }
    QuietErrors const quiet;
    auto const* position = spki.data();
    EvpKeyPtr key(d2i_PUBKEY(nullptr, &position, static_cast<long>(spki.size())));
    if (!key || position != spki.data() + spki.size()) {
        return refusal(ErrorCode::malformed, "not a SubjectPublicKeyInfo");
    }
    return adopt(std::move(key), examples);
}

Result<PublicKey> PublicKey::from_pkcs1(ByteView der, ExampleKeys examples) {
    if (der.size() > max_der_length) {
        return refusal(ErrorCode::too_large, "more than 16 KiB");
    }
    QuietErrors const quiet;
    auto const* position = der.data();
    EvpKeyPtr key(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &position, static_cast<long>(der.size())));
    if (!key || position != der.data() + der.size()) {
        return refusal(ErrorCode::malformed, "not a PKCS#1 public key");
    }
    return adopt(std::move(key), examples);
}

Result<PublicKey> PublicKey::from_raw_ed25519(ByteView raw, ExampleKeys examples) {
    QuietErrors const quiet;
    EvpKeyPtr key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw.data(), raw.size()));
    if (!key) {
        return refusal(ErrorCode::malformed, "not 32 bytes of Ed25519");
    }
    return adopt(std::move(key), examples);
}

Result<PublicKey> PublicKey::from_multibase(std::string_view text, ExampleKeys examples) {
    auto const bytes = decode_multibase(text);
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    auto const content = ByteView(*bytes).subspan(std::min<std::size_t>(2, bytes->size()));
    if (std::ranges::equal(
            ByteView(*bytes).first(bytes->size() - content.size()), multikey_ed25519_prefix
        )) {
        return from_raw_ed25519(content, examples);
    }
    if (std::ranges::equal(
            ByteView(*bytes).first(bytes->size() - content.size()), multikey_rsa_prefix
        )) {
        return from_pkcs1(content, examples);
    }
    return refusal(ErrorCode::unsupported, "Multikey of another type");
}

int PublicKey::bits() const noexcept {
    return type_ == KeyType::rsa ? EVP_PKEY_get_bits(handle_.get()) : 256;
}

std::string PublicKey::to_pem() const {
    return write_pem("PUBLIC KEY", to_der());
}

Bytes PublicKey::to_der() const {
    return encode_der(i2d_PUBKEY, handle_.get());
}

Result<Bytes> PublicKey::to_raw_ed25519() const {
    if (type_ != KeyType::ed25519) {
        return refusal(ErrorCode::wrong_type, "RSA has no raw form");
    }
    return raw_ed25519(handle_.get());
}

std::string PublicKey::to_multibase() const {
    Bytes bytes;
    if (type_ == KeyType::ed25519) {
        bytes.assign(multikey_ed25519_prefix.begin(), multikey_ed25519_prefix.end());
        std::ranges::copy(raw_ed25519(handle_.get()).value_or(Bytes{}), std::back_inserter(bytes));
    } else {
        bytes.assign(multikey_rsa_prefix.begin(), multikey_rsa_prefix.end());
        std::ranges::copy(encode_der(i2d_PublicKey, handle_.get()), std::back_inserter(bytes));
    }
    return encode_multibase(bytes);
}

Result<void> PublicKey::verify(
    SignatureAlgorithm algorithm, std::string_view message, ByteView signature
) const {
    if (key_type_of(algorithm) != type_) {
        return refusal(ErrorCode::unsupported, "cannot make this algorithm's signatures");
    }
    QuietErrors const quiet;
    EvpContextPtr const context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* parameters = nullptr;
    if (!context || EVP_DigestVerifyInit(
                        context.get(), &parameters, hash_of(algorithm), nullptr, handle_.get()
                    ) != 1) {
        return refusal(ErrorCode::internal, "OpenSSL cannot start to verify");
    }
    if (algorithm == SignatureAlgorithm::rsa_pss_sha512 && !configure_pss(parameters)) {
        return refusal(ErrorCode::internal, "OpenSSL cannot verify RSA-PSS");
    }
    auto const text = bytes_of(message);
    if (EVP_DigestVerify(
            context.get(), signature.data(), signature.size(), text.data(), text.size()
        ) != 1) {
        return refusal(ErrorCode::signature_invalid, "signature does not verify");
    }
    return {};
}

bool operator==(PublicKey const& left, PublicKey const& right) noexcept {
    QuietErrors const quiet;
    return left.type_ == right.type_ && (left.handle_ == right.handle_ ||
                                         EVP_PKEY_eq(left.handle_.get(), right.handle_.get()) == 1);
}

}  // namespace folkmoot::activitypub
