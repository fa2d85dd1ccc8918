#include "node/oauth/secrets.hpp"

#include "activitypub/signature/base64.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace folkmoot::node {

std::vector<std::uint8_t> secret_hash(std::string_view secret) {
    auto const digest = storage::sha256(secret);
    return {digest.begin(), digest.end()};
}

bool is_secret(std::string_view secret, std::vector<std::uint8_t> const& hash) noexcept {
    auto const digest = storage::sha256(secret);
    return hash.size() == digest.size() &&
           CRYPTO_memcmp(hash.data(), digest.data(), digest.size()) == 0;
}

bool equal_secrets(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string sha256_base64url(std::string_view text) {
    return activitypub::encode_base64url(storage::sha256(text));
}

std::vector<std::string> stored_scopes(ScopeSet scopes) {
    std::vector<std::string> stored;
    for (unsigned i = 0; i < static_cast<unsigned>(Scope::count); ++i) {
        if (auto const scope = static_cast<Scope>(i); scopes.contains(scope)) {
            stored.emplace_back(to_string(scope));
        }
    }
    return stored;
}

ScopeSet scopes_of(std::vector<std::string> const& stored) {
    std::uint64_t mask = 0;
    for (auto const& word : stored) {
        mask |= ScopeSet::parse(word).value_or(ScopeSet{}).mask();
    }
    return ScopeSet::from_mask(mask);
}

}  // namespace folkmoot::node
