// Secrets that the node gives out and knows again by their hash only (threat A13), and the stored
// form of scopes.
#pragma once

#include "node/http/scope.hpp"
#include "storage/digest.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// What a record keeps of a secret: its SHA-256.
std::vector<std::uint8_t> secret_hash(std::string_view secret);

/// Whether a secret has this hash; takes the same time whatever differs.
bool is_secret(std::string_view secret, std::vector<std::uint8_t> const& hash) noexcept;

/// Whether two texts are equal; takes the same time for texts of one length.
bool equal_secrets(std::string_view a, std::string_view b) noexcept;

/// SHA-256 of a text as base64url without padding: the S256 challenge of a PKCE verifier (RFC 7636
/// section 4.2).
std::string sha256_base64url(std::string_view text);

/// Scopes as records hold them.
std::vector<std::string> stored_scopes(ScopeSet scopes);

/// Back from a record; words that are no scopes any more are dropped.
ScopeSet scopes_of(std::vector<std::string> const& stored);

}  // namespace folkmoot::node
