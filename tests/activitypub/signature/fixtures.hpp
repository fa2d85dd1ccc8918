// What the tests of signatures share: keys, a policy, a clock, requests, and vectors that an
// independent implementation (Python's cryptography, RFCs, FEPs) has made.
#pragma once

#include "activitypub/signature/cavage.hpp"
#include "activitypub/signature/http_message.hpp"
#include "activitypub/signature/key.hpp"
#include "activitypub/signature/signature_policy.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub::test {

/// 2026-01-02T03:05:00Z, the clock of the hostile corpus.
inline constexpr Timestamp test_now{std::chrono::seconds{1767323100}};

/// test_now as the Date header writes it.
inline constexpr std::string_view test_date = "Fri, 02 Jan 2026 03:05:00 GMT";

inline constexpr std::string_view key_id = "https://good.test/users/carol#main-key";

/// A body with bytes outside of ASCII, so that a re-encoded one would be noticed.
inline constexpr std::string_view test_body =
    "{\"type\":\"Create\",\"name\":\"gr\xc3\xbc\xc3\x9f"
    "e\"}";

/// This node is https://home.test.
SignaturePolicy home_policy();

/// One RSA-2048 key per process (making one costs up to half a second).
PrivateKey const& rsa_key();

/// Another RSA-2048 key.
PrivateKey const& other_rsa_key();

/// One Ed25519 key per process.
PrivateKey const& ed25519_key();

/// POST /inbox to home.test with Host, Date, Digest, Content-Digest and Content-Type, unsigned.
HttpMessage unsigned_post(std::string_view body = test_body);

/// GET of `target` at home.test with Host and Date, unsigned.
HttpMessage unsigned_get(std::string_view target);

/// What a draft-cavage signer that is not ours may do.
struct CavageRecipe {
    std::string algorithm = "rsa-sha256";
    std::vector<std::string> covered = {"(request-target)", "host", "date", "digest"};
    std::string created;  ///< as written, empty for none
    std::string expires;  ///< as written, empty for none
    TargetForm form = TargetForm::full;
};

/// The value of a `Signature` header over `message`, built by hand.
std::string cavage_header(
    HttpMessage const& message, PrivateKey const& key, CavageRecipe const& recipe = {}
);

/// unsigned_post() signed as sign_cavage() does.
HttpMessage cavage_post(std::string_view body = test_body);

/// unsigned_post() signed as sign_message() does.
HttpMessage rfc9421_post(PrivateKey const& key, std::string_view body = test_body);

/// A generator whose seed is printed, or taken from FOLKMOOT_TEST_SEED to repeat a failure.
std::mt19937_64 seeded_generator();

/// Bytes of a text in hexadecimal.
Bytes from_hex(std::string_view hex);

/// The public key of the vectors below, PKCS#1 and SubjectPublicKeyInfo.
extern std::string_view const vector_pkcs1_pem;
extern std::string_view const vector_spki_pem;
/// Signature (base64) of POST /inbox?a=1 with test_body at test_now over
/// `(request-target) host date digest content-type`.
extern std::string_view const vector_cavage_signature;
/// RFC 9421 signature (base64) of the same request over `@method @target-uri content-digest`.
extern std::string_view const vector_rfc9421_signature;

}  // namespace folkmoot::activitypub::test
