// Requests as they arrive: the hostile corpus' class "signature" as far as it concerns this room,
// mutation of every covered byte, choice of scheme, times, the public host.
#include "activitypub/signature/verify_request.hpp"

#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/digest.hpp"
#include "activitypub/signature/message_signature.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <optional>

namespace folkmoot::activitypub {

namespace {

using test::CavageRecipe;

/// Both steps with the key of carol (rsa_key) at the corpus' clock.
Result<VerifiedSignature> verify(
    HttpMessage const& message,
    std::string_view body = test::test_body,
    PublicKey const& key = test::rsa_key().public_key(),
    SignaturePolicy const& policy = test::home_policy()
) {
    auto const pending = inspect(message, body, policy, test::test_now);
    if (!pending) {
        return std::unexpected(pending.error());
    }
    return pending->verify(key);
}

std::optional<ErrorCode> code_of(Result<VerifiedSignature> const& result) {
    return result ? std::nullopt : std::optional(result.error().code);
}

HttpMessage post_with(CavageRecipe const& recipe) {
    auto message = test::unsigned_post();
    message.set("Signature", test::cavage_header(message, test::rsa_key(), recipe));
    return message;
}

void remove(HttpMessage& message, std::string_view name) {
    std::erase_if(message.headers, [name](HeaderField const& field) {
        return equals_ignoring_case(field.name, name);
    });
}

/// A field put there before signing; the rest of the request follows.
HttpMessage post_with_field(std::string name, std::string value, CavageRecipe const& recipe = {}) {
    auto message = test::unsigned_post();
    message.set(name, std::move(value));
    message.set("Signature", test::cavage_header(message, test::rsa_key(), recipe));
    return message;
}

std::string hmac_with_the_public_key(std::string_view text) {
    auto const pem = test::rsa_key().public_key().to_pem();
    Bytes mac(32);
    unsigned length = 0;
    HMAC(
        EVP_sha256(),
        pem.data(),
        static_cast<int>(pem.size()),
        bytes_of(text).data(),
        text.size(),
        mac.data(),
        &length
    );
    return encode_base64(mac);
}

struct HostileCase {
    char const* name;  ///< file of corpus/hostile/activities without its extension
    HttpMessage (*make)();
    std::optional<ErrorCode> code;
};

class ThreatF : public testing::TestWithParam<HostileCase> {};

TEST_P(ThreatF, HostileRequestIsAnsweredAsTheManifestSays) {
    EXPECT_EQ(code_of(verify(GetParam().make())), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    HostileSignatures,
    ThreatF,
    testing::Values(
        HostileCase{"F01_001_baseline_valid_create", [] { return post_with({}); }, {}},
        HostileCase{
            "F01_002_no_signature", [] { return test::unsigned_post(); }, ErrorCode::missing
        },
        HostileCase{
            "F01_003_garbage_signature",
            [] {
                auto message = post_with({});
                std::string value(message.find("signature").value());
                auto const start = value.find("signature=\"") + 11;
                message.set(
                    "Signature", value.substr(0, start) + encode_base64(Bytes(256, 0x5a)) + '"'
                );
                return message;
            },
            ErrorCode::signature_invalid
        },
        HostileCase{
            "F07_004_digest_mismatch",
            [] { return post_with_field("Digest", make_digest("other body")); },
            ErrorCode::digest_mismatch
        },
        HostileCase{
            "F07_005_digest_absent",
            [] {
                auto message = test::unsigned_post();
                remove(message, "Digest");
                remove(message, "Content-Digest");
                message.set(
                    "Signature",
                    test::cavage_header(
                        message, test::rsa_key(), {.covered = {"(request-target)", "host", "date"}}
                    )
                );
                return message;
            },
            ErrorCode::missing
        },
        HostileCase{
            "F07_006_digest_present_not_covered",
            [] { return post_with({.covered = {"(request-target)", "host", "date"}}); },
            ErrorCode::missing
        },
        HostileCase{
            "F08_007_request_target_not_covered",
            [] { return post_with({.covered = {"host", "date", "digest"}}); },
            ErrorCode::missing
        },
        HostileCase{
            "F08_008_host_not_covered",
            [] { return post_with({.covered = {"(request-target)", "date", "digest"}}); },
            ErrorCode::missing
        },
        HostileCase{
            "F08_009_covered_empty", [] { return post_with({.covered = {}}); }, ErrorCode::missing
        },
        HostileCase{
            "F08_010_covered_header_missing",
            [] {
                return post_with(
                    {.covered = {"(request-target)", "host", "date", "digest", "x-not-there"}}
                );
            },
            ErrorCode::missing
        },
        HostileCase{
            "F09_011_date_old",
            [] { return post_with_field("Date", "Thu, 01 Jan 2026 15:04:59 GMT"); },
            ErrorCode::expired
        },
        HostileCase{
            "F09_012_date_future",
            [] { return post_with_field("Date", "Fri, 02 Jan 2026 04:05:01 GMT"); },
            ErrorCode::expired
        },
        HostileCase{
            "F09_013_date_absent_no_created",
            [] { return post_with({.covered = {"(request-target)", "host", "digest"}}); },
            ErrorCode::missing
        },
        HostileCase{
            "F09_014_expires_past",
            [] {
                return post_with(
                    {.algorithm = "hs2019",
                     .covered = {"(request-target)", "host", "(created)", "(expires)", "digest"},
                     .created = "1767322500",
                     .expires = "1767322800"}
                );
            },
            ErrorCode::expired
        },
        HostileCase{
            "F10_015_signature_header_twice",
            [] {
                auto message = post_with({});
                message.headers.push_back(
                    {"signature",
                     R"(keyId="https://evil.test/users/mallory#main-key",)"
                     R"(algorithm="rsa-sha256",headers="date",signature="AAAA")"}
                );
                return message;
            },
            ErrorCode::malformed
        },
        HostileCase{
            "F10_016_digest_header_twice",
            [] {
                auto message = post_with({});
                message.headers.push_back({"Digest", make_digest("other")});
                return message;
            },
            ErrorCode::malformed
        },
        HostileCase{
            "F10_017_host_header_twice",
            [] {
                auto message = post_with({});
                message.headers.push_back({"HOST", "evil.test"});
                return message;
            },
            ErrorCode::malformed
        },
        HostileCase{
            "F07_019_digest_md5_only",
            [] { return post_with_field("Digest", "MD5=1B2M2Y8AsgTpgAmY7PhCfg=="); },
            ErrorCode::unsupported
        },
        HostileCase{
            "F11_020_alg_hmac_confusion",
            [] {
                auto message = test::unsigned_post();
                CavageSignature draft;
                draft.covered = {"(request-target)", "host", "date", "digest"};
                auto const text =
                    cavage_signing_string(draft, message, "home.test", TargetForm::full).value();
                message.set(
                    "Signature",
                    "keyId=\"" + std::string(test::key_id) +
                        "\",algorithm=\"hmac-sha256\",headers=\"(request-target) host date "
                        "digest\",signature=\"" +
                        hmac_with_the_public_key(text) + '"'
                );
                return message;
            },
            ErrorCode::unsupported
        },
        HostileCase{
            "F11_020_alg_hmac_behind_hs2019",
            [] {
                auto message = test::unsigned_post();
                CavageSignature draft;
                draft.covered = {"(request-target)", "host", "date", "digest"};
                auto const text =
                    cavage_signing_string(draft, message, "home.test", TargetForm::full).value();
                message.set(
                    "Signature",
                    "keyId=\"" + std::string(test::key_id) +
                        "\",algorithm=\"hs2019\",headers=\"(request-target) host date "
                        "digest\",signature=\"" +
                        hmac_with_the_public_key(text) + '"'
                );
                return message;
            },
            ErrorCode::signature_invalid
        },
        HostileCase{
            "F11_021_alg_rsa_sha1",
            [] { return post_with({.algorithm = "rsa-sha1"}); },
            ErrorCode::unsupported
        },
        HostileCase{
            "F01_023_signature_empty",
            [] {
                auto message = test::unsigned_post();
                message.set(
                    "Signature",
                    R"(keyId="https://good.test/users/carol#main-key",headers=)"
                    R"("(request-target) host date digest",signature="")"
                );
                return message;
            },
            ErrorCode::signature_invalid
        },
        HostileCase{
            "F09_033_replay_other_path",
            [] {
                auto message = post_with({});
                message.target = "/users/alice/inbox";
                return message;
            },
            ErrorCode::signature_invalid
        },
        HostileCase{
            "F09_034_replay_other_host",
            [] {
                auto message = post_with_field("Host", "elsewhere.test");
                message.set("Host", "home.test");
                return message;
            },
            ErrorCode::signature_invalid
        },
        HostileCase{
            "F09_034_replay_with_the_host_header_kept",
            [] { return post_with_field("Host", "elsewhere.test"); },
            ErrorCode::signature_invalid
        },
        HostileCase{
            "F08_created_with_rsa_sha256",
            [] {
                return post_with(
                    {.covered = {"(request-target)", "host", "(created)", "digest"},
                     .created = "1767323100"}
                );
            },
            ErrorCode::unsupported
        },
        HostileCase{
            "F10_date_header_twice",
            [] {
                auto message = post_with({});
                message.headers.push_back({"Date", std::string(test::test_date)});
                return message;
            },
            ErrorCode::malformed
        },
        HostileCase{
            "F10_covered_field_twice",
            [] {
                auto message = test::unsigned_post();
                message.headers.push_back({"X-A", "1"});
                message.headers.push_back({"X-A", "2"});
                message.set(
                    "Signature",
                    test::cavage_header(
                        message,
                        test::rsa_key(),
                        {.covered = {"(request-target)", "host", "date", "digest", "x-a"}}
                    )
                );
                return message;
            },
            ErrorCode::malformed
        },
        HostileCase{
            "F08_date_is_no_date",
            [] { return post_with_field("Date", "yesterday"); },
            ErrorCode::malformed
        },
        HostileCase{
            "F08_host_absent",
            [] {
                auto message = post_with({});
                remove(message, "host");
                return message;
            },
            ErrorCode::missing
        },
        HostileCase{
            "H_target_in_absolute_form",
            [] {
                auto message = post_with({});
                message.target = "https://home.test/inbox";
                return message;
            },
            ErrorCode::malformed
        }
    ),
    [](auto const& info) { return info.param.name; }
);

struct AcceptedCase {
    char const* name;
    HttpMessage (*make)();
};

class AcceptedRequest : public testing::TestWithParam<AcceptedCase> {};

TEST_P(AcceptedRequest, Verifies) {
    auto const verified = verify(GetParam().make());
    ASSERT_TRUE(verified) << verified.error().detail;
    EXPECT_EQ(verified->key_id, test::key_id);
    EXPECT_EQ(verified->scheme, SignatureScheme::cavage);
    EXPECT_EQ(verified->algorithm, SignatureAlgorithm::rsa_v1_5_sha256);
}

INSTANTIATE_TEST_SUITE_P(
    AsSeenInTheWild,
    AcceptedRequest,
    testing::Values(
        AcceptedCase{"ours", [] { return test::cavage_post(); }},
        AcceptedCase{
            "lemmy_created_and_expires",
            [] {
                return post_with(
                    {.algorithm = "hs2019",
                     .covered =
                         {"(request-target)",
                          "(created)",
                          "(expires)",
                          "content-type",
                          "digest",
                          "host"},
                     .created = "1767323000",
                     .expires = "1767326600"}
                );
            }
        },
        AcceptedCase{"no_algorithm", [] { return post_with({.algorithm = ""}); }},
        AcceptedCase{
            "created_without_algorithm",
            [] {
                return post_with(
                    {.algorithm = "",
                     .covered = {"(request-target)", "host", "(created)", "digest"},
                     .created = "1767323100"}
                );
            }
        },
        AcceptedCase{
            "content_digest_instead",
            [] {
                auto message = test::unsigned_post();
                remove(message, "Digest");
                message.set(
                    "Signature",
                    test::cavage_header(
                        message,
                        test::rsa_key(),
                        {.covered = {"(request-target)", "host", "date", "content-digest"}}
                    )
                );
                return message;
            }
        },
        AcceptedCase{
            "oldest_date", [] { return post_with_field("Date", "Thu, 01 Jan 2026 15:05:00 GMT"); }
        },
        AcceptedCase{
            "newest_date", [] { return post_with_field("Date", "Fri, 02 Jan 2026 04:05:00 GMT"); }
        },
        AcceptedCase{
            "host_with_default_port", [] { return post_with_field("Host", "Home.Test:443"); }
        },
        AcceptedCase{
            "lower_case_digest_name",
            [] {
                auto digest = make_digest(test::test_body);
                digest.replace(0, 7, "sha-256");
                return post_with_field("Digest", digest);
            }
        }
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(VerifyRequest, TakesSignaturesOfAnIndependentImplementation) {
    auto const key = PublicKey::from_pem(test::vector_pkcs1_pem).value();
    auto message = test::unsigned_post();
    message.target = "/inbox?a=1";
    auto cavage = message;
    cavage.set(
        "Signature",
        "keyId=\"" + std::string(test::key_id) +
            "\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest "
            "content-type\",signature=\"" +
            std::string(test::vector_cavage_signature) + '"'
    );
    EXPECT_TRUE(verify(cavage, test::test_body, key));
    auto rfc9421 = message;
    rfc9421.set(
        "Signature-Input",
        R"(sig1=("@method" "@target-uri" "content-digest");created=1767323100;)"
        R"(keyid="https://good.test/users/carol#main-key";alg="rsa-v1_5-sha256")"
    );
    rfc9421.set("Signature", "sig1=:" + std::string(test::vector_rfc9421_signature) + ":");
    auto const verified = verify(rfc9421, test::test_body, key).value();
    EXPECT_EQ(verified.scheme, SignatureScheme::rfc9421);
    EXPECT_EQ(verified.signed_at, std::chrono::floor<std::chrono::seconds>(test::test_now));
}

struct Changed {
    char const* name;
    HttpMessage (*make)();
    PrivateKey const& (*key)();
};

class ChangedRequest : public testing::TestWithParam<Changed> {};

TEST_P(ChangedRequest, NoCoveredByteMayChange) {
    auto const message = GetParam().make();
    auto const& key = GetParam().key().public_key();
    ASSERT_TRUE(verify(message, test::test_body, key));

    for (std::size_t i = 0; i < message.target.size(); ++i) {
        auto changed = message;
        changed.target[i] = static_cast<char>(changed.target[i] ^ 1);
        EXPECT_FALSE(verify(changed, test::test_body, key)) << "target byte " << i;
    }
    for (std::size_t field = 0; field < message.headers.size(); ++field) {
        auto const& name = message.headers[field].name;
        if (name != "Host" && name != "Date" && name != "Digest" && name != "Content-Digest") {
            continue;
        }
        for (std::size_t i = 0; i < message.headers[field].value.size(); ++i) {
            auto changed = message;
            auto& byte = changed.headers[field].value[i];
            byte = static_cast<char>(byte ^ 1);
            auto const uncovered_date = name == "Date" && message.count("signature-input") > 0;
            EXPECT_EQ(verify(changed, test::test_body, key).has_value(), uncovered_date)
                << name << " byte " << i;
        }
    }
    for (std::size_t i = 0; i < test::test_body.size(); ++i) {
        std::string body(test::test_body);
        body[i] = static_cast<char>(body[i] ^ 1);
        EXPECT_EQ(code_of(verify(message, body, key)), ErrorCode::digest_mismatch);
    }
    auto other_method = message;
    other_method.method = "PUT";
    EXPECT_FALSE(verify(other_method, test::test_body, key));
}

TEST_P(ChangedRequest, NoByteOfTheSignatureHeadersMayChangeItsMeaning) {
    auto const message = GetParam().make();
    auto const& key = GetParam().key().public_key();
    auto const expected = verify(message, test::test_body, key).value();
    for (auto const name : {"Signature", "Signature-Input"}) {
        auto const value = std::string(message.find(name).value_or(""));
        for (std::size_t i = 0; i < value.size(); ++i) {
            auto changed = message;
            auto text = value;
            text[i] = static_cast<char>(text[i] ^ 2);
            changed.set(name, text);
            auto verified = verify(changed, test::test_body, key);
            if (!verified) {
                continue;
            }
            // Base64 may differ in bits that it does not use, and draft-cavage does not sign its
            // own parameters: its keyId is bound by fetching that key. All else must be the same.
            if (verified->scheme == SignatureScheme::cavage) {
                verified->key_id = test::key_id;
            }
            EXPECT_EQ(*verified, expected) << name << " byte " << i;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Schemes,
    ChangedRequest,
    testing::Values(
        Changed{"cavage_rsa", [] { return test::cavage_post(); }, test::rsa_key},
        Changed{"rfc9421_rsa", [] { return test::rfc9421_post(test::rsa_key()); }, test::rsa_key},
        Changed{
            "rfc9421_ed25519",
            [] { return test::rfc9421_post(test::ed25519_key()); },
            test::ed25519_key
        }
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(VerifyRequest, VerifiesWhateverWeSign) {
    auto generator = test::seeded_generator();
    auto const text = [&generator](std::size_t limit, std::string_view alphabet) {
        std::string out(generator() % limit, ' ');
        for (auto& c : out) {
            c = alphabet[generator() % alphabet.size()];
        }
        return out;
    };
    for (int round = 0; round < 60; ++round) {
        auto const body = text(400, "{}\":,\n\xc3\xbc abc");
        auto message = test::unsigned_post(body);
        message.target =
            "/" + text(30, "abc/%41-_.~") + (round % 2 ? "?" + text(20, "a=&%?/") : "");
        auto const& key = round % 3 ? test::rsa_key() : test::ed25519_key();
        SigningKey const signer{"https://good.test/" + text(40, "abc/?=,;#()"), key};
        auto cavage = message;
        sign_cavage(cavage, signer, test::test_now).value();
        EXPECT_EQ(verify(cavage, body, key.public_key()).value().key_id, signer.key_id);
        sign_message(message, signer, "https://home.test", test::test_now).value();
        EXPECT_EQ(verify(message, body, key.public_key()).value().key_id, signer.key_id);
    }
}

TEST(VerifyRequest, F12_TriesAGetWithAndWithoutItsQuery) {
    for (auto const form : {TargetForm::full, TargetForm::path_only}) {
        auto message = test::unsigned_get("/users/ana/outbox?page=1");
        sign_cavage(message, {std::string(test::key_id), test::rsa_key()}, test::test_now, form)
            .value();
        EXPECT_TRUE(verify(message, ""));
        message.target = "/users/bob/outbox?page=1";
        EXPECT_FALSE(verify(message, ""));
    }
}

TEST(VerifyRequest, F12_NeverDropsTheQueryOfAPost) {
    auto message = test::unsigned_post();
    message.target = "/inbox?a=1";
    message.set(
        "Signature", test::cavage_header(message, test::rsa_key(), {.form = TargetForm::path_only})
    );
    EXPECT_EQ(code_of(verify(message)), ErrorCode::signature_invalid);
}

TEST(VerifyRequest, AGetNeedsNoDigestButChecksOneThatIsThere) {
    auto message = test::unsigned_get("/actor");
    sign_cavage(message, {std::string(test::key_id), test::rsa_key()}, test::test_now).value();
    EXPECT_TRUE(verify(message, ""));
    message.set("Digest", make_digest("something"));
    EXPECT_EQ(code_of(verify(message, "")), ErrorCode::digest_mismatch);
}

TEST(VerifyRequest, F11_NeverTakesTheSignatureOfAnotherKeyOrType) {
    auto const message = test::cavage_post();
    EXPECT_EQ(
        code_of(verify(message, test::test_body, test::other_rsa_key().public_key())),
        ErrorCode::signature_invalid
    );
    EXPECT_EQ(
        code_of(verify(message, test::test_body, test::ed25519_key().public_key())),
        ErrorCode::unsupported
    );
}

TEST(VerifyRequest, F13_MayBeTriedAgainWithAnotherKey) {
    auto const pending =
        inspect(test::cavage_post(), test::test_body, test::home_policy(), test::test_now).value();
    EXPECT_EQ(pending.key_id(), test::key_id);
    EXPECT_EQ(pending.scheme(), SignatureScheme::cavage);
    EXPECT_FALSE(pending.verify(test::other_rsa_key().public_key()));
    EXPECT_TRUE(pending.verify(test::rsa_key().public_key()));
}

TEST(VerifyRequest, CavageIsTriedWhenRfc9421CannotBeUsed) {
    for (auto const input : {"garbage((", R"(sig1=("@method");created=1767323100;keyid="k")"}) {
        auto message = test::cavage_post();
        message.set("Signature-Input", input);
        EXPECT_EQ(verify(message).value().scheme, SignatureScheme::cavage);
    }
}

TEST(VerifyRequest, TheErrorIsRfc9421sWhenThereIsNoCavage) {
    auto message = test::rfc9421_post(test::rsa_key());
    message.set("Signature-Input", R"(sig1=("@method");created=1767323100;keyid="k")");
    EXPECT_EQ(code_of(verify(message)), ErrorCode::missing);
}

TEST(VerifyRequest, TheFirstUsableOfSeveralSignaturesIsTaken) {
    auto message = test::rfc9421_post(test::rsa_key());
    auto const input = std::string(message.find("signature-input").value());
    auto const signature = std::string(message.find("signature").value());
    message.set("Signature-Input", R"(proxy=("@method");created=1767323100;keyid="p", )" + input);
    message.set("Signature", signature + ", proxy=:AAAA:");
    EXPECT_EQ(verify(message).value().key_id, test::key_id);
}

TEST(VerifyRequest, TheAuthorityReplacesAHostThatAProxyRewrote) {
    auto message = test::cavage_post();
    message.set("Host", "127.0.0.1:8420");
    EXPECT_EQ(code_of(verify(message)), ErrorCode::signature_invalid);
    auto policy = test::home_policy();
    policy.authority_replaces_host = true;
    EXPECT_TRUE(verify(message, test::test_body, test::rsa_key().public_key(), policy));
    policy.authority = "elsewhere.test";
    EXPECT_FALSE(verify(message, test::test_body, test::rsa_key().public_key(), policy));
}

TEST(VerifyRequest, DevelopmentNodesUseHttpAndPorts) {
    SignaturePolicy policy;
    policy.scheme = "http";
    policy.authority = "localhost:8420";
    auto message = test::unsigned_post();
    message.set("Host", "localhost:8420");
    auto cavage = message;
    sign_cavage(cavage, {"k", test::rsa_key()}, test::test_now).value();
    EXPECT_TRUE(verify(cavage, test::test_body, test::rsa_key().public_key(), policy));
    sign_message(message, {"k", test::rsa_key()}, "http://localhost:8420", test::test_now).value();
    EXPECT_TRUE(verify(message, test::test_body, test::rsa_key().public_key(), policy));
    policy.scheme = "https";
    EXPECT_FALSE(verify(message, test::test_body, test::rsa_key().public_key(), policy));
}

TEST(VerifyRequest, F09_TheWindowIsThePolicys) {
    auto policy = test::home_policy();
    policy.max_age = std::chrono::hours(1);
    auto const message = post_with_field("Date", "Fri, 02 Jan 2026 02:04:59 GMT");
    EXPECT_TRUE(verify(message));
    EXPECT_EQ(
        code_of(verify(message, test::test_body, test::rsa_key().public_key(), policy)),
        ErrorCode::expired
    );
}

}  // namespace

}  // namespace folkmoot::activitypub
