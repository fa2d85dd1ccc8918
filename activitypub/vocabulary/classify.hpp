// Which kind of document a JSON value is, judged by its shape alone.
#pragma once

#include "activitypub/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace folkmoot::activitypub {

enum class DocumentKind {
    activity,
    actor,
    object,
    collection,     ///< Collection, OrderedCollection and their pages
    key,            ///< a public key on its own: `publicKeyPem`, Multikey
    web_finger,     ///< JRD with a subject
    node_info,      ///< NodeInfo document
    link_document,  ///< `links` without a subject: the NodeInfo well-known document, host-meta
    context,        ///< nothing but `@context`
    unknown,
};

/// "activity", "actor", … for logs and metrics.
std::string_view to_string(DocumentKind kind) noexcept;

/// Judges a document. Unknown types with an `actor` are activities, other unknown types are
/// objects.
DocumentKind classify(nlohmann::json const& document);

/// The one type of a document. An array counts when exactly one entry is a plain name and all
/// others are names of another vocabulary, with a colon: `["Person", "vcard:individual"]`.
/// @return the name, at most 128 bytes. Errors: missing "type.missing"; wrong_type "type.kind";
/// malformed
///         "type.ambiguous" for two plain names; too_large
Result<std::string> read_type(nlohmann::json const& document);

}  // namespace folkmoot::activitypub
