// What every actor of this node needs, be it a member, a group or a service: a handle of its own
// and two keys. Inside this folder only.
#pragma once

#include "node/community/services.hpp"

#include <string>
#include <vector>

namespace folkmoot::node {

/// An actor that is ready to be stored.
struct NewLocalActor {
    storage::ActorRecord actor;
    std::vector<storage::ActorKeyRecord> keys;
};

/// Gives a new actor its id, handle, time and keys.
/// @param actor  kind, username and profile
boost::asio::awaitable<Result<NewLocalActor>> make_local_actor(
    Services& services, storage::ActorRecord actor
);

/// Whether an actor may be stored.
/// @return Error{conflict} when somebody has the name
Result<void> check_name_free(
    storage::Txn const& txn, storage::Tables const& tables, storage::ActorRecord const& actor
);

/// Stores an actor with its keys and notes it in the change log. For use inside a write closure.
Result<void> insert_local_actor(
    Services& services, storage::WriteTxn& txn, NewLocalActor const& fresh
);

/// Puts a picture into a profile, or takes it away; for use before a transaction.
/// @param media  an upload of `owner`; none takes the picture away
/// @param slot   field of the actor
/// @return Error{not_found} for a file that is not the owner's, {unprocessable} for one that is no
///         picture
Result<void> set_picture(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::ActorId owner,
    storage::MediaId media,
    std::uint64_t& slot
);

/// Marks the pictures of a profile as used and those it had before as free; inside a write closure.
Result<void> keep_pictures(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::ActorRecord const& before,
    storage::ActorRecord const& after
);

}  // namespace folkmoot::node
