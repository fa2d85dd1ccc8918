// RFC 9421: the vectors of its appendix B.2 that use what we support, reading, coverage, signing.
#include "activitypub/signature/message_signature.hpp"

#include "activitypub/signature/base64.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace folkmoot::activitypub {

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

/// RFC 9421 appendix B.2, "test-request".
HttpMessage rfc_request() {
    return {
        .method = "POST",
        .target = "/foo?param=Value&Pet=dog",
        .headers =
            {
                {"Host", "example.com"},
                {"Date", "Tue, 20 Apr 2021 02:07:55 GMT"},
                {"Content-Type", "application/json"},
                {"Content-Digest",
                 "sha-512=:WZDPaVn/"
                 "7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEm"
                 "THWXvJwew==:"},
                {"Content-Length", "18"},
            },
    };
}

SignaturePolicy rfc_policy() {
    SignaturePolicy policy;
    policy.authority = "example.com";
    return policy;
}

/// RFC 9421 appendix B.1.2.
constexpr std::string_view test_key_rsa_pss =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2\n"
    "+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+\n"
    "oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq\n"
    "gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W\n"
    "Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4\n"
    "aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI\n"
    "2wIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

/// RFC 9421 appendix B.1.4.
constexpr std::string_view test_key_ed25519 =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n"
    "-----END PUBLIC KEY-----\n";

struct VectorCase {
    char const* name;
    std::string_view key;
    SignatureAlgorithm algorithm;
    std::string_view input;
    std::string_view signature;
};

class Rfc9421Vector : public testing::TestWithParam<VectorCase> {};

TEST_P(Rfc9421Vector, Verifies) {
    auto const& c = GetParam();
    auto const key = PublicKey::from_pem(c.key, ExampleKeys::allow).value();
    auto const read = parse_message_signatures(c.input, c.signature).value().front();
    auto const base = signature_base(read, rfc_request(), rfc_policy()).value();
    EXPECT_TRUE(key.verify(c.algorithm, base, read.signature)) << base;
    EXPECT_FALSE(key.verify(c.algorithm, base + " ", read.signature));
}

INSTANTIATE_TEST_SUITE_P(
    AppendixB2,
    Rfc9421Vector,
    testing::Values(
        VectorCase{
            "B21_minimal_rsa_pss",
            test_key_rsa_pss,
            SignatureAlgorithm::rsa_pss_sha512,
            R"(sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd")",
            "sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7"
            "it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/"
            "Z2cOGd"
            "CbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+"
            "O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzu"
            "VG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/"
            "SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98"
            "Xw9Q==:"
        },
        VectorCase{
            "B23_full_coverage_rsa_pss",
            test_key_rsa_pss,
            SignatureAlgorithm::rsa_pss_sha512,
            R"(sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" )"
            R"("content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss")",
            "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxF"
            "keGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/"
            "yPViV"
            "7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/"
            "CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9Bmz"
            "huzF8Eim5f8ui9eH8LZH896+"
            "QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM"
            "4cUA==:"
        },
        VectorCase{
            "B26_ed25519",
            test_key_ed25519,
            SignatureAlgorithm::ed25519,
            R"(sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");)"
            R"(created=1618884473;keyid="test-key-ed25519")",
            "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp"
            "5WPpBKRCw==:"
        }
    ),
    [](auto const& info) { return info.param.name; }
);

constexpr std::string_view usual_input =
    R"(sig1=("@method" "@target-uri" "content-digest");created=1767323100;keyid="https://a.test/k")";

TEST(ParseMessageSignatures, ReadsTheUsualPair) {
    auto const read =
        parse_message_signatures(
            std::string(usual_input) + R"(;alg="ed25519";expires=1767323400;nonce="n";tag="t")",
            "sig1=:Zm9v:"
        )
            .value();
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].label, "sig1");
    EXPECT_EQ(
        read[0].components, (std::vector<std::string>{"@method", "@target-uri", "content-digest"})
    );
    EXPECT_EQ(read[0].key_id, "https://a.test/k");
    EXPECT_EQ(read[0].algorithm, "ed25519");
    EXPECT_EQ(read[0].created, sys_seconds(seconds(1767323100)));
    EXPECT_EQ(read[0].expires, sys_seconds(seconds(1767323400)));
    EXPECT_EQ(text_of(read[0].signature), "foo");
}

TEST(ParseMessageSignatures, KeepsTheOrderOfTheInputAndLeavesOutUnmatchedLabels) {
    auto const read = parse_message_signatures(
                          R"(b=();keyid="2", c=();keyid="3", a=();keyid="1")", "a=:AA==:,b=:AA==:"
    )
                          .value();
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].label, "b");
    EXPECT_EQ(read[1].label, "a");
}

