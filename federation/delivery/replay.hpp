// What a host that was dead is not told any more when it comes back (reference: federation, section
// 6.2). Pure.
#pragma once

#include "storage/schema/federation.hpp"
#include "storage/tables/ids.hpp"

#include <cstdint>
#include <set>
#include <span>

namespace folkmoot::federation {

/// An owed event, as far as skipping needs to know it.
struct OwedEvent {
    storage::Sequence seq;
    std::uint64_t object{0};
    storage::OutgoingKind kind{storage::OutgoingKind::other};
    std::int64_t created{0};  ///< milliseconds since 1970
};

/// Which of the owed events to skip: what is older than three days; votes; a creation whose removal
/// is owed too, together with all between; and edits that a later edit replaces.
/// @param owed  ascending by sequence number
/// @param now   milliseconds since 1970
std::set<storage::Sequence> superseded(std::span<OwedEvent const> owed, std::int64_t now);

}  // namespace folkmoot::federation
