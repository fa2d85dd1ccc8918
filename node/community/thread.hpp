// Threads as a viewer may see them: the tree around a post for clients, numbered pages for people.
#pragma once

#include "node/access/viewer.hpp"
#include "node/community/services.hpp"
#include "storage/tables/threads.hpp"

#include <cstdint>
#include <vector>

namespace folkmoot::node {

/// What stands above a post and hangs below it; what the viewer may not see is left out. The
/// accepted answer of the thread comes first among its siblings below the root.
/// @return Error{not_found} or {forbidden} for the post itself
Result<storage::ThreadContext> thread_context(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    storage::PostId post,
    storage::ThreadLimits const& limits = {}
);

/// A reply in its numbered place.
struct NumberedPost {
    std::uint32_t ordinal{0};  ///< from 1; the fragment "#p{n}" of the page
    storage::PostRecord post;
    bool visible{true};  ///< false: deleted, removed or not for this viewer; show the gap only
};

/// A page of a topic.
struct ThreadPage {
    storage::PostRecord root;
    storage::PostCountersRecord counters;  ///< of the root
    std::vector<NumberedPost> replies;     ///< by arrival
    bool more{false};                      ///< there are later replies
};

/// A numbered page of the replies of a topic.
/// @param root   first post of the thread
/// @param after  only ordinals above
/// @return Error{not_found} or {forbidden} for the root, {not_found} for a post that is none
Result<ThreadPage> thread_page(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    storage::PostId root,
    std::uint32_t after,
    std::size_t limit
);

}  // namespace folkmoot::node
