// What this node demands of a signature besides being right: for whom the request was made, and
// when. Shared by both signature schemes.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/signature/http_date.hpp"
#include "activitypub/signature/http_message.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace folkmoot::activitypub {

/// For whom and when: reference values are ours, senders' clocks may be off.
struct SignaturePolicy {
    std::string scheme{"https"};  ///< of this node as others see it; "http" in development only
    std::string
        authority;  ///< of this node as others see it, e.g. "folk.example" or "localhost:8420"
    bool authority_replaces_host{
    };  ///< a proxy in front rewrites Host: take `authority` for what the sender sent
    std::chrono::seconds max_age{std::chrono::hours{12}};  ///< oldest Date or created that is taken
    std::chrono::seconds max_ahead{std::chrono::hours{1}
    };  ///< furthest in the future that is taken
    std::chrono::seconds expiry_leeway{60
    };  ///< how long after `expires` a signature is still taken
};

/// When a signature says that it was made and until when it holds.
struct SignatureTimes {
    std::optional<std::chrono::sys_seconds> date;     ///< the Date header, when it is covered
    std::optional<std::chrono::sys_seconds> created;  ///< the parameter, when it is covered
    std::optional<std::chrono::sys_seconds> expires;  ///< the parameter, covered or not
};

/// Checks a signature's times against the clock (threat F09).
/// @return Error{missing} without date and created, {expired} outside of the window
Result<void> check_times(SignatureTimes const& times, SignaturePolicy const& policy, Instant now);

/// The Host that the sender meant: the header's value, or the policy's authority when that replaces
/// it.
/// @return Error{missing} or {malformed} when the header is absent or there twice,
/// {signature_invalid} when it is not
///         this node (a request made for another node is sent on to us; default ports and case do
///         not matter)
Result<std::string> effective_host(HttpMessage const& message, SignaturePolicy const& policy);

/// Value of a covered header field: all lines trimmed and joined with ", ".
/// @return Error{missing} when it is absent (it does not count as empty), {malformed} when it is
/// there twice and is not
///         a list by its definition (threat F10), or holds a control character
Result<std::string> covered_field(HttpMessage const& message, std::string_view lower_case_name);

/// Refuses a message in which a field that decides about trust is there twice, covered or not:
/// Host, Date, Digest, Content-Digest, Content-Type, Signature, Signature-Input (threat F10: two
/// parsers read two things).
/// @return Error{malformed} naming the field
Result<void> check_single_fields(HttpMessage const& message);

/// Checks every Digest and Content-Digest in the message against the body.
/// @return Error{digest_mismatch}, {unsupported}, {malformed}; nothing when there is none (coverage
/// rules ask for them)
Result<void> check_digests(HttpMessage const& message, std::string_view body);

}  // namespace folkmoot::activitypub
