// What an operator reads when the store's own beginning cannot be read.
#pragma once

#include "node/fold_errors.hpp"

namespace folkmoot::node {

/// A store that opens but cannot be read: never to be taken for an empty one.
/// @param error  what reading gave; its detail is for the operator, who is the only one to see this
inline std::unexpected<Error> damaged_store(storage::Error const& error) {
    return refused(
        ErrorCode::internal,
        "The store is damaged (" + error.detail +
            "). Keep it aside and put the newest backup in its place: folkmoot restore.",
        error.detail
    );
}

}  // namespace folkmoot::node
