// eddsa-jcs-2022: the vector of FEP-8b32 to the byte, round trips, and every way to break a proof.
#include "activitypub/signature/integrity_proof.hpp"

#include "activitypub/signature/multibase.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace folkmoot::activitypub {

namespace {

using nlohmann::json;

constexpr std::string_view fep_key_id = "https://server.example/users/alice#ed25519-key";
constexpr std::string_view fep_proof_value =
    "z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL";

/// FEP-8b32, fep-8b32.feature.
json fep_document() {
    return json::parse(R"({
        "@context": ["https://www.w3.org/ns/activitystreams",
                     "https://w3id.org/security/data-integrity/v2"],
        "id": "https://server.example/activities/1",
        "type": "Create",
        "actor": "https://server.example/users/alice",
        "object": {
            "id": "https://server.example/objects/1",
            "type": "Note",
            "attributedTo": "https://server.example/users/alice",
            "content": "Hello world",
            "location": {"type": "Place", "longitude": -71.184902, "latitude": 25.273962}
        }
    })");
}

PrivateKey fep_key() {
    // Multicodec ed25519-priv (0x1300) before the seed.
    auto const bytes = decode_multibase("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").value();
    return PrivateKey::from_ed25519_seed(ByteView(bytes).subspan(2), ExampleKeys::allow).value();
}

PublicKey fep_public_key() {
    return PublicKey::from_multibase(
               "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", ExampleKeys::allow
    )
        .value();
}

json signed_document() {
    auto document = fep_document();
    document["proof"] = make_integrity_proof(
                            document,
                            {std::string(fep_key_id), test::ed25519_key()},
                            std::chrono::floor<std::chrono::seconds>(test::test_now)
    )
                            .value();
    return document;
}

/// The outcome of both steps, with the key that signed_document() was made with.
Result<void> verify(json const& document) {
    auto const pending = inspect_integrity_proof(document, test::test_now);
    if (!pending) {
        return std::unexpected(pending.error());
    }
    return pending->verify(test::ed25519_key().public_key());
}

TEST(MakeIntegrityProof, ReproducesTheVectorOfFep8b32) {
    EXPECT_EQ(fep_key().public_key(), fep_public_key());
    auto const proof = make_integrity_proof(
                           fep_document(),
                           {std::string(fep_key_id), fep_key()},
                           std::chrono::sys_seconds(std::chrono::seconds(1677281798))
    )
                           .value();
    auto const expected = json{
        {"@context", fep_document()["@context"]},
        {"type", "DataIntegrityProof"},
        {"cryptosuite", "eddsa-jcs-2022"},
        {"verificationMethod", fep_key_id},
        {"proofPurpose", "assertionMethod"},
        {"proofValue", fep_proof_value},
        {"created", "2023-02-24T23:36:38Z"},
    };
    EXPECT_EQ(proof, expected);
}

TEST(InspectIntegrityProof, VerifiesTheVectorOfFep8b32) {
    auto document = fep_document();
    document["proof"] = make_integrity_proof(
                            document,
                            {std::string(fep_key_id), fep_key()},
                            std::chrono::sys_seconds(std::chrono::seconds(1677281798))
    )
                            .value();
    document["proof"]["proofValue"] = fep_proof_value;
    auto const pending = inspect_integrity_proof(document, test::test_now).value();
    EXPECT_EQ(pending.verification_method(), fep_key_id);
    EXPECT_TRUE(pending.verify(fep_public_key()));
    EXPECT_EQ(
        pending.verify(test::ed25519_key().public_key()).error().code, ErrorCode::signature_invalid
    );
    EXPECT_EQ(pending.verify(test::rsa_key().public_key()).error().code, ErrorCode::unsupported);
}

struct ChangeCase {
    char const* name;
    std::function<void(json&)> change;
    std::optional<ErrorCode> code;
};

class ChangedDocument : public testing::TestWithParam<ChangeCase> {};

