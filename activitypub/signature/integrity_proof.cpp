#include "activitypub/signature/integrity_proof.hpp"

#include "activitypub/signature/jcs.hpp"
#include "activitypub/signature/multibase.hpp"

#include <algorithm>

namespace folkmoot::activitypub {

namespace {

using nlohmann::json;

constexpr std::string_view proof_type = "DataIntegrityProof";
constexpr std::string_view cryptosuite = "eddsa-jcs-2022";
constexpr std::string_view purpose = "assertionMethod";
constexpr std::size_t max_proofs = 8;
constexpr std::size_t signature_length = 64;
constexpr std::chrono::hours max_ahead{1};

std::unexpected<Error> refusal(ErrorCode code, std::string_view what) {
    return std::unexpected(Error{code, "proof: " + std::string(what)});
}

/// What is signed: SHA-256 of the configuration, then SHA-256 of the document.
Result<std::string> hash_data(json const& document, json const& configuration) {
    std::string out;
    for (auto const* part : {&configuration, &document}) {
        auto const text = canonicalize(*part);
        if (!text) {
            return std::unexpected(text.error());
        }
        out += text_of(sha256(bytes_of(*text)));
    }
    return out;
}

/// The document without what a proof does not cover.
json unsecured(json document) {
    document.erase("proof");
    document.erase("signature");
    return document;
}

Result<std::string> text_property(json const& proof, char const* name) {
    auto const it = proof.find(name);
    if (it == proof.end()) {
        return refusal(ErrorCode::missing, name);
    }
    if (!it->is_string()) {
        return refusal(ErrorCode::malformed, std::string(name) + " is not a string");
    }
    return it->get<std::string>();
}

bool is_ours(json const& proof) {
    return proof.is_object() && proof.value("type", json()) == proof_type &&
           proof.value("cryptosuite", json()) == cryptosuite;
}

/// The proof to look at: the only one, or the first of several that is of our suite.
Result<json> select_proof(json const& document) {
    auto const it = document.find("proof");
    if (it == document.end()) {
        return refusal(ErrorCode::missing, "none");
    }
    if (is_ours(*it)) {
        return *it;
    }
    if (it->is_array() && it->size() > max_proofs) {
        return refusal(ErrorCode::too_large, "too many");
    }
    if (it->is_array()) {
        auto const found = std::ranges::find_if(*it, is_ours);
        if (found != it->end()) {
            return *found;
        }
    }
    return refusal(ErrorCode::unsupported, "none of eddsa-jcs-2022");
}

/// Whether a document's context is the proof's or an array that starts with it.
bool context_fits(json const& document_context, json const& proof_context) {
    if (document_context == proof_context) {
        return true;
    }
    auto const as_array = [](json const& context) {
        return context.is_array() ? context : json::array({context});
    };
    auto const whole = as_array(document_context);
    auto const start = as_array(proof_context);
    return start.size() <= whole.size() && std::equal(start.begin(), start.end(), whole.begin());
}

/// Applies the rule about contexts: the proof's is checked against the document's and hashed
/// instead of it.
Result<void> apply_context(json const& proof, json& document) {
    auto const context = proof.find("@context");
    if (context == proof.end()) {
        return {};
    }
    auto const whole = document.find("@context");
    if (whole == document.end() || !context_fits(*whole, *context)) {
        return refusal(ErrorCode::origin_mismatch, "its context is not the document's");
    }
    *whole = *context;
    return {};
}

Result<void> check_times(json const& proof, Timestamp now) {
    auto const created_text = text_property(proof, "created");
    if (!created_text) {
        return std::unexpected(created_text.error());
    }
    auto const created = parse_timestamp(*created_text);
    if (!created) {
        return refusal(ErrorCode::malformed, "created is not a time");
    }
    if (*created > now + max_ahead) {
        return refusal(ErrorCode::expired, "created in the future");
    }
    if (!proof.contains("expires")) {
        return {};
    }
    auto const expires_text = text_property(proof, "expires");
    auto const expires = expires_text ? parse_timestamp(*expires_text) : std::nullopt;
    if (!expires) {
        return refusal(ErrorCode::malformed, "expires is not a time");
    }
    if (*expires < now) {
        return refusal(ErrorCode::expired, "expired");
    }
    return {};
}

Result<Bytes> read_signature(json const& proof) {
    auto const text = text_property(proof, "proofValue");
    if (!text) {
        return std::unexpected(text.error());
    }
    auto bytes = decode_multibase(*text);
    if (!bytes || bytes->size() != signature_length) {
        return refusal(ErrorCode::malformed, "proofValue is not 64 bytes of base58btc");
    }
    return bytes;
}

}  // namespace

Result<json> make_integrity_proof(
    json const& document, SigningKey const& signer, std::chrono::sys_seconds created
) {
    if (signer.key.type() != KeyType::ed25519) {
        return refusal(ErrorCode::unsupported, "eddsa-jcs-2022 needs an Ed25519 key");
    }
    if (!document.is_object()) {
        return refusal(ErrorCode::wrong_type, "document is not an object");
    }
    json proof{
        {"type", proof_type},
        {"cryptosuite", cryptosuite},
        {"verificationMethod", signer.key_id},
        {"proofPurpose", purpose},
        {"created", format_timestamp(created)},
    };
    if (auto const context = document.find("@context"); context != document.end()) {
        proof["@context"] = *context;
    }
    auto const data = hash_data(unsecured(document), proof);
    if (!data) {
        return std::unexpected(data.error());
    }
    auto const signature = signer.key.sign(*data);
    if (!signature) {
        return std::unexpected(signature.error());
    }
    proof["proofValue"] = encode_multibase(*signature);
    return proof;
}

Result<void> PendingProof::verify(PublicKey const& key) const {
    return key.verify(SignatureAlgorithm::ed25519, hash_data_, signature_);
}

Result<PendingProof> inspect_integrity_proof(json const& document, Timestamp now) {
    if (!document.is_object()) {
        return refusal(ErrorCode::wrong_type, "document is not an object");
    }
    auto proof = select_proof(document);
    if (!proof) {
        return std::unexpected(std::move(proof).error());
    }
    auto const stated_purpose = text_property(*proof, "proofPurpose");
    auto const method = text_property(*proof, "verificationMethod");
    auto signature = read_signature(*proof);
    if (!stated_purpose || !method) {
        return std::unexpected(!method ? method.error() : stated_purpose.error());
    }
    if (!signature) {
        return std::unexpected(std::move(signature).error());
    }
    if (*stated_purpose != purpose) {
        return refusal(ErrorCode::unsupported, "made for another purpose");
    }
    if (auto timely = check_times(*proof, now); !timely) {
        return std::unexpected(std::move(timely).error());
    }
    auto whole = unsecured(document);
    if (auto applied = apply_context(*proof, whole); !applied) {
        return std::unexpected(std::move(applied).error());
    }
    proof->erase("proofValue");
    auto data = hash_data(whole, *proof);
    if (!data) {
        return std::unexpected(std::move(data).error());
    }
    return PendingProof(*method, std::move(*data), std::move(*signature));
}

}  // namespace folkmoot::activitypub
