// HTTP signatures of draft-cavage-http-signatures-12 as the fediverse deploys them: one `Signature`
// header, RSA with SHA-256 in nearly every case. Strict about what must be covered, tolerant about
// how the header is written.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/bytes.hpp"
#include "activitypub/signature/http_message.hpp"
#include "activitypub/signature/key.hpp"
#include "activitypub/signature/signature_policy.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// The `Signature` header, read. Parameters that we do not know are gone.
struct CavageSignature {
    std::string key_id;
    std::optional<std::string> algorithm;  ///< as written; nothing counts as hs2019
    std::vector<std::string> covered;      ///< lower case, in the order of the signing string
    Bytes signature;                       ///< not empty
    std::optional<std::chrono::sys_seconds> created;
    std::optional<std::chrono::sys_seconds> expires;

    friend bool operator==(CavageSignature const&, CavageSignature const&) = default;

    /// Whether a pseudo-header or header (lower case) is covered.
    bool covers(std::string_view name) const noexcept;
};

/// Reads a `Signature` header: `name="value"` pairs separated by commas; values may hold commas and
/// equals signs, numbers may stand without quotes, order is free, unknown parameters are ignored.
/// At most 8 KiB and 32 covered names. Safe on any bytes (fuzzed).
/// @return Error{malformed} for other syntax or a parameter or covered name given twice, {missing}
///         without keyId, signature or a non-empty `headers` (its default, Date alone, covers too
///         little), {signature_invalid} for a signature that is empty or not base64, {too_large}
///         above the caps
/// Source: draft-cavage-http-signatures-12 sections 2.1 and 4.1.
Result<CavageSignature> parse_cavage(std::string_view header);

/// Which request target a signing string holds: senders differ about the query.
enum class TargetForm { full, path_only };

/// The signing string: a line for each covered name, joined with LF (draft section 2.3).
/// @param host  value for `host`, see effective_host()
/// @return Error{missing} for a covered field or time that is absent, {malformed} as
///         covered_field(), {unsupported} for an unknown pseudo-header
Result<std::string> cavage_signing_string(
    CavageSignature const& signature,
    HttpMessage const& message,
    std::string_view host,
    TargetForm form
);

/// The times that count: Date and created where they are covered, expires always.
/// @return Error{missing} or {malformed} for a covered Date that is absent or no date
Result<SignatureTimes> cavage_times(CavageSignature const& signature, HttpMessage const& message);

/// Checks everything that needs neither key nor body. Required coverage: (request-target), host,
/// and date or (created); besides GET and HEAD also digest or content-digest. The algorithm must be
/// known, (created) and (expires) go with hs2019 only, times must be in the window.
/// @return Error{missing} for too little coverage, {unsupported} for the algorithm, {expired},
///         {malformed} for Date
Result<void> check_cavage(
    CavageSignature const& signature,
    HttpMessage const& message,
    SignaturePolicy const& policy,
    Timestamp now
);

/// The algorithm that a key verifies with, when the header's `algorithm` agrees with the key's
/// type: rsa-sha256 (RSA), ed25519 (Ed25519), hs2019 or nothing (either).
/// @return Error{unsupported} otherwise: hmac-sha256, rsa-sha1 and the like never (threat F11)
Result<SignatureAlgorithm> cavage_algorithm(CavageSignature const& signature, KeyType type);

/// Signs a request as every server understands it: sets `Date` to `now`, then `Signature`. Covers
/// `(request-target) host date digest content-type`; of GET and HEAD `(request-target) host date`.
/// @param message  needs Host; besides GET and HEAD also Digest (make_digest) and Content-Type
/// @param form     path_only leaves the query out: the second try of a GET after a 401
/// @return Error{missing} when a field to be covered is absent, {malformed} when one is there twice
///         or the key id cannot stand in quotes, {internal} when OpenSSL fails
Result<void> sign_cavage(
    HttpMessage& message,
    SigningKey const& signer,
    Timestamp now,
    TargetForm form = TargetForm::full
);

}  // namespace folkmoot::activitypub
