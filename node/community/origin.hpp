// Where a change comes from: a member here, or an activity of another server. An activity takes
// effect once: its seen id is noted in the transaction of the change (threat F09, decision 9).
#pragma once

#include "node/error.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace folkmoot::node {

/// Where a change comes from.
struct Origin {
    storage::WriteClass write_class{storage::WriteClass::local};
    std::optional<storage::Hash128> seen;    ///< of the activity; noted with the change
    std::string activity_iri;                ///< of the activity; empty for a local change
    std::shared_ptr<std::string const> raw;  ///< its JSON as received; needed where a group relays
    storage::HostId host;                    ///< of the sender; none for a local change

    /// A waiting activity that this change applies: its row goes with the change (decision 15).
    storage::PendingId pending;

    /// A change by a member of this node.
    static Origin local() { return {}; }

    /// Whether another server is behind the change.
    bool remote() const noexcept { return static_cast<bool>(host); }
};

/// Notes the activity of a change and takes its waiting row away. The last check and the first put
/// of a write closure: nothing is written when it fails.
/// @param now  milliseconds since 1970
/// @return Error{already_exists} when the activity has taken effect before
storage::Result<void> mark_seen(
    storage::Tables& tables, storage::WriteTxn& txn, Origin const& origin, std::int64_t now
);

/// Whether a use case failed only because the activity had taken effect before: a listener then
/// answers as if it had succeeded.
bool is_already_seen(Error const& error) noexcept;

}  // namespace folkmoot::node
