// Object integrity proofs (FEP-8b32) with the cryptosuite eddsa-jcs-2022 (W3C Data Integrity EdDSA
// Cryptosuites 1.0, section 3.3): a signature within a document, which survives being passed on.
// Made on public activities; read in two steps like a request's signature. An invalid proof is
// worth nothing, which is not less than no proof.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/bytes.hpp"
#include "activitypub/signature/key.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace folkmoot::activitypub {

/// Makes the `proof` object for a document. An old `proof` or LD `signature` in the document is not
/// covered. The proof takes over the document's `@context`.
/// @param document  an object, as it will be sent (member order does not matter)
/// @param signer    Ed25519; its key id becomes `verificationMethod`
/// @param created   when, to the second
/// @return Error{unsupported} for an RSA key, {wrong_type} when `document` is no object, else as
///         canonicalize()
Result<nlohmann::json> make_integrity_proof(
    nlohmann::json const& document, SigningKey const& signer, std::chrono::sys_seconds created
);

/// A proof that passed all checks but the key's. Holds all that it needs: the document may go.
class PendingProof {
public:
    /// The key that made the proof: an IRI, unverified. That it belongs to the actor is the
    /// caller's check.
    std::string const& verification_method() const noexcept { return verification_method_; }

    /// Checks the proof with `key`.
    /// @return Error{unsupported} for another type than Ed25519, {signature_invalid} on a mismatch
    Result<void> verify(PublicKey const& key) const;

private:
    friend Result<PendingProof> inspect_integrity_proof(nlohmann::json const&, Timestamp);

    PendingProof(std::string verification_method, std::string hash_data, Bytes signature) noexcept
        : verification_method_(std::move(verification_method)),
          hash_data_(std::move(hash_data)),
          signature_(std::move(signature)) {}

    std::string verification_method_;
    std::string hash_data_;
    Bytes signature_;
};

/// Reads a document's `proof` (an object, or an array of at most 8 of which the first
/// eddsa-jcs-2022 one is taken) and computes what it must sign. An LD `signature` is left out of
/// the document. When the proof has an `@context`, the document's must be equal to it or start with
/// its entries, and the proof's is the one hashed. There is no oldest age: a proof holds as long as
/// its key.
/// @return Error{missing} without proof or one of its properties, {unsupported} for another type,
///         suite or purpose, {malformed} for a value that is not of its form, {too_large} for too
///         many, {origin_mismatch} when the contexts do not fit, {expired} after its `expires` or
///         more than an hour before its `created`, {wrong_type}, else as canonicalize()
Result<PendingProof> inspect_integrity_proof(nlohmann::json const& document, Timestamp now);

}  // namespace folkmoot::activitypub
