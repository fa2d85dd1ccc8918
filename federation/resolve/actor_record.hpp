// An actor document as records of the store: what of it is kept, cleaned and capped. No I/O.
#pragma once

#include "activitypub/vocabulary/actor.hpp"
#include "federation/resolve/remote_actor.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace folkmoot::federation {

/// How an actor is to be shown.
struct ChosenHandle {
    std::string username;
    std::string folded;      ///< "name@host" in lower case
    bool confirmed = false;  ///< by WebFinger's round trip (F24)
};

/// What the store calls a type of actor.
storage::ActorKind kind_of(activitypub::ActorType type) noexcept;

/// Writes what a document says into a record, new or stored. What this node knows by itself (id,
/// host, suspension, silence, deletion, observations, successor) stays as it is. HTML is sanitised.
/// @param now  milliseconds since 1970
void apply_document(
    storage::ActorRecord& record,
    activitypub::Actor const& document,
    ChosenHandle const& handle,
    std::int64_t now
);

/// The keys of an actor as records without ids and owner.
std::vector<storage::ActorKeyRecord> key_records(
    std::vector<RemoteKey> const& keys, std::int64_t now
);

}  // namespace folkmoot::federation
