// What the tests of arriving requests share: requests signed by carol, and both steps of their
// verification.
#pragma once

#include "activitypub/signature/verify_request.hpp"
#include "tests/activitypub/signature/fixtures.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace folkmoot::activitypub::test {

/// Both steps with the key of carol (rsa_key) at the corpus' clock.
inline Result<VerifiedSignature> verify(
    HttpMessage const& message,
    std::string_view body = test_body,
    PublicKey const& key = rsa_key().public_key(),
    SignaturePolicy const& policy = home_policy()
) {
    auto const pending = inspect(message, body, policy, test_now);
    if (!pending) {
        return std::unexpected(pending.error());
    }
    return pending->verify(key);
}

inline std::optional<ErrorCode> code_of(Result<VerifiedSignature> const& result) {
    return result ? std::nullopt : std::optional(result.error().code);
}

inline HttpMessage post_with(CavageRecipe const& recipe) {
    auto message = unsigned_post();
    message.set("Signature", cavage_header(message, rsa_key(), recipe));
    return message;
}

inline void remove(HttpMessage& message, std::string_view name) {
    std::erase_if(message.headers, [name](HeaderField const& field) {
        return equals_ignoring_case(field.name, name);
    });
}

/// A field put there before signing; the rest of the request follows.
inline HttpMessage post_with_field(
    std::string name, std::string value, CavageRecipe const& recipe = {}
) {
    auto message = unsigned_post();
    message.set(name, std::move(value));
    message.set("Signature", cavage_header(message, rsa_key(), recipe));
    return message;
}

}  // namespace folkmoot::activitypub::test
