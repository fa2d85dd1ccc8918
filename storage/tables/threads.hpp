// A thread around one post, as clients ask for it: what stands above it and what hangs below it,
// both capped.
#pragma once

#include "storage/tables/posts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// How much of a thread is read.
struct ThreadLimits {
    std::size_t ancestors = 40;
    std::size_t descendants = 60;
    std::size_t depth = 20;  ///< levels below the post
};

/// The posts around one.
struct ThreadContext {
    std::vector<PostId> ancestors;    ///< oldest first
    std::vector<PostId> descendants;  ///< depth first, siblings by arrival
    bool complete = true;             ///< false when a limit cut something off
};

/// Reads the context of a post. Posts in every state are listed: the caller decides what may be
/// seen. Error: not_found for the post itself.
Result<ThreadContext> read_context(
    Txn const& txn, PostTable const& posts, PostId post, ThreadLimits const& limits
);

}  // namespace folkmoot::storage
