// Keys: every form in which they come and go, and every key that is refused.
#include "activitypub/signature/key.hpp"

#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/multibase.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace folkmoot::activitypub {

namespace {

using test::from_hex;

Bytes spki_of(EVP_PKEY* key) {
    Bytes der(static_cast<std::size_t>(i2d_PUBKEY(key, nullptr)));
    auto* out = der.data();
    i2d_PUBKEY(key, &out);
    EVP_PKEY_free(key);
    return der;
}

/// An RSA public key of any size: nobody can sign with it, which is not what is tested.
Bytes rsa_spki(int bits, unsigned long exponent) {
    auto* modulus = BN_new();
    BN_set_bit(modulus, bits - 1);
    BN_set_bit(modulus, 0);
    auto* e = BN_new();
    BN_set_word(e, exponent);
    auto* builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus);
    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e);
    auto* parameters = OSSL_PARAM_BLD_to_param(builder);
    auto* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata_init(context);
    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(e);
    BN_free(modulus);
    return spki_of(key);
}

Bytes ec_spki() {
    return spki_of(EVP_EC_gen("P-256"));
}

Bytes x25519_spki() {
    return spki_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519"));
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out(text);
    for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) {
        out.replace(at, from.size(), to);
    }
    return out;
}

struct PemCase {
    char const* name;
    std::string pem;
};

class TolerantPem : public testing::TestWithParam<PemCase> {};

TEST_P(TolerantPem, GivesTheSameKey) {
    auto const expected = PublicKey::from_pem(test::vector_spki_pem).value();
    auto const key = PublicKey::from_pem(GetParam().pem);
    ASSERT_TRUE(key) << key.error().detail;
    EXPECT_EQ(*key, expected);
    EXPECT_EQ(key->to_pem(), test::vector_spki_pem);
}

INSTANTIATE_TEST_SUITE_P(
    Forms,
    TolerantPem,
    testing::Values(
        PemCase{"spki", std::string(test::vector_spki_pem)},
        PemCase{"pkcs1", std::string(test::vector_pkcs1_pem)},
        PemCase{"crlf", replaced(test::vector_spki_pem, "\n", "\r\n")},
        PemCase{"escaped_newlines", replaced(test::vector_spki_pem, "\n", "\\n")},
        PemCase{"escaped_crlf", replaced(test::vector_pkcs1_pem, "\n", "\\r\\n")},
        PemCase{"no_newlines", replaced(test::vector_spki_pem, "\n", "")},
        PemCase{"spaces_for_newlines", replaced(test::vector_spki_pem, "\n", " ")},
        PemCase{
            "no_final_newline",
            std::string(test::vector_spki_pem.substr(0, test::vector_spki_pem.size() - 1))
        },
        PemCase{"text_around", "key of carol:\n" + std::string(test::vector_spki_pem) + "thanks"}
    ),
    [](auto const& info) { return info.param.name; }
);

struct RefusedCase {
    char const* name;
    ErrorCode code;
    Result<PublicKey> (*make)();
};

class RefusedKey : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedKey, SaysWhyAndLeavesNoOpensslError) {
    auto const key = GetParam().make();
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, GetParam().code) << key.error().detail;
    EXPECT_EQ(ERR_peek_error(), 0u);
}

