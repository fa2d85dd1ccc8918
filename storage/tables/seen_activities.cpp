#include "storage/tables/seen_activities.hpp"

namespace folkmoot::storage {

namespace {

constexpr std::int64_t day_ms = std::int64_t{24} * 3600 * 1000;

std::uint8_t slot_of(std::int64_t day) {
    return static_cast<std::uint8_t>(day % SeenActivities::ring_days);
}

}  // namespace

SeenActivities::SeenActivities(Catalog& catalog)
    : slot_day_(catalog, table_spec("seen_days", TableTag::seen_days)) {
    for (std::int64_t slot = 0; slot < ring_days; ++slot) {
        auto const name = "seen_" + std::to_string(slot);
        days_.push_back(
            std::make_unique<KeySet<Hash128>>(catalog, table_spec(name, TableTag::seen_activities))
        );
    }
}

Result<bool> SeenActivities::contains(Txn const& txn, Hash128 const& id, std::int64_t now) const {
    auto const oldest = now / day_ms - kept_days;
    bool found = false;
    auto const scanned = slot_day_.scan(
        txn,
        {},
        Direction::forward,
        [&](std::uint8_t slot, std::int64_t day) -> Result<bool> {
            if (day < oldest || slot >= days_.size()) {
                return true;
            }
            auto const here = days_[slot]->contains(txn, id);
            if (!here) {
                return here;
            }
            found = *here;
            return !found;
        }
    );
    return scanned ? Result<bool>(found) : std::unexpected(scanned.error());
}

Result<bool> SeenActivities::insert(WriteTxn& txn, Hash128 const& id, std::int64_t now) {
    auto const seen = contains(txn, id, now);
    if (!seen || *seen) {
        return seen ? Result<bool>(false) : seen;
    }
    auto const day = now / day_ms;
    if (auto rolled = roll(txn, day); !rolled) {
        return std::unexpected(rolled.error());
    }
    return days_[slot_of(day)]->insert(txn, id);
}

Result<void> SeenActivities::roll(WriteTxn& txn, std::int64_t day) {
    auto const current = slot_day_.get(txn, slot_of(day));
    // A slot of a later day is kept: the clock went back, and ids must not be forgotten for that.
    if (!current || *current >= day) {
        return current ? Result<void>{} : std::unexpected(current.error());
    }
    std::vector<std::uint8_t> over{slot_of(day)};
    auto done =
        slot_day_.scan(txn, {}, Direction::forward, [&](std::uint8_t slot, std::int64_t held) {
            if (held < day - kept_days && slot != over.front() && slot < days_.size()) {
                over.push_back(slot);
            }
            return true;
        });
    for (auto const slot : over) {
        if (done) {
            done = days_[slot]->clear(txn);
        }
        if (done && slot != over.front()) {
            auto const erased = slot_day_.erase(txn, slot);
            done = erased ? Result<void>{} : std::unexpected(erased.error());
        }
    }
    return done ? slot_day_.set(txn, over.front(), day) : done;
}

Result<std::uint64_t> SeenActivities::entries(Txn const& txn) const {
    std::uint64_t sum = 0;
    for (auto const& day : days_) {
        auto const entries = day->entries(txn);
        if (!entries) {
            return entries;
        }
        sum += *entries;
    }
    return sum;
}

}  // namespace folkmoot::storage
