#include "storage/tables/markers.hpp"

namespace folkmoot::storage {

MarkerTable::MarkerTable(Catalog& catalog)
    : markers_(catalog, table_spec("markers", TableTag::markers)) {}

Result<MarkerRecord> MarkerTable::load(Txn const& txn, ActorId member, MarkedTimeline timeline)
    const {
    return markers_.get(txn, {member, timeline});
}

Result<MarkerRecord> MarkerTable::set(
    WriteTxn& txn,
    ActorId member,
    MarkedTimeline timeline,
    std::uint64_t last_read,
    std::int64_t now
) {
    auto const old = load(txn, member, timeline);
    if (!old && !is_absent(old)) {
        return old;
    }
    MarkerRecord marker;
    marker.last_read = last_read;
    marker.version = old ? old->version + 1 : 1;
    marker.updated = now;
    auto const stored = markers_.put(txn, {member, timeline}, marker);
    return stored ? Result<MarkerRecord>(marker) : std::unexpected(stored.error());
}

}  // namespace folkmoot::storage
