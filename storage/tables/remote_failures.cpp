#include "storage/tables/remote_failures.hpp"

namespace folkmoot::storage {

RemoteFailureTable::RemoteFailureTable(Catalog& catalog, std::uint64_t rows)
    : rows_(rows),
      failures_(catalog, table_spec("remote_failures", TableTag::remote_failures)),
      by_expiry_(failures_, "by_expiry", [](auto const&, RemoteFailure const& row, auto& keys) {
          keys.push_back(row.until());
      }) {}

Result<void> RemoteFailureTable::note(
    WriteTxn& txn, std::string_view iri, std::uint16_t status, std::int64_t until
) {
    if (iri.empty()) {
        return refuse("a failure names what failed");
    }
    auto const key = hash_128(iri);
    auto const old = failures_.get(txn, key);
    if (!old && !is_absent(old)) {
        return std::unexpected(old.error());
    }
    auto const held = failures_.entries(txn);
    if (!held) {
        return std::unexpected(held.error());
    }
    if (!old && *held >= rows_) {
        auto const soonest = by_expiry_.keys(txn, {}, Direction::forward, 1);
        if (auto erased = erase_all(txn, failures_, soonest); !erased) {
            return std::unexpected(erased.error());
        }
    }
    RemoteFailureRecord row;
    row.iri = iri;
    row.status = status;
    row.attempts = old && old->iri == iri ? old->attempts + 1 : 1;
    row.until = until;
    return failures_.put(txn, key, row);
}

Result<RemoteFailureRecord> RemoteFailureTable::find(
    Txn const& txn, std::string_view iri, std::int64_t now
) const {
    auto failure = failures_.get(txn, hash_128(iri));
    if (failure && (failure->iri != iri || failure->until <= now)) {
        return absent("failure");
    }
    return failure;
}

Result<void> RemoteFailureTable::forget(WriteTxn& txn, std::string_view iri) {
    auto const erased = failures_.erase(txn, hash_128(iri));
    return is_absent(erased) ? Result<void>{} : erased;
}

Result<std::size_t> RemoteFailureTable::erase_expired(
    WriteTxn& txn, std::int64_t now, std::size_t limit
) {
    return erase_all(txn, failures_, by_expiry_.keys(txn, up_to(now), Direction::forward, limit));
}

}  // namespace folkmoot::storage
