// Walks the actors of this node for lists on the command line.
#pragma once

#include "node/error.hpp"
#include "storage/store.hpp"

#include <functional>

namespace folkmoot::node {

/// Calls `show` with each local actor of a kind, newest first, a page and a snapshot at a time.
/// @param show  its first failure ends the walk and is the result
Result<void> each_local_actor(
    storage::Store const& store,
    storage::ActorKind kind,
    std::function<Result<void>(storage::Txn const&, storage::ActorRecord const&)> const& show
);

}  // namespace folkmoot::node
