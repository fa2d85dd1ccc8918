// JSON-LD contexts: the constants that we write. Contexts are never fetched and give no meaning to
// what we read: plain JSON names are the authority, and json_ld.hpp refuses documents that try to
// change that.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace folkmoot::activitypub {

inline constexpr std::string_view activitystreams_context = "https://www.w3.org/ns/activitystreams";
inline constexpr std::string_view security_context = "https://w3id.org/security/v1";
/// Multikey and its terms: the form of FEP-521a that deployed JSON-LD readers know without a fetch.
inline constexpr std::string_view multikey_context = "https://w3id.org/security/multikey/v1";
inline constexpr std::string_view data_integrity_context =
    "https://w3id.org/security/data-integrity/v2";

/// Our own vocabulary, prefix `fm` (decisions 1 and 37). The only place that spells it.
inline constexpr std::string_view folkmoot_namespace = "https://w3id.org/folkmoot/ns#";

/// The three spellings of "everybody"; the first is the one we write.
inline constexpr std::string_view public_collection =
    "https://www.w3.org/ns/activitystreams#Public";
inline constexpr std::string_view public_collection_compact = "as:Public";
inline constexpr std::string_view public_collection_bare = "Public";

/// `@context` of actors.
nlohmann::ordered_json actor_context();

/// `@context` of objects and of activities that embed them.
nlohmann::ordered_json object_context();

/// `@context` of activities that carry ids only, and of collections of ids.
nlohmann::ordered_json plain_context();

/// `@context` of the Announce of an activity that may carry an integrity proof.
nlohmann::ordered_json announce_context();

}  // namespace folkmoot::activitypub
