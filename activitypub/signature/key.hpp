// Keys that sign and verify: RSA and Ed25519, parsed once and held as cheap copyable handles to an
// immutable OpenSSL key (parsing a key costs many times what verifying with it does). Handles may
// be used by several threads at once. RSA has 2048 to 8192 bits, so that neither weak nor
// CPU-devouring keys get in (threats F11, D09).
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/bytes.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

struct evp_pkey_st;

namespace folkmoot::activitypub {

enum class KeyType { rsa, ed25519 };

/// How a signature is made. The key's type decides which of them are possible; a request never does
/// (threat F11).
enum class SignatureAlgorithm {
    rsa_v1_5_sha256,  ///< RSASSA-PKCS1-v1_5, SHA-256 (RFC 8017 section 8.2): "rsa-sha256"
    rsa_pss_sha512,   ///< RSASSA-PSS, SHA-512 (RFC 9421 section 3.3.1): verified, never made by us
    ed25519,          ///< pure Ed25519 (RFC 8032)
};

/// The name in RFC 9421's registry, e.g. "rsa-v1_5-sha256". Lives for ever.
std::string_view to_string(SignatureAlgorithm algorithm) noexcept;

/// What a key of this type signs with when nothing else is agreed.
SignatureAlgorithm default_algorithm(KeyType type) noexcept;

/// Whether keys whose private half is printed in a specification are taken (threat F30). Only tests
/// that reproduce those specifications' vectors have a reason to say `allow`.
enum class ExampleKeys { refuse, allow };

/// A public key. Equality is equality of key material.
///
/// Every maker returns Error{malformed} for what is not a key at all, {too_large} for input above
/// 16 KiB, and {unsupported} for a type or size that is not taken (RSA below 2048 or above 8192
/// bits, or with an exponent that is even, 1 or above 32 bits; EC, DSA, X25519), for an Ed25519
/// point of small order (it would verify forgeries) and for a known example key.
class PublicKey {
public:
    /// Reads PEM: SubjectPublicKeyInfo ("BEGIN PUBLIC KEY") or PKCS#1 ("BEGIN RSA PUBLIC KEY").
    /// CRLF, lines of any length, a missing final newline, text around the block and newlines
    /// written as the two characters `\n` are tolerated, as fediverse servers publish them.
    static Result<PublicKey> from_pem(
        std::string_view pem, ExampleKeys examples = ExampleKeys::refuse
    );

    /// Reads SubjectPublicKeyInfo in DER (RFC 5280 section 4.1), the form that is stored. No
    /// trailing bytes.
    static Result<PublicKey> from_der(ByteView spki, ExampleKeys examples = ExampleKeys::refuse);

    /// Reads the 32 bytes of an Ed25519 key (RFC 8032 section 5.1.5).
    static Result<PublicKey> from_raw_ed25519(
        ByteView raw, ExampleKeys examples = ExampleKeys::refuse
    );

    /// Reads a Multikey's `publicKeyMultibase`, Ed25519 or RSA (FEP-521a).
    static Result<PublicKey> from_multibase(
        std::string_view text, ExampleKeys examples = ExampleKeys::refuse
    );

    KeyType type() const noexcept { return type_; }

    /// Size in bits: 2048 to 8192 for RSA, 256 for Ed25519.
    int bits() const noexcept;

    /// PEM, SubjectPublicKeyInfo, LF lines of 64 characters, final newline: what actor documents
    /// publish.
    std::string to_pem() const;

    /// DER, SubjectPublicKeyInfo: what is stored; from_der() reads it back.
    Bytes to_der() const;

    /// The 32 bytes of an Ed25519 key.
    /// @return Error{wrong_type} for RSA
    Result<Bytes> to_raw_ed25519() const;

    /// Multikey form: "z6Mk…" for Ed25519, "z4MX…" for RSA (FEP-521a).
    std::string to_multibase() const;

    /// Checks `signature` over `message`. Costs about 25 µs for RSA-2048, 120 µs for Ed25519.
    /// @return Error{unsupported} when this key's type cannot make `algorithm`, {signature_invalid}
    ///         on a mismatch, {internal} when OpenSSL fails
    Result<void> verify(SignatureAlgorithm algorithm, std::string_view message, ByteView signature)
        const;

    friend bool operator==(PublicKey const& left, PublicKey const& right) noexcept;

private:
    friend class PrivateKey;

    PublicKey(std::shared_ptr<evp_pkey_st> handle, KeyType type) noexcept
        : handle_(std::move(handle)), type_(type) {}

    static Result<PublicKey> from_pkcs1(ByteView der, ExampleKeys examples);
    /// Checks type and size of a parsed key and takes it over.
    static Result<PublicKey> adopt(std::shared_ptr<evp_pkey_st> handle, ExampleKeys examples);

    std::shared_ptr<evp_pkey_st> handle_;
    KeyType type_;
};

/// A private key. OpenSSL wipes the key material when the last handle goes. It has no text form and
/// no stream operator, so that it cannot be logged by mistake.
class PrivateKey {
public:
    /// Makes an RSA-2048 key: 0.2 to 0.5 s of CPU, therefore never within a request.
    /// @return Error{internal} when the random source fails
    static Result<PrivateKey> generate_rsa();

    /// Makes an Ed25519 key (tens of µs).
    /// @return Error{internal} when the random source fails
    static Result<PrivateKey> generate_ed25519();

    /// Reads PKCS#8 in DER (RFC 5958, unencrypted), the form that is stored. Types and sizes as
    /// PublicKey.
    /// @return Error{malformed}, {unsupported}, {too_large} as PublicKey's makers
    static Result<PrivateKey> from_pkcs8(ByteView der, ExampleKeys examples = ExampleKeys::refuse);

    /// Makes the Ed25519 key of a 32-byte seed (RFC 8032 section 5.1.5).
    /// @return Error{malformed} for another length, {unsupported} for a known example key
    static Result<PrivateKey> from_ed25519_seed(
        ByteView seed, ExampleKeys examples = ExampleKeys::refuse
    );

    KeyType type() const noexcept { return public_key_.type(); }

    /// The public half; shares the parsed key.
    PublicKey const& public_key() const noexcept { return public_key_; }

    /// PKCS#8 in DER, unencrypted; from_pkcs8() reads it back.
    /// @return Error{internal} when OpenSSL fails
    Result<Secret> to_pkcs8() const;

    /// Signs `message` with the default algorithm of the key's type: rsa-v1_5-sha256 or ed25519.
    /// RSA-2048 costs about 0.4 ms, Ed25519 45 µs.
    /// @return Error{internal} when OpenSSL fails
    Result<Bytes> sign(std::string_view message) const;

private:
    explicit PrivateKey(PublicKey key) noexcept : public_key_(std::move(key)) {}

    static Result<PrivateKey> adopt(std::shared_ptr<evp_pkey_st> handle, ExampleKeys examples);

    PublicKey public_key_;  ///< its handle holds the private half, which only this class uses
};

/// A key to sign with and the id under which its public half is found, e.g.
/// "https://folk.example/users/ana#main-key".
struct SigningKey {
    std::string key_id;
    PrivateKey key;
};

}  // namespace folkmoot::activitypub
