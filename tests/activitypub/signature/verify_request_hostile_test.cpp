// The hostile corpus' class "signature" as far as it concerns this room.
#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/digest.hpp"
#include "activitypub/signature/message_signature.hpp"
#include "activitypub/signature/verify_request.hpp"
#include "tests/activitypub/signature/verify_fixture.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <optional>

namespace folkmoot::activitypub {
namespace {

using test::CavageRecipe;
using test::code_of;
using test::post_with;
using test::post_with_field;
using test::remove;
using test::verify;

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

/// A request whose signature is an HMAC with the public key, under the name of this algorithm.
HttpMessage post_with_hmac(std::string const& algorithm) {
    auto message = test::unsigned_post();
    CavageSignature draft;
    draft.covered = {"(request-target)", "host", "date", "digest"};
    auto const text = cavage_signing_string(draft, message, "home.test", TargetForm::full).value();
    message.set(
        "Signature",
        "keyId=\"" + std::string(test::key_id) + "\",algorithm=\"" + algorithm +
            "\",headers=\"(request-target) host date digest\",signature=\"" +
            hmac_with_the_public_key(text) + '"'
    );
    return message;
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
            [] { return post_with_hmac("hmac-sha256"); },
            ErrorCode::unsupported
        },
        HostileCase{
            "F11_020_alg_hmac_behind_hs2019",
            [] { return post_with_hmac("hs2019"); },
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

}  // namespace
}  // namespace folkmoot::activitypub
