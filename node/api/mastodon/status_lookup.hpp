// Statuses by the ids that clients have: of posts, and of boosts, which are statuses of their own
// there. What is done to a boost is done to the post in it, but for edit and erase, which are the
// boost's own.
#pragma once

#include "node/access/can.hpp"
#include "node/access/viewer.hpp"
#include "node/error.hpp"
#include "storage/store.hpp"

#include <optional>

namespace folkmoot::node {

/// What an id names.
struct FoundStatus {
    storage::PostRecord post;
    std::optional<storage::LogEntryRecord> boost;  ///< set when the id is a boost's
};

/// The status of an id, when the viewer may do this with its post. With Action::erase a boost is
/// found by who boosted, whose post it is does not matter.
/// @return Error{not_found} for unknown and hidden ones alike (threat P04), {forbidden} as can(),
/// {unprocessable} for a boost
///         that is to be edited
Result<FoundStatus> find_status(
    storage::Txn const& txn,
    storage::Tables const& tables,
    Viewer const& viewer,
    std::uint64_t id,
    Action action = Action::read
);

}  // namespace folkmoot::node