INSTANTIATE_TEST_SUITE_P(
    F11_F30,
    RefusedKey,
    testing::Values(
        RefusedCase{
            "rsa_512",
            ErrorCode::unsupported,
            [] { return PublicKey::from_der(rsa_spki(512, 65537)); }
        },
        RefusedCase{
            "rsa_1024",
            ErrorCode::unsupported,
            [] { return PublicKey::from_der(rsa_spki(1024, 65537)); }
        },
        RefusedCase{
            "rsa_2047",
            ErrorCode::unsupported,
            [] { return PublicKey::from_der(rsa_spki(2047, 65537)); }
        },
        RefusedCase{
            "rsa_8193",
            ErrorCode::unsupported,
            [] { return PublicKey::from_der(rsa_spki(8193, 65537)); }
        },
        RefusedCase{
            "rsa_16384",
            ErrorCode::unsupported,
            [] { return PublicKey::from_der(rsa_spki(16384, 65537)); }
        },
        RefusedCase{
            "rsa_exponent_1",
            ErrorCode::unsupported,
            [] { return PublicKey::from_der(rsa_spki(2048, 1)); }
        },
        RefusedCase{
            "rsa_exponent_even",
            ErrorCode::unsupported,
            [] { return PublicKey::from_der(rsa_spki(2048, 4)); }
        },
        RefusedCase{
            "rsa_exponent_huge",
            ErrorCode::unsupported,
            [] { return PublicKey::from_der(rsa_spki(2048, (1ul << 40) + 1)); }
        },
        RefusedCase{
            "elliptic_curve", ErrorCode::unsupported, [] { return PublicKey::from_der(ec_spki()); }
        },
        RefusedCase{
            "x25519", ErrorCode::unsupported, [] { return PublicKey::from_der(x25519_spki()); }
        },
        RefusedCase{
            "small_order_zero",
            ErrorCode::unsupported,
            [] { return PublicKey::from_raw_ed25519(Bytes(32, 0)); }
        },
        RefusedCase{
            "small_order_eight",
            ErrorCode::unsupported,
            [] {
                return PublicKey::from_raw_ed25519(
                    from_hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")
                );
            }
        },
        RefusedCase{
            "example_rfc9421_ed25519",
            ErrorCode::unsupported,
            [] {
                return PublicKey::from_raw_ed25519(
                    from_hex("26b40b8f93fff3d897112f7ebc582b232dbd72517d082fe83cfb30ddce43d1bb")
                );
            }
        },
        RefusedCase{
            "example_rfc8032",
            ErrorCode::unsupported,
            [] {
                return PublicKey::from_raw_ed25519(
                    from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
                );
            }
        },
        RefusedCase{
            "example_fep_8b32",
            ErrorCode::unsupported,
            [] {
                return PublicKey::from_multibase("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
                );
            }
        },
        RefusedCase{
            "raw_31_bytes",
            ErrorCode::malformed,
            [] { return PublicKey::from_raw_ed25519(Bytes(31, 9)); }
        },
        RefusedCase{
            "raw_33_bytes",
            ErrorCode::malformed,
            [] { return PublicKey::from_raw_ed25519(Bytes(33, 9)); }
        },
        RefusedCase{
            "der_garbage", ErrorCode::malformed, [] { return PublicKey::from_der(Bytes(64, 0x30)); }
        },
        RefusedCase{"der_empty", ErrorCode::malformed, [] { return PublicKey::from_der({}); }},
        RefusedCase{
            "der_trailing_byte",
            ErrorCode::malformed,
            [] {
                auto der = PublicKey::from_pem(test::vector_spki_pem).value().to_der();
                der.push_back(0);
                return PublicKey::from_der(der);
            }
        },
        RefusedCase{
            "der_huge",
            ErrorCode::too_large,
            [] { return PublicKey::from_der(Bytes(16 * 1024 + 1, 0x30)); }
        },
        RefusedCase{"pem_empty", ErrorCode::malformed, [] { return PublicKey::from_pem(""); }},
        RefusedCase{
            "pem_fake",
            ErrorCode::malformed,
            [] {
                return PublicKey::from_pem(
                    "-----BEGIN PUBLIC KEY-----\nits-a-faaaake\n-----END PUBLIC KEY-----\n"
                );
            }
        },
        RefusedCase{
            "pem_without_end",
            ErrorCode::malformed,
            [] { return PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\nAAAA\n"); }
        },
        RefusedCase{
            "pem_other_end",
            ErrorCode::malformed,
            [] {
                return PublicKey::from_pem(
                    replaced(test::vector_spki_pem, "END PUBLIC KEY", "END RSA PUBLIC KEY")
                );
            }
        },
        RefusedCase{
            "pem_of_a_certificate",
            ErrorCode::malformed,
            [] {
                return PublicKey::from_pem(
                    replaced(test::vector_spki_pem, "PUBLIC KEY", "CERTIFICATE")
                );
            }
        },
        RefusedCase{
            "pem_of_a_private_key",
            ErrorCode::malformed,
            [] {
                return PublicKey::from_pem(
                    replaced(test::vector_spki_pem, "PUBLIC KEY", "PRIVATE KEY")
                );
            }
        },
        RefusedCase{
            "pem_huge",
            ErrorCode::too_large,
            [] { return PublicKey::from_pem(std::string(16 * 1024 + 1, 'A')); }
        },
        RefusedCase{
            "multikey_of_secp256k1",
            ErrorCode::unsupported,
            [] {
                Bytes bytes{0xe7, 0x01};
                bytes.resize(35, 2);
                return PublicKey::from_multibase(encode_multibase(bytes));
            }
        },
        RefusedCase{
            "multikey_of_one_byte",
            ErrorCode::unsupported,
            [] { return PublicKey::from_multibase(encode_multibase(from_hex("ed"))); }
        },
        RefusedCase{
            "multikey_without_key",
            ErrorCode::malformed,
            [] { return PublicKey::from_multibase(encode_multibase(from_hex("ed01"))); }
        }
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(PublicKey, TakesTheSmallestAndTheLargestRsa) {
    EXPECT_EQ(PublicKey::from_der(rsa_spki(2048, 3)).value().bits(), 2048);
    EXPECT_EQ(PublicKey::from_der(rsa_spki(8192, 65537)).value().bits(), 8192);
}

TEST(PublicKey, LargestRsaFitsIntoMultibase) {
    auto const key = PublicKey::from_der(rsa_spki(8192, 65537)).value();
    EXPECT_EQ(PublicKey::from_multibase(key.to_multibase()).value(), key);
}

class EveryKeyType : public testing::TestWithParam<KeyType> {
protected:
    static PrivateKey const& key() {
        return GetParam() == KeyType::rsa ? test::rsa_key() : test::ed25519_key();
    }
};

TEST_P(EveryKeyType, SurvivesEveryForm) {
    auto const& public_key = key().public_key();
    EXPECT_EQ(PublicKey::from_pem(public_key.to_pem()).value(), public_key);
    EXPECT_EQ(PublicKey::from_der(public_key.to_der()).value(), public_key);
    EXPECT_EQ(PublicKey::from_multibase(public_key.to_multibase()).value(), public_key);
    auto const again = PrivateKey::from_pkcs8(key().to_pkcs8().value().view()).value();
    EXPECT_EQ(again.public_key(), public_key);
    EXPECT_EQ(again.type(), GetParam());
}

TEST_P(EveryKeyType, VerifiesWhatItSignsAndNothingElse) {
    auto const algorithm = default_algorithm(GetParam());
    auto generator = test::seeded_generator();
    for (int round = 0; round < 20; ++round) {
        std::string message(generator() % 300, '\0');
        std::ranges::generate(message, [&] { return static_cast<char>(generator()); });
        auto const signature = key().sign(message).value();
        EXPECT_TRUE(key().public_key().verify(algorithm, message, signature));
        auto changed = signature;
        changed[generator() % changed.size()] ^= static_cast<std::uint8_t>(1 + generator() % 255);
        EXPECT_FALSE(key().public_key().verify(algorithm, message, changed));
        EXPECT_FALSE(key().public_key().verify(algorithm, message + "x", signature));
    }
}

TEST_P(EveryKeyType, RefusesSignaturesOfAnyOtherLength) {
    auto const algorithm = default_algorithm(GetParam());
    auto signature = key().sign("text").value();
    signature.push_back(0);
    EXPECT_FALSE(key().public_key().verify(algorithm, "text", signature));
    signature.resize(signature.size() - 2);
    EXPECT_FALSE(key().public_key().verify(algorithm, "text", signature));
    EXPECT_FALSE(key().public_key().verify(algorithm, "text", {}));
    EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST_P(EveryKeyType, VerifiesOnSeveralThreadsAtOnce) {
    auto const signature = key().sign("text").value();
    std::vector<std::jthread> threads;
    std::atomic<int> verified = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&verified, &signature, public_key = key().public_key()] {
            for (int round = 0; round < 50; ++round) {
                verified +=
                    public_key.verify(default_algorithm(public_key.type()), "text", signature)
                        .has_value();
            }
        });
    }
    threads.clear();
    EXPECT_EQ(verified, 200);
}

INSTANTIATE_TEST_SUITE_P(
    Types,
    EveryKeyType,
    testing::Values(KeyType::rsa, KeyType::ed25519),
    [](auto const& info) { return info.param == KeyType::rsa ? "rsa" : "ed25519"; }
);

TEST(PublicKey, DiffersFromOtherKeys) {
    EXPECT_NE(test::rsa_key().public_key(), test::other_rsa_key().public_key());
    EXPECT_NE(test::rsa_key().public_key(), test::ed25519_key().public_key());
}

TEST(PublicKey, NeverVerifiesAnAlgorithmOfAnotherType) {
    auto const signature = test::ed25519_key().sign("text").value();
    auto const verified = test::ed25519_key().public_key().verify(
        SignatureAlgorithm::rsa_v1_5_sha256, "text", signature
    );
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code, ErrorCode::unsupported);
}