TEST_P(ChangedDocument, IsAsTheTableSays) {
    auto document = signed_document();
    ASSERT_TRUE(verify(document));
    GetParam().change(document);
    auto const verified = verify(document);
    EXPECT_EQ(verified ? std::nullopt : std::optional(verified.error().code), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ChangedDocument,
    testing::Values(
        ChangeCase{
            "ld_signature_added",
            [](json& d) { d["signature"] = {{"type", "RsaSignature2017"}}; },
            {}
        },
        ChangeCase{
            "proof_in_an_array", [](json& d) { d["proof"] = json::array({d["proof"]}); }, {}
        },
        ChangeCase{
            "other_proof_before_it",
            [](json& d) {
                d["proof"] = json::array({{{"type", "MitraJcsRsaSignature2022"}}, d["proof"]});
            },
            {}
        },
        ChangeCase{
            "context_appended",
            [](json& d) { d["@context"].push_back("https://purl.archive.org/socialweb/x"); },
            {}
        },
        ChangeCase{
            "content",
            [](json& d) { d["object"]["content"] = "Hello World"; },
            ErrorCode::signature_invalid
        },
        ChangeCase{
            "number",
            [](json& d) { d["object"]["location"]["latitude"] = 25.273963; },
            ErrorCode::signature_invalid
        },
        ChangeCase{"property_added", [](json& d) { d["to"] = "x"; }, ErrorCode::signature_invalid},
        ChangeCase{
            "property_removed", [](json& d) { d.erase("actor"); }, ErrorCode::signature_invalid
        },
        ChangeCase{
            "inner_signature_added",
            [](json& d) { d["object"]["signature"] = 1; },
            ErrorCode::signature_invalid
        },
        ChangeCase{
            "context_prepended",
            [](json& d) {
                auto& context = d["@context"];
                context.insert(context.begin(), "https://evil.test/context");
            },
            ErrorCode::origin_mismatch
        },
        ChangeCase{
            "context_shortened", [](json& d) { d["@context"].erase(1); }, ErrorCode::origin_mismatch
        },
        ChangeCase{
            "context_removed", [](json& d) { d.erase("@context"); }, ErrorCode::origin_mismatch
        },
        ChangeCase{
            "context_of_both_changed",
            [](json& d) { d["@context"] = d["proof"]["@context"] = "https://evil.test/c"; },
            ErrorCode::signature_invalid
        },
        ChangeCase{
            "proof_context_removed",
            [](json& d) { d["proof"].erase("@context"); },
            ErrorCode::signature_invalid
        },
        ChangeCase{
            "created_changed",
            [](json& d) { d["proof"]["created"] = "2026-01-02T03:04:59Z"; },
            ErrorCode::signature_invalid
        },
        ChangeCase{
            "key_changed",
            [](json& d) { d["proof"]["verificationMethod"] = "https://evil.test/u#k"; },
            ErrorCode::signature_invalid
        },
        ChangeCase{
            "proof_extended",
            [](json& d) { d["proof"]["domain"] = "x"; },
            ErrorCode::signature_invalid
        },
        ChangeCase{
            "value_changed",
            [](json& d) { d["proof"]["proofValue"] = fep_proof_value; },
            ErrorCode::signature_invalid
        },
        ChangeCase{"no_proof", [](json& d) { d.erase("proof"); }, ErrorCode::missing},
        ChangeCase{"proof_null", [](json& d) { d["proof"] = nullptr; }, ErrorCode::unsupported},
        ChangeCase{"proof_text", [](json& d) { d["proof"] = "x"; }, ErrorCode::unsupported},
        ChangeCase{
            "proofs_none", [](json& d) { d["proof"] = json::array(); }, ErrorCode::unsupported
        },
        ChangeCase{
            "proofs_too_many",
            [](json& d) { d["proof"] = json(std::vector<json>(9, d["proof"])); },
            ErrorCode::too_large
        },
        ChangeCase{
            "other_suite",
            [](json& d) { d["proof"]["cryptosuite"] = "eddsa-rdfc-2022"; },
            ErrorCode::unsupported
        },
        ChangeCase{
            "suite_not_text", [](json& d) { d["proof"]["cryptosuite"] = 1; }, ErrorCode::unsupported
        },
        ChangeCase{
            "other_purpose",
            [](json& d) { d["proof"]["proofPurpose"] = "authentication"; },
            ErrorCode::unsupported
        },
        ChangeCase{
            "no_purpose", [](json& d) { d["proof"].erase("proofPurpose"); }, ErrorCode::missing
        },
        ChangeCase{
            "no_key", [](json& d) { d["proof"].erase("verificationMethod"); }, ErrorCode::missing
        },
        ChangeCase{
            "key_not_text",
            [](json& d) { d["proof"]["verificationMethod"] = json::object(); },
            ErrorCode::malformed
        },
        ChangeCase{"no_value", [](json& d) { d["proof"].erase("proofValue"); }, ErrorCode::missing},
        ChangeCase{
            "value_short", [](json& d) { d["proof"]["proofValue"] = "z42ff"; }, ErrorCode::malformed
        },
        ChangeCase{
            "value_in_base64",
            [](json& d) { d["proof"]["proofValue"] = "mAAAA"; },
            ErrorCode::malformed
        },
        ChangeCase{"no_created", [](json& d) { d["proof"].erase("created"); }, ErrorCode::missing},
        ChangeCase{
            "created_no_time",
            [](json& d) { d["proof"]["created"] = "yesterday"; },
            ErrorCode::malformed
        },
        ChangeCase{
            "created_in_two_hours",
            [](json& d) { d["proof"]["created"] = "2026-01-02T05:05:00Z"; },
            ErrorCode::expired
        },
        ChangeCase{
            "expired",
            [](json& d) { d["proof"]["expires"] = "2026-01-02T03:04:59Z"; },
            ErrorCode::expired
        },
        ChangeCase{
            "expires_no_time", [](json& d) { d["proof"]["expires"] = 1; }, ErrorCode::malformed
        },
        ChangeCase{"not_an_object", [](json& d) { d = json::array(); }, ErrorCode::wrong_type}
    ),
    [](auto const& info) { return info.param.name; }
);

TEST(MakeIntegrityProof, DoesNotCoverAnOldProofOrLdSignature) {
    auto document = signed_document();
    document["signature"] = {{"type", "RsaSignature2017"}};
    auto const proof = make_integrity_proof(
                           document,
                           {std::string(fep_key_id), test::ed25519_key()},
                           std::chrono::floor<std::chrono::seconds>(test::test_now)
    )
                           .value();
    EXPECT_EQ(proof, document["proof"]);
}

TEST(MakeIntegrityProof, WorksWithoutAContext) {
    auto document = fep_document();
    document.erase("@context");
    document["proof"] = make_integrity_proof(
                            document,
                            {std::string(fep_key_id), test::ed25519_key()},
                            std::chrono::floor<std::chrono::seconds>(test::test_now)
    )
                            .value();
    EXPECT_FALSE(document["proof"].contains("@context"));
    EXPECT_TRUE(verify(document));
}

TEST(MakeIntegrityProof, RefusesAnRsaKeyAndOtherDocuments) {
    auto const when = std::chrono::sys_seconds{};
    EXPECT_EQ(
        make_integrity_proof(fep_document(), {"k", test::rsa_key()}, when).error().code,
        ErrorCode::unsupported
    );
    EXPECT_EQ(
        make_integrity_proof(json::array(), {"k", test::ed25519_key()}, when).error().code,
        ErrorCode::wrong_type
    );
}

}  // namespace

}  // namespace folkmoot::activitypub
