#include "storage/engine/id_generator.hpp"

#include "storage/engine/environment_state.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace folkmoot::storage {

namespace {

constexpr int counter_bits = 16;
constexpr std::uint64_t counter_mask = (std::uint64_t{1} << counter_bits) - 1;
constexpr std::uint64_t probes_per_millisecond = 64;

/// How far the mark in the store runs ahead of the ids given out.
constexpr std::chrono::milliseconds mark_distance{1000};

Result<std::uint64_t> read_mark(Txn const& txn) {
    auto const payload = detail::read_meta(txn, detail::meta_id_mark);
    if (!payload) {
        return payload.error().code == ErrorCode::not_found ? Result<std::uint64_t>(0)
                                                            : std::unexpected(payload.error());
    }
    auto const mark = decode_key<std::uint64_t>(*payload);
    return mark ? Result<std::uint64_t>(*mark)
                : std::unexpected(Error{ErrorCode::corrupt, "the id mark"});
}

}  // namespace

std::uint64_t first_id_at(Timestamp time) noexcept {
    auto const milliseconds = time.time_since_epoch().count();
    return milliseconds > 0 ? static_cast<std::uint64_t>(milliseconds) << counter_bits : 0;
}

Timestamp id_time(std::uint64_t id) noexcept {
    return Timestamp(std::chrono::milliseconds(static_cast<std::int64_t>(id >> counter_bits)));
}

IdGenerator::IdGenerator(WallClock clock) : clock_(std::move(clock)) {}

Result<void> IdGenerator::recover(Txn const& txn) {
    auto const mark = read_mark(txn);
    if (!mark) {
        return std::unexpected(mark.error());
    }
    std::scoped_lock const lock(mutex_);
    last_ = std::max(last_, *mark);
    return {};
}

std::uint64_t IdGenerator::next() {
    auto const now = first_id_at(clock_());
    std::scoped_lock const lock(mutex_);
    last_ = std::max(last_ + 1, now);
    return last_;
}

Result<void> IdGenerator::persist(WriteTxn& txn) {
    std::uint64_t last = 0;
    {
        std::scoped_lock const lock(mutex_);
        last = last_;
    }
    // Read from the transaction and not from memory: an aborted batch takes its mark with it.
    auto const mark = read_mark(txn);
    if (!mark || *mark >= last) {
        return mark ? Result<void>{} : std::unexpected(mark.error());
    }
    auto const ahead = last + (static_cast<std::uint64_t>(mark_distance.count()) << counter_bits);
    return detail::write_meta(txn, detail::meta_id_mark, encode_key(ahead));
}

Result<std::uint64_t> IdGenerator::backfill_id(
    Timestamp published, std::function<Result<bool>(std::uint64_t)> const& taken, std::uint16_t seed
) const {
    auto millisecond = first_id_at(std::min(published, clock_()));
    while (true) {
        for (std::uint64_t probe = 0; probe < probes_per_millisecond; ++probe) {
            // Zero is no id.
            auto const id =
                std::max<std::uint64_t>(millisecond + ((seed + probe) & counter_mask), 1);
            auto const in_use = taken(id);
            if (!in_use) {
                return std::unexpected(in_use.error());
            }
            if (!*in_use) {
                return id;
            }
        }
        millisecond += counter_mask + 1;
    }
}

}  // namespace folkmoot::storage
