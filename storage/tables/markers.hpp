// How far members have read their timelines.
#pragma once

#include "storage/schema/accounts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// A timeline with a marker.
enum class MarkedTimeline : std::uint8_t { home, notifications };

/// The table.
class MarkerTable {
public:
    explicit MarkerTable(Catalog& catalog);

    /// A member's marker; not_found when none was set.
    Result<MarkerRecord> load(Txn const& txn, ActorId member, MarkedTimeline timeline) const;

    /// Sets a marker; its version rises by one.
    /// @param now  milliseconds since 1970
    /// @return the marker as stored
    Result<MarkerRecord> set(
        WriteTxn& txn,
        ActorId member,
        MarkedTimeline timeline,
        std::uint64_t last_read,
        std::int64_t now
    );

private:
    Table<std::pair<ActorId, MarkedTimeline>, Marker> markers_;
};

}  // namespace folkmoot::storage
