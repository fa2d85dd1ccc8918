#include "activitypub/vocabulary/classify.hpp"

#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/types.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

constexpr std::size_t max_type_bytes = 128;

/// A name of this vocabulary rather than of another one ("vcard:individual", an IRI).
bool is_plain_name(std::string_view name) noexcept {
    return !name.contains(':');
}

bool is_key(json const& document, std::string_view type) {
    return type == "Multikey" || type == "CryptographicKey" || type == "Key" ||
           document.contains("publicKeyPem") || document.contains("publicKeyMultibase");
}

DocumentKind classify_untyped(json const& document) {
    if (is_key(document, {})) {
        return DocumentKind::key;
    }
    if (get_string(document, "subject")) {
        return DocumentKind::web_finger;
    }
    if (document.contains("links") && document.size() == 1) {
        return DocumentKind::link_document;
    }
    if (get_object(document, "software") != nullptr && document.contains("protocols")) {
        return DocumentKind::node_info;
    }
    if (document.contains("@context") && document.size() == 1) {
        return DocumentKind::context;
    }
    return DocumentKind::unknown;
}

}  // namespace

std::string_view to_string(DocumentKind kind) noexcept {
    switch (kind) {
        case DocumentKind::activity:
            return "activity";
        case DocumentKind::actor:
            return "actor";
        case DocumentKind::object:
            return "object";
        case DocumentKind::collection:
            return "collection";
        case DocumentKind::key:
            return "key";
        case DocumentKind::web_finger:
            return "web_finger";
        case DocumentKind::node_info:
            return "node_info";
        case DocumentKind::link_document:
            return "link_document";
        case DocumentKind::context:
            return "context";
        case DocumentKind::unknown:
            return "unknown";
    }
    return "unknown";
}

DocumentKind classify(json const& document) {
    if (!document.is_object()) {
        return DocumentKind::unknown;
    }
    auto const type = read_type(document);
    if (!type) {
        return document.contains("type") ? DocumentKind::unknown : classify_untyped(document);
    }
    if (actor_type(*type)) {
        return DocumentKind::actor;
    }
    if (collection_type(*type)) {
        return DocumentKind::collection;
    }
    if (activity_type(*type)) {
        return DocumentKind::activity;
    }
    if (object_type(*type)) {
        return DocumentKind::object;
    }
    if (is_key(document, *type)) {
        return DocumentKind::key;
    }
    bool const acts = document.contains("actor") && !document.contains("attributedTo");
    return acts ? DocumentKind::activity : DocumentKind::object;
}

Result<std::string> read_type(json const& document) {
    auto const* type = find_member(document, "type");
    if (type == nullptr) {
        return std::unexpected(Error{ErrorCode::missing, "type.missing"});
    }
    std::optional<std::string_view> chosen;
    bool several = false;
    for (auto const* entry : as_list(*type)) {
        auto const name = as_string(*entry);
        if (!name) {
            return std::unexpected(Error{ErrorCode::wrong_type, "type.kind"});
        }
        if (!chosen || !is_plain_name(*chosen)) {
            // A plain name wins over names of other vocabularies; of those alone the first stands.
            chosen = !chosen || is_plain_name(*name) ? name : chosen;
        } else if (is_plain_name(*name)) {
            several = true;
        }
    }
    if (!chosen || chosen->empty()) {
        return std::unexpected(Error{ErrorCode::missing, "type.missing"});
    }
    if (several) {
        return std::unexpected(Error{ErrorCode::malformed, "type.ambiguous"});
    }
    if (chosen->size() > max_type_bytes) {
        return std::unexpected(Error{ErrorCode::too_large, "type.bytes"});
    }
    return std::string(*chosen);
}

}  // namespace folkmoot::activitypub
