// The one way in which a received request is authenticated, whichever scheme signed it. Two steps,
// so that the key can be fetched between them: inspect() does every check that needs no key,
// cheapest first (threat D09), and names the key; verify() needs the key and nothing else.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/http_message.hpp"
#include "activitypub/signature/key.hpp"
#include "activitypub/signature/signature_policy.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

enum class SignatureScheme { cavage, rfc9421 };

/// Name of a scheme for logs and metrics: "cavage" or "rfc9421". Lives for ever.
std::string_view to_string(SignatureScheme scheme) noexcept;

/// What a verified signature says. It does not say whose key it was: that is for who fetched it.
struct VerifiedSignature {
    std::string key_id;
    SignatureScheme scheme{};
    SignatureAlgorithm algorithm{};
    std::chrono::sys_seconds signed_at;  ///< created where it is covered, else Date

    friend bool operator==(VerifiedSignature const&, VerifiedSignature const&) = default;
};

/// A signature that passed all checks but the key's. Holds copies of what it needs: the message and
/// the body may go. A cheap copyable value; verify() may run on another thread, and again with
/// another key after a refetch.
class PendingVerification {
public:
    /// What inspect() found; opaque.
    struct Facts;

    explicit PendingVerification(std::shared_ptr<Facts const> facts) noexcept;

    /// The key that the sender names, as written: an IRI usually, unverified.
    std::string const& key_id() const noexcept;

    SignatureScheme scheme() const noexcept;

    /// Checks the signature with `key`. A GET or HEAD signed with draft-cavage whose target has a
    /// query is also tried without the query (threat F12).
    /// @return Error{unsupported} when the declared algorithm does not fit the key,
    ///         {signature_invalid} on a mismatch
    Result<VerifiedSignature> verify(PublicKey const& key) const;

private:
    std::shared_ptr<Facts const> facts_;
};

/// Checks a received request up to its signature. `Signature-Input` selects RFC 9421; when that
/// cannot be used and `Signature` has draft-cavage's form, that is tried. Of several RFC 9421
/// signatures the first, in the order of `Signature-Input`, that passes every check is taken.
/// @param message  as received; the headers were read before the body, no trailer fields
/// @param body     raw bytes as received
/// @return Error{missing} unsigned or too little covered, {malformed} syntax or a doubled field,
///         {too_large} above the caps, {unsupported} algorithm, {expired} outside the window,
///         {digest_mismatch}, {signature_invalid} made for another host or empty. A server answers
///         400 to {malformed} and {too_large}, 401 to all others.
Result<PendingVerification> inspect(
    HttpMessage const& message, std::string_view body, SignaturePolicy const& policy, Timestamp now
);

}  // namespace folkmoot::activitypub
