// What an answer says about the host that gave it: its wait, its state (decision 18; reference:
// federation, section 6.2). Pure functions of a record and numbers: no clock, no randomness.
#pragma once

#include "federation/delivery/sender.hpp"
#include "storage/schema/federation.hpp"

#include <cstdint>

namespace folkmoot::federation {

/// The host took a delivery or refused it for good: it is well.
/// @param now  milliseconds since 1970
void note_success(storage::HostDeliveryRecord& progress, std::int64_t now);

/// The host did not answer or said that it is not well: counts the failure, sets when to try again
/// and whether the host counts as dead.
/// @param now     milliseconds since 1970
/// @param chance  uniformly random; spreads hosts that failed together
void note_failure(
    storage::HostDeliveryRecord& progress,
    SendOutcome const& outcome,
    std::int64_t now,
    std::uint64_t chance
);

}  // namespace folkmoot::federation
