#include "storage/tables/tombstones.hpp"

#include <map>

namespace folkmoot::storage {

TombstoneTable::TombstoneTable(Catalog& catalog, std::size_t per_host)
    : per_host_(per_host),
      tombstones_(catalog, table_spec("tombstones", TableTag::tombstones)),
      by_age_(
          tombstones_,
          "by_age",
          [](auto const&, Tombstone const& row, auto& keys) { keys.push_back(row.deleted_at()); }
      ),
      by_host_(
          tombstones_,
          "by_host",
          [](auto const&, Tombstone const& row, auto& keys) {
              keys.emplace_back(HostId(row.host()), row.deleted_at());
          }
      ),
      counts_(catalog, table_spec("tombstone_counts", TableTag::tombstone_counts)) {}

Result<void> TombstoneTable::insert(WriteTxn& txn, TombstoneRecord const& tombstone) {
    if (tombstone.iri.empty() || tombstone.host == 0) {
        return refuse("a tombstone names a remote object and its host");
    }
    auto const key = hash_128(tombstone.iri);
    HostId const host(tombstone.host);
    auto const known = tombstones_.exists(txn, key);
    if (!known || *known) {
        return known ? Result<void>{} : std::unexpected(known.error());
    }
    auto const held = counts_.get(txn, host);
    if (!held) {
        return std::unexpected(held.error());
    }
    if (static_cast<std::size_t>(*held) >= per_host_) {
        auto const oldest = by_host_.keys(txn, KeyRange::with_prefix(host), Direction::forward, 1);
        if (!oldest) {
            return std::unexpected(oldest.error());
        }
        for (auto const& old : *oldest) {
            if (auto erased = erase_row(txn, old); !erased) {
                return erased;
            }
        }
    }
    auto const counted = counts_.add(txn, host, 1);
    return counted ? tombstones_.insert(txn, key, tombstone) : std::unexpected(counted.error());
}

Result<void> TombstoneTable::erase_row(WriteTxn& txn, Hash128 const& key) {
    auto const row = tombstones_.view(txn, key);
    if (!row) {
        return std::unexpected(row.error());
    }
    HostId const host((*row)->host());
    auto const left = counts_.add(txn, host, -1);
    if (left && *left <= 0) {
        auto const erased = counts_.erase(txn, host);
        if (!erased) {
            return std::unexpected(erased.error());
        }
    }
    return left ? tombstones_.erase(txn, key) : std::unexpected(left.error());
}

Result<TombstoneRecord> TombstoneTable::find(Txn const& txn, std::string_view iri) const {
    auto tombstone = tombstones_.get(txn, hash_128(iri));
    if (tombstone && tombstone->iri != iri) {
        return absent("tombstone");
    }
    return tombstone;
}

Result<std::size_t> TombstoneTable::erase_expired(
    WriteTxn& txn, std::int64_t now, std::size_t limit
) {
    auto const keys = by_age_.keys(txn, up_to(now - kept_ms), Direction::forward, limit);
    if (!keys) {
        return std::unexpected(keys.error());
    }
    for (auto const& key : *keys) {
        if (auto erased = erase_row(txn, key); !erased) {
            return std::unexpected(erased.error());
        }
    }
    return keys->size();
}

namespace {

template <class Tombstones>
Result<std::map<HostId, std::int64_t>> count_by_host(Txn const& txn, Tombstones const& table) {
    std::map<HostId, std::int64_t> counts;
    auto const scanned =
        table.scan(txn, {}, Direction::forward, [&](Hash128 const&, auto const& row) {
            ++counts[HostId(row->host())];
            return true;
        });
    if (!scanned) {
        return std::unexpected(scanned.error());
    }
    return counts;
}

}  // namespace

Result<void> TombstoneTable::rebuild_counts(WriteTxn& txn) {
    auto const counts = count_by_host(txn, tombstones_);
    if (!counts) {
        return std::unexpected(counts.error());
    }
    auto stored = counts_.clear(txn);
    for (auto const& [host, count] : *counts) {
        if (stored) {
            stored = counts_.set(txn, host, count);
        }
    }
    return stored;
}

Result<void> TombstoneTable::verify_counts(Txn const& txn, VerifyReport& report) const {
    auto counts = count_by_host(txn, tombstones_);
    if (!counts) {
        return std::unexpected(counts.error());
    }
    auto const scanned =
        counts_.scan(txn, {}, Direction::forward, [&](HostId host, std::int64_t count) {
            auto const expected = counts->find(host);
            if (expected == counts->end() || expected->second != count) {
                report.add_problem(counts_.name(), encode_key(host), "not what the records say");
            }
            counts->erase(host);
            return true;
        });
    for (auto const& [host, count] : *counts) {
        report.add_problem(counts_.name(), encode_key(host), "missing");
    }
    return scanned;
}

}  // namespace folkmoot::storage
