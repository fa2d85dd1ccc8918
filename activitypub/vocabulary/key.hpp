// Public keys as actors publish them: `publicKey` (PEM), Multikey in `assertionMethod` (FEP-521a),
// and key documents of their own (GoToSocial `/main-key`). Only shape and ownership are judged
// here; parsing is signature/'s.
#pragma once

#include "activitypub/error.hpp"
#include "activitypub/vocabulary/iri.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace folkmoot::activitypub {

enum class KeyFormat { pem, multibase };

struct ActorKey {
    Iri id;     ///< usually "{actor}#main-key"; has the owner's origin
    Iri owner;  ///< `owner` or `controller`
    KeyFormat format = KeyFormat::pem;
    std::string material;  ///< PEM text or multibase string, not yet parsed

    friend bool operator==(ActorKey const&, ActorKey const&) = default;
};

/// Reads a key document or one value of `publicKey` / `assertionMethod`.
/// @return the key. Errors: missing ("key.id", "key.owner", "key.material"), wrong_type, too_large,
/// origin_mismatch
///         ("key.origin": the key id has another origin than its owner; row F03)
Result<ActorKey> read_key(nlohmann::json const& document, IriPolicy policy = {});

/// All keys of an actor document, in order, `publicKey` first, at most limits::keep_keys. Ids alone
/// are left out, so are assertion methods that cannot be read: they only add to what `publicKey`
/// gives.
/// @param owner  the actor's id
/// @return the keys. Errors: those of read_key() for `publicKey`, and origin_mismatch "key.owner"
/// when a key names
///         another owner (rows F03, F14)
Result<std::vector<ActorKey>> read_actor_keys(
    nlohmann::json const& document, Iri const& owner, IriPolicy policy = {}
);

/// `{"id", "owner", "publicKeyPem"}` or the Multikey form, without context.
nlohmann::ordered_json write_key(ActorKey const& key);

}  // namespace folkmoot::activitypub
