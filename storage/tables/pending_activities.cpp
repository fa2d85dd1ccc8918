#include "storage/tables/pending_activities.hpp"

#include "storage/tables/compression.hpp"

namespace folkmoot::storage {

PendingActivityTable::PendingActivityTable(Catalog& catalog)
    : pending_(
          catalog,
          table_spec("pending_activities", TableTag::pending_activities, Insertion::appended)
      ),
      by_due_(
          pending_,
          "by_due",
          [](auto const&, PendingActivity const& row, auto& keys) { keys.push_back(row.due()); }
      ),
      by_host_(pending_, "by_host", [](auto const&, PendingActivity const& row, auto& keys) {
          keys.emplace_back(row.host());
      }) {}

Result<void> PendingActivityTable::insert(
    WriteTxn& txn, PendingActivityRecord const& facts, std::string_view compressed_body
) {
    if (facts.id == 0) {
        return refuse("a waiting activity needs an id");
    }
    auto const total = pending_.entries(txn);
    auto const range = KeyRange::with_prefix(HostId(facts.host));
    auto const of_host = by_host_.keys(txn, range, Direction::forward, max_per_host);
    if (!total || !of_host) {
        return std::unexpected(total ? of_host.error() : total.error());
    }
    if (*total >= max_total || of_host->size() >= max_per_host) {
        return std::unexpected(Error{ErrorCode::queue_full, "pending activities"});
    }
    auto row = facts;
    row.body.assign(compressed_body.begin(), compressed_body.end());
    return pending_.insert(txn, PendingId(facts.id), row);
}

Result<void> PendingActivityTable::postpone(WriteTxn& txn, PendingId id, std::int64_t due) {
    auto row = pending_.get(txn, id);
    if (!row) {
        return std::unexpected(row.error());
    }
    row->due = due;
    ++row->attempts;
    return pending_.update(txn, id, *row);
}

Result<void> PendingActivityTable::erase(WriteTxn& txn, PendingId id) {
    return pending_.erase(txn, id);
}

Result<PendingActivityWithBody> PendingActivityTable::load(Txn const& txn, PendingId id) const {
    auto row = pending_.get(txn, id);
    if (!row) {
        return std::unexpected(row.error());
    }
    auto body =
        decompress({reinterpret_cast<char const*>(row->body.data()), row->body.size()}, row->size);
    if (!body) {
        return std::unexpected(body.error());
    }
    row->body.clear();
    return PendingActivityWithBody{.facts = std::move(*row), .body = std::move(*body)};
}

Result<std::vector<PendingId>> PendingActivityTable::due(
    Txn const& txn, std::int64_t now, std::size_t limit
) const {
    return by_due_.keys(txn, up_to(now), Direction::forward, limit);
}

Result<std::optional<std::int64_t>> PendingActivityTable::next_due(Txn const& txn) const {
    return earliest(txn, by_due_);
}

}  // namespace folkmoot::storage