struct RefusedCase {
    char const* name;
    std::string input;
    std::string signature;
    ErrorCode code;
};

class RefusedMessageSignature : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedMessageSignature, SaysWhy) {
    auto const read = parse_message_signatures(GetParam().input, GetParam().signature);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, GetParam().code) << read.error().detail;
}

std::string labels(int count, std::string_view value) {
    std::string out;
    for (int i = 0; i < count; ++i) {
        out += (i > 0 ? "," : "") + ("s" + std::to_string(i)) + "=" + std::string(value);
    }
    return out;
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    RefusedMessageSignature,
    testing::Values(
        RefusedCase{"both_empty", "", "", ErrorCode::missing},
        RefusedCase{"other_label", std::string(usual_input), "sig2=:AA==:", ErrorCode::missing},
        RefusedCase{"no_keyid", R"(s=("@method");created=1)", "s=:AA==:", ErrorCode::missing},
        RefusedCase{"empty_keyid", R"(s=();keyid="")", "s=:AA==:", ErrorCode::missing},
        RefusedCase{
            "empty_signature", std::string(usual_input), "sig1=::", ErrorCode::signature_invalid
        },
        RefusedCase{
            "signature_is_a_string", std::string(usual_input), "sig1=\"AA==\"", ErrorCode::malformed
        },
        RefusedCase{
            "signature_of_cavage",
            std::string(usual_input),
            R"(keyId="k",signature="AA==")",
            ErrorCode::malformed
        },
        RefusedCase{
            "input_is_no_list", R"(s="@method";keyid="k")", "s=:AA==:", ErrorCode::malformed
        },
        RefusedCase{"component_token", R"(s=(date);keyid="k")", "s=:AA==:", ErrorCode::malformed},
        RefusedCase{
            "component_twice", R"(s=("date" "date");keyid="k")", "s=:AA==:", ErrorCode::malformed
        },
        RefusedCase{
            "component_upper_case", R"(s=("Date");keyid="k")", "s=:AA==:", ErrorCode::unsupported
        },
        RefusedCase{
            "component_with_colon", R"(s=("a: b");keyid="k")", "s=:AA==:", ErrorCode::unsupported
        },
        RefusedCase{"component_empty", R"(s=("");keyid="k")", "s=:AA==:", ErrorCode::unsupported},
        RefusedCase{
            "component_of_a_trailer",
            R"(s=("digest";tr);keyid="k")",
            "s=:AA==:",
            ErrorCode::unsupported
        },
        RefusedCase{
            "component_of_the_request",
            R"(s=("@method";req);keyid="k")",
            "s=:AA==:",
            ErrorCode::unsupported
        },
        RefusedCase{
            "query_parameter",
            R"(s=("@query-param";name="a");keyid="k")",
            "s=:AA==:",
            ErrorCode::unsupported
        },
        RefusedCase{"status", R"(s=("@status");keyid="k")", "s=:AA==:", ErrorCode::unsupported},
        RefusedCase{
            "signature_params",
            R"(s=("@signature-params");keyid="k")",
            "s=:AA==:",
            ErrorCode::unsupported
        },
        RefusedCase{
            "created_text", R"(s=();keyid="k";created="1")", "s=:AA==:", ErrorCode::malformed
        },
        RefusedCase{"alg_token", R"(s=();keyid="k";alg=ed25519)", "s=:AA==:", ErrorCode::malformed},
        RefusedCase{"keyid_number", "s=();keyid=1", "s=:AA==:", ErrorCode::malformed},
        RefusedCase{"keyid_twice", R"(s=();keyid="a";keyid="b")", "s=:AA==:", ErrorCode::malformed},
        RefusedCase{
            "label_twice", R"(s=();keyid="a", s=();keyid="b")", "s=:AA==:", ErrorCode::malformed
        },
        RefusedCase{
            "nine_signatures",
            labels(9, R"(();keyid="k")"),
            labels(9, ":AA==:"),
            ErrorCode::too_large
        }
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(SignatureBase, BuildsEveryComponent) {
    auto message = test::unsigned_post();
    message.target = "/inbox?a=%41&b";
    message.set("Host", "HOME.test:443");
    auto const input =
        R"(s=("@method" "@target-uri" "@authority" "@scheme" "@request-target" "@path" "@query" )"
        R"("host" "date");created=1;keyid="k")";
    auto const read = parse_message_signatures(input, "s=:AA==:").value().front();
    EXPECT_EQ(
        signature_base(read, message, test::home_policy()).value(),
        "\"@method\": POST\n"
        "\"@target-uri\": https://home.test/inbox?a=%41&b\n"
        "\"@authority\": home.test\n"
        "\"@scheme\": https\n"
        "\"@request-target\": /inbox?a=%41&b\n"
        "\"@path\": /inbox\n"
        "\"@query\": ?a=%41&b\n"
        "\"host\": HOME.test:443\n"
        "\"date\": Fri, 02 Jan 2026 03:05:00 GMT\n" +
            std::string(R"("@signature-params": ("@method" "@target-uri" "@authority" "@scheme" )"
                        R"("@request-target" "@path" "@query" "host" "date");created=1;keyid="k")")
    );
}

TEST(SignatureBase, AnAbsentQueryIsAQuestionMark) {
    auto const read =
        parse_message_signatures(R"(s=("@query");keyid="k")", "s=:AA==:").value().front();
    EXPECT_TRUE(signature_base(read, test::unsigned_post(), test::home_policy())
                    .value()
                    .starts_with("\"@query\": ?\n"));
}

TEST(SignatureBase, UsesTheParametersExactlyAsReceived) {
    auto const input = R"(s=( "@method"  "date" );keyid="k"; created=1)";
    auto const read = parse_message_signatures(input, "s=:AA==:").value().front();
    EXPECT_TRUE(signature_base(read, test::unsigned_post(), test::home_policy())
                    .value()
                    .ends_with(R"("@signature-params": ( "@method"  "date" );keyid="k"; created=1)")
    );
}

struct CoverageCase {
    char const* name;
    char const* method;
    char const* target;
    std::string list;
    bool enough;
};

class Rfc9421Coverage : public testing::TestWithParam<CoverageCase> {};

TEST_P(Rfc9421Coverage, F08_IsAsTheTableSays) {
    auto const& c = GetParam();
    auto message = test::unsigned_post();
    message.method = c.method;
    message.target = c.target;
    auto const read =
        parse_message_signatures("s=(" + c.list + R"();created=1767323100;keyid="k")", "s=:AA==:")
            .value()
            .front();
    auto const checked =
        check_message_signature(read, message, test::home_policy(), test::test_now);
    EXPECT_EQ(checked.has_value(), c.enough);
    if (!c.enough) {
        EXPECT_EQ(checked.error().code, ErrorCode::missing);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    Rfc9421Coverage,
    testing::Values(
        CoverageCase{"mastodon", "POST", "/i", R"("@method" "@target-uri" "content-digest")", true},
        CoverageCase{
            "fedify",
            "POST",
            "/i",
            R"("@method" "@target-uri" "@authority" "host" "date" "content-digest")",
            true
        },
        CoverageCase{
            "parts",
            "POST",
            "/i?a",
            R"("@method" "@authority" "@path" "@query" "content-digest")",
            true
        },
        CoverageCase{
            "request_target",
            "POST",
            "/i?a",
            R"("@method" "@authority" "@request-target" "content-digest")",
            true
        },
        CoverageCase{
            "path_where_no_query",
            "POST",
            "/i",
            R"("@method" "@authority" "@path" "content-digest")",
            true
        },
        CoverageCase{"get", "GET", "/i?a", R"("@method" "@target-uri")", true},
        CoverageCase{"nothing", "POST", "/i", "", false},
        CoverageCase{"no_method", "POST", "/i", R"("@target-uri" "content-digest")", false},
        CoverageCase{"no_target", "POST", "/i", R"("@method" "content-digest")", false},
        CoverageCase{
            "no_authority", "POST", "/i", R"("@method" "@path" "@query" "content-digest")", false
        },
        CoverageCase{
            "query_left_out",
            "POST",
            "/i?a",
            R"("@method" "@authority" "@path" "content-digest")",
            false
        },
        CoverageCase{"no_digest", "POST", "/i", R"("@method" "@target-uri")", false},
        CoverageCase{"old_digest_only", "POST", "/i", R"("@method" "@target-uri" "digest")", false},
        CoverageCase{"delete_without_digest", "DELETE", "/i", R"("@method" "@target-uri")", false}
    ),
    [](auto const& info) { return info.param.name; }
);

struct ParameterCase {
    char const* name;
    std::string parameters;
    std::optional<ErrorCode> code;
};

class Rfc9421Parameters : public testing::TestWithParam<ParameterCase> {};

TEST_P(Rfc9421Parameters, F09_AreAsTheTableSays) {
    auto const read =
        parse_message_signatures(
            R"(s=("@method" "@target-uri" "date");keyid="k")" + GetParam().parameters, "s=:AA==:"
        )
            .value()
            .front();
    auto const checked = check_message_signature(
        read, test::unsigned_get("/i"), test::home_policy(), test::test_now
    );
    EXPECT_EQ(checked ? std::nullopt : std::optional(checked.error().code), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    Rfc9421Parameters,
    testing::Values(
        ParameterCase{"now", ";created=1767323100", {}},
        ParameterCase{"no_created", "", ErrorCode::missing},
        ParameterCase{"no_created_but_expires", ";expires=1767323160", ErrorCode::missing},
        ParameterCase{"twelve_hours_old", ";created=1767279900", {}},
        ParameterCase{"older", ";created=1767279899", ErrorCode::expired},
        ParameterCase{"an_hour_ahead", ";created=1767326700", {}},
        ParameterCase{"further_ahead", ";created=1767326701", ErrorCode::expired},
        ParameterCase{"far_past", ";created=-999999999999999", ErrorCode::expired},
        ParameterCase{"far_future", ";created=999999999999999", ErrorCode::expired},
        ParameterCase{"expired", ";created=1767323000;expires=1767323039", ErrorCode::expired},
        ParameterCase{"just_expired", ";created=1767323000;expires=1767323040", {}},
        ParameterCase{"alg_known", ";created=1767323100;alg=\"rsa-pss-sha512\"", {}},
        ParameterCase{
            "alg_hmac", ";created=1767323100;alg=\"hmac-sha256\"", ErrorCode::unsupported
        },
        ParameterCase{
            "alg_ecdsa", ";created=1767323100;alg=\"ecdsa-p256-sha256\"", ErrorCode::unsupported
        },
        ParameterCase{
            "alg_of_cavage", ";created=1767323100;alg=\"rsa-sha256\"", ErrorCode::unsupported
        }
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(MessageSignatureAlgorithm, F11_MustAgreeWithTheKey) {
    auto const algorithm = [](std::optional<std::string> alg, KeyType type) {
        MessageSignature signature;
        signature.algorithm = std::move(alg);
        return message_signature_algorithm(signature, type);
    };
    using enum SignatureAlgorithm;
    EXPECT_EQ(algorithm({}, KeyType::rsa), rsa_v1_5_sha256);
    EXPECT_EQ(algorithm({}, KeyType::ed25519), ed25519);
    EXPECT_EQ(algorithm("rsa-v1_5-sha256", KeyType::rsa), rsa_v1_5_sha256);
    EXPECT_EQ(algorithm("rsa-pss-sha512", KeyType::rsa), rsa_pss_sha512);
    EXPECT_EQ(algorithm("ed25519", KeyType::ed25519), ed25519);
    EXPECT_FALSE(algorithm("ed25519", KeyType::rsa));
    EXPECT_FALSE(algorithm("rsa-v1_5-sha256", KeyType::ed25519));
    EXPECT_FALSE(algorithm("hmac-sha256", KeyType::rsa));
}

TEST(SignMessage, WritesWhatMastodonReads) {
    auto const message = test::rfc9421_post(test::rsa_key());
    EXPECT_EQ(
        message.single("signature-input").value(),
        R"(sig1=("@method" "@target-uri" "content-digest");created=1767323100;)"
        R"(keyid="https://good.test/users/carol#main-key";alg="rsa-v1_5-sha256")"
    );
    auto const read =
        parse_message_signatures(
            message.single("signature-input").value(), message.single("signature").value()
        )
            .value();
    ASSERT_EQ(read.size(), 1u);
    auto const base = signature_base(read[0], message, test::home_policy()).value();
    EXPECT_TRUE(base.starts_with("\"@method\": POST\n\"@target-uri\": https://home.test/inbox\n"));
    EXPECT_TRUE(test::rsa_key().public_key().verify(
        SignatureAlgorithm::rsa_v1_5_sha256, base, read[0].signature
    ));
}

TEST(SignMessage, CoversNoDigestOfAGet) {
    auto message = test::unsigned_get("/users/ana?x=1");
    sign_message(message, {"k", test::ed25519_key()}, "https://home.test", test::test_now).value();
    EXPECT_EQ(
        message.single("signature-input").value(),
        R"(sig1=("@method" "@target-uri");created=1767323100;keyid="k";alg="ed25519")"
    );
}

TEST(SignMessage, RefusesWhatItCannotSign) {
    auto const code = [](HttpMessage message, std::string id, std::string_view origin) {
        return sign_message(message, {std::move(id), test::ed25519_key()}, origin, test::test_now)
            .error()
            .code;
    };
    auto without_digest = test::unsigned_post();
    std::erase_if(without_digest.headers, [](auto const& field) {
        return field.name == "Content-Digest";
    });
    EXPECT_EQ(code(without_digest, "k", "https://home.test"), ErrorCode::missing);
    EXPECT_EQ(code(test::unsigned_post(), "k\n", "https://home.test"), ErrorCode::malformed);
    EXPECT_EQ(code(test::unsigned_post(), "k", "home.test"), ErrorCode::malformed);
}

}  // namespace

}  // namespace folkmoot::activitypub
