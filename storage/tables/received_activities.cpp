#include "storage/tables/received_activities.hpp"

#include "storage/tables/compression.hpp"

namespace folkmoot::storage {

ReceivedActivityTable::ReceivedActivityTable(Catalog& catalog)
    : activities_(
          catalog,
          table_spec("received_activities", TableTag::received_activities, Insertion::appended)
      ) {}

Result<void> ReceivedActivityTable::insert(
    WriteTxn& txn, ReceivedActivityRecord const& facts, std::string_view compressed_body
) {
    if (facts.id == 0) {
        return refuse("a received activity needs an id");
    }
    auto row = facts;
    row.body.assign(compressed_body.begin(), compressed_body.end());
    return activities_.insert(txn, ReceivedId(facts.id), row);
}

Result<std::string> ReceivedActivityTable::body(Txn const& txn, ReceivedId id) const {
    auto const row = activities_.view(txn, id);
    if (!row) {
        return std::unexpected(row.error());
    }
    auto const* const frame = (*row)->body();
    if (frame == nullptr) {
        return std::unexpected(Error{ErrorCode::corrupt, "a received activity without bytes"});
    }
    return decompress(
        {reinterpret_cast<char const*>(frame->data()), frame->size()}, (*row)->size()
    );
}

Result<ReceivedActivityRecord> ReceivedActivityTable::facts(Txn const& txn, ReceivedId id) const {
    auto row = activities_.get(txn, id);
    if (row) {
        row->body.clear();
    }
    return row;
}

Result<void> ReceivedActivityTable::erase(WriteTxn& txn, ReceivedId id) {
    auto const erased = activities_.erase(txn, id);
    return is_absent(erased) ? Result<void>{} : erased;
}

Result<std::size_t> ReceivedActivityTable::erase_older(
    WriteTxn& txn, std::int64_t received_before, std::size_t limit
) {
    std::vector<ReceivedId> old;
    auto const scanned =
        activities_.scan(txn, {}, Direction::forward, [&](ReceivedId id, auto const& row) {
            if (old.size() >= limit || row->received() >= received_before) {
                return false;
            }
            old.push_back(id);
            return true;
        });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return erase_all(txn, activities_, Result<std::vector<ReceivedId>>(old));
}

}  // namespace folkmoot::storage
