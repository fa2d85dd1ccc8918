// What this node demands of a signature besides being right: for whom the request was made, and
// when. Shared by both signature schemes.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/http_message.hpp"
#include "activitypub/vocabulary/timestamp.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace folkmoot::activitypub {

/// Who we are and how far senders' clocks may be off.
struct SignaturePolicy {
    /// Scheme of this node as others see it; "http" in development only.
    std::string scheme{"https"};
    /// Authority of this node as others see it, e.g. "folk.example" or "localhost:8420".
    std::string authority;
    /// A proxy in front rewrites Host: `authority` stands for what the sender sent.
    bool authority_replaces_host{false};
    /// Oldest Date or created that is taken.
    std::chrono::seconds max_age{std::chrono::hours{12}};
    /// Furthest in the future that is taken.
    std::chrono::seconds max_ahead{std::chrono::hours{1}};
    /// How long after its `expires` a signature is still taken.
    std::chrono::seconds expiry_leeway{std::chrono::minutes{1}};
};

/// When a signature says that it was made and until when it holds.
struct SignatureTimes {
    std::optional<std::chrono::sys_seconds> date;     ///< the Date header, when it is covered
    std::optional<std::chrono::sys_seconds> created;  ///< the parameter, when it is covered
    std::optional<std::chrono::sys_seconds> expires;  ///< the parameter, covered or not
};

/// Checks a signature's times against the clock (threat F09).
/// @return Error{missing} without date and created, {expired} outside of the window
Result<void> check_times(SignatureTimes const& times, SignaturePolicy const& policy, Timestamp now);

/// An authority in the form in which authorities are compared and RFC 9421 signs them: lower case,
/// without the scheme's default port.
std::string normalize_authority(std::string_view authority, std::string_view scheme);

/// The Host that the sender meant, as written: the header's value, or the policy's authority where
/// that replaces it.
/// @return Error{missing} or {malformed} when the header is absent or there twice,
///         {signature_invalid} when it is not this node: a request made for another node is passed
///         on to us
Result<std::string> effective_host(HttpMessage const& message, SignaturePolicy const& policy);

/// Value of a covered header field: all lines trimmed and joined with ", ".
/// @return Error{missing} when it is absent (which is not the same as empty), {malformed} when it
///         is there twice without being a list by its definition (threat F10), or holds a control
///         character
Result<std::string> covered_field(HttpMessage const& message, std::string_view lower_case_name);

/// Refuses a message in which a field that decides about trust is there twice, covered or not:
/// Host, Date, Digest, Content-Digest, Content-Type, Content-Length, Signature, Signature-Input
/// (threat F10: two parsers read two things).
/// @return Error{malformed} naming the field
Result<void> check_single_fields(HttpMessage const& message);

/// Checks every Digest and Content-Digest that the message has against the body.
/// @return Error{digest_mismatch}, {unsupported}, {malformed}; success when there is none: whether
///         one is needed is the coverage rules' question
Result<void> check_digests(HttpMessage const& message, std::string_view body);

}  // namespace folkmoot::activitypub
