// Ids of activities received in the last 30 days, in a ring of 32 daily databases that are emptied
// whole (decision 27, threats.md F09).
#pragma once

#include "storage/tables/table_parts.hpp"

#include <memory>

namespace folkmoot::storage {

/// The ring.
class SeenActivities {
public:
    /// Databases in the ring, and days for which an id is remembered.
    static constexpr std::int64_t ring_days = 32;
    static constexpr std::int64_t kept_days = 30;

    explicit SeenActivities(Catalog& catalog);

    /// Whether an id was noted within the days kept.
    /// @param now  milliseconds since 1970
    Result<bool> contains(Txn const& txn, Hash128 const& id, std::int64_t now) const;

    /// Notes an id; false, and nothing is written, when it was noted before. Empties the databases
    /// of days that are over when the day has changed.
    Result<bool> insert(WriteTxn& txn, Hash128 const& id, std::int64_t now);

    /// Ids in the ring.
    Result<std::uint64_t> entries(Txn const& txn) const;

private:
    Result<void> roll(WriteTxn& txn, std::int64_t day);

    std::vector<std::unique_ptr<KeySet<Hash128>>> days_;
    CounterTable<std::uint8_t> slot_day_;  ///< day that a slot holds, counted from 1970
};

}  // namespace folkmoot::storage
