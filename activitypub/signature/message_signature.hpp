// HTTP Message Signatures (RFC 9421) for requests: `Signature-Input` and `Signature`. Components
// without parameters only: @method, @target-uri, @authority, @scheme, @request-target, @path,
// @query and header fields. A signature that covers anything else is refused: what we cannot
// rebuild we cannot verify.
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

/// One labelled signature of a message.
struct MessageSignature {
    std::string label;
    std::vector<std::string> components;  ///< in order, without quotes, each once
    std::string raw_parameters;           ///< inner list and parameters exactly as received
    std::string key_id;
    std::optional<std::string> algorithm;  ///< `alg`
    std::optional<std::chrono::sys_seconds> created;
    std::optional<std::chrono::sys_seconds> expires;
    Bytes signature;  ///< not empty

    friend bool operator==(MessageSignature const&, MessageSignature const&) = default;

    /// Whether a component is covered.
    bool covers(std::string_view component) const noexcept;
};

/// Reads both headers into the signatures whose label is in both, in the order of
/// `Signature-Input`; at most 8. One that cannot be read spoils all. Safe on any bytes (fuzzed).
/// @return Error{malformed} for other syntax, a component twice or a parameter of the wrong type,
///         {missing} without a label in both or without keyid, {signature_invalid} for an empty
///         signature, {unsupported} for a component with parameters or of an unknown @name,
///         {too_large} above the caps
/// Source: RFC 9421 sections 4.1 and 4.2.
Result<std::vector<MessageSignature>> parse_message_signatures(
    std::string_view signature_input, std::string_view signature
);

/// The signature base (RFC 9421 section 2.5), with `@signature-params` as received. Scheme and
/// authority are the policy's: this node as senders see it.
/// @return Error{missing} for a field that is absent, {malformed} as covered_field(), else as
///         effective_host()
Result<std::string> signature_base(
    MessageSignature const& signature, HttpMessage const& message, SignaturePolicy const& policy
);

/// Checks everything that needs neither key nor body: `created` is there; @method and the whole
/// target are covered (@target-uri; or @authority with @request-target; or @authority with @path
/// and, where the target has a query, @query); besides GET and HEAD also content-digest; the
/// algorithm is known; times are in the window, Date's included when it is covered.
/// @return Error{missing}, {unsupported}, {expired}, {malformed}
Result<void> check_message_signature(
    MessageSignature const& signature,
    HttpMessage const& message,
    SignaturePolicy const& policy,
    Timestamp now
);

/// The algorithm that a key verifies with, when `alg` agrees with the key's type: rsa-v1_5-sha256
/// or rsa-pss-sha512 (RSA), ed25519 (Ed25519); no `alg` means the type's default.
/// @return Error{unsupported} otherwise (threat F11)
Result<SignatureAlgorithm> message_signature_algorithm(
    MessageSignature const& signature, KeyType type
);

/// Signs a request: sets `Signature-Input` and `Signature` with the one label `sig1`, `created`,
/// `keyid` and `alg`. Covers `@method @target-uri`, and `content-digest` where the message has it
/// or is neither GET nor HEAD. Sets no Date.
/// @param message          besides GET and HEAD needs Content-Digest (make_content_digest)
/// @param receiver_origin  scheme and authority of the receiver in lower case, without a default
///                         port: "https://social.example"
/// @return Error{missing} when a field to be covered is absent, {malformed} for a key id outside of
///         printable ASCII or an origin without "://", {internal} when OpenSSL fails
Result<void> sign_message(
    HttpMessage& message, SigningKey const& signer, std::string_view receiver_origin, Timestamp now
);

}  // namespace folkmoot::activitypub