TEST(PublicKey, GivesRawBytesOfEd25519Only) {
    auto const raw = test::ed25519_key().public_key().to_raw_ed25519().value();
    EXPECT_EQ(PublicKey::from_raw_ed25519(raw).value(), test::ed25519_key().public_key());
    EXPECT_EQ(test::rsa_key().public_key().to_raw_ed25519().error().code, ErrorCode::wrong_type);
}

TEST(PrivateKey, GeneratesRsa2048) {
    EXPECT_EQ(test::rsa_key().public_key().bits(), 2048);
}

TEST(PrivateKey, RefusesWhatIsNoPkcs8) {
    EXPECT_EQ(PrivateKey::from_pkcs8({}).error().code, ErrorCode::malformed);
    auto const pkcs8 = test::ed25519_key().to_pkcs8().value();
    Bytes der(pkcs8.view().begin(), pkcs8.view().end());
    der.push_back(0);
    EXPECT_EQ(PrivateKey::from_pkcs8(der).error().code, ErrorCode::malformed);
    EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(PrivateKey, F30_RefusesPublishedSeeds) {
    auto const seed = from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    EXPECT_EQ(PrivateKey::from_ed25519_seed(seed).error().code, ErrorCode::unsupported);
}

// RFC 8032 section 7.1, test 2.
TEST(PrivateKey, MakesThePublishedEd25519Signature) {
    auto const key =
        PrivateKey::from_ed25519_seed(
            from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
            ExampleKeys::allow
        )
            .value();
    EXPECT_EQ(
        key.sign("\x72").value(),
        from_hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                 "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    );
}

TEST(PublicKey, ReadsTheMultikeysOfFep521a) {
    constexpr std::string_view rsa =
        "z4MXj1wBzi9jUstyPMS4jQqB6KdJaiatPkAtVtGc6bQEQEEsKTic4G7Rou3iBf9vPmT5dbkm9qsZsuVNjq8HCuW1w2"
        "4"
        "nhBFGkRE4cd2Uf2tfrB3N7h4mnyPp1BF3ZttHTYv3DLUPi1zMdkULiow3M1GfXkoC6DoxDUm1jmN6GBj22SjVsr6dx"
        "ez"
        "RVQc7aj9TxE7JLbMH1wh5X3kA58H3DFW8rnYMakFGbca5CB2Jf6CnGQZmL7o5uJAdTwXfy2iiiyPxXEGerMhHwhjTA"
        "1m"
        "KYobyk2CpeEcmvynADfNZ5MBvcCS7m3XkFCMNUYBS9NQ3fze6vMSUPsNa6GVYmKx2x6JrdEjCk3qRMMmyjnjCMfR4p"
        "Xb"
        "RMZa3i";
    for (auto const text :
         {rsa, std::string_view("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")}) {
        EXPECT_EQ(PublicKey::from_multibase(text, ExampleKeys::allow).value().to_multibase(), text);
        EXPECT_EQ(PublicKey::from_multibase(text).error().code, ErrorCode::unsupported);
    }
}

}  // namespace

}  // namespace folkmoot::activitypub
