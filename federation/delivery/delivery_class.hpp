// Which forms of an outgoing event a host is sent (reference: federation, section 3.6).
#pragma once

#include "storage/schema/federation.hpp"

#include <string_view>
#include <vector>

namespace folkmoot::federation {

/// The class that a host's software belongs to, by the name in its NodeInfo: a hint that observed
/// behaviour overrides, never a matter of trust (RULE 1.3).
storage::DeliveryClass class_of_software(std::string_view name) noexcept;

/// The class by which a host is served: what its own activities showed, else its software's.
storage::DeliveryClass class_of(storage::HostRecord const& host) noexcept;

/// The bodies of an event that a host of this class is sent, in the order of sending.
std::vector<storage::OutgoingBodyRecord const*> bodies_for(
    storage::OutgoingRecord const& event, storage::DeliveryClass host_class
);

}  // namespace folkmoot::federation
