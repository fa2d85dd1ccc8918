#include "activitypub/vocabulary/key.hpp"

#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/limits.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

std::unexpected<Error> refuse(ErrorCode code, char const* rule) {
    return std::unexpected(Error{code, rule});
}

/// An id member that must be there and be an Iri.
Result<Iri> required_id(
    json const& document, char const* name, char const* rule, IriPolicy policy, Fragment fragment
) {
    auto const text = get_id(document, name);
    if (!text) {
        return refuse(ErrorCode::missing, rule);
    }
    auto id = Iri::parse(*text, policy, fragment);
    if (!id) {
        return refuse(id.error().code, rule);
    }
    return id;
}

/// One value of `publicKey`, owned by `owner`.
Result<void> add_public_key(
    json const& value, Iri const& owner, IriPolicy policy, std::vector<ActorKey>& keys
) {
    if (auto const reference = as_string(value)) {
        // The key lives in a document of its own; whoever needs it fetches it by its id.
        auto const id = Iri::parse(*reference, policy, Fragment::allowed);
        return id ? Result<void>{} : refuse(ErrorCode::malformed, "key.id");
    }
    auto key = read_key(value, policy);
    if (!key) {
        return std::unexpected(key.error());
    }
    if (key->owner != owner) {
        return refuse(ErrorCode::origin_mismatch, "key.owner");
    }
    if (keys.size() < limits::keep_keys) {
        keys.push_back(std::move(*key));
    }
    return {};
}

}  // namespace

Result<ActorKey> read_key(json const& document, IriPolicy policy) {
    if (!document.is_object()) {
        return refuse(ErrorCode::wrong_type, "key.kind");
    }
    auto id = required_id(document, "id", "key.id", policy, Fragment::allowed);
    if (!id) {
        return std::unexpected(id.error());
    }
    auto const* owner_name = document.contains("owner") ? "owner" : "controller";
    auto owner = required_id(document, owner_name, "key.owner", policy, Fragment::refused);
    if (!owner) {
        return std::unexpected(owner.error());
    }
    auto const pem = get_string(document, "publicKeyPem");
    auto const material = pem ? pem : get_string(document, "publicKeyMultibase");
    if (!material || material->empty()) {
        return refuse(ErrorCode::missing, "key.material");
    }
    if (material->size() > limits::max_key_bytes) {
        return refuse(ErrorCode::too_large, "key.material");
    }
    if (!same_origin(*id, *owner)) {
        return refuse(ErrorCode::origin_mismatch, "key.origin");
    }
    return ActorKey{
        std::move(*id),
        std::move(*owner),
        pem ? KeyFormat::pem : KeyFormat::multibase,
        std::string(*material),
    };
}

Result<std::vector<ActorKey>> read_actor_keys(
    json const& document, Iri const& owner, IriPolicy policy
) {
    std::vector<ActorKey> keys;
    for (auto const* value : get_list(document, "publicKey")) {
        if (auto added = add_public_key(*value, owner, policy, keys); !added) {
            return std::unexpected(added.error());
        }
    }
    for (auto const* value : get_list(document, "assertionMethod")) {
        auto key = read_key(*value, policy);
        if (key && key->owner == owner && keys.size() < limits::keep_keys) {
            keys.push_back(std::move(*key));
        }
    }
    return keys;
}

nlohmann::ordered_json write_key(ActorKey const& key) {
    if (key.format == KeyFormat::multibase) {
        return {
            {"id", key.id.text()},
            {"type", "Multikey"},
            {"controller", key.owner.text()},
            {"publicKeyMultibase", key.material},
        };
    }
    return {{"id", key.id.text()}, {"owner", key.owner.text()}, {"publicKeyPem", key.material}};
}

}  // namespace folkmoot::activitypub
