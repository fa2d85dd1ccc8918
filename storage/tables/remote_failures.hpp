// Remote ids that could not be fetched, so that they are not asked for again soon. A bounded cache.
#pragma once

#include "storage/schema/federation.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class RemoteFailureTable {
public:
    /// Most rows; those that expire soonest make room.
    static constexpr std::uint64_t max_rows = 50'000;

    /// @param rows  max_rows, or fewer in tests
    explicit RemoteFailureTable(Catalog& catalog, std::uint64_t rows = max_rows);

    /// Notes a failure until `until`; attempts are counted on. Error: invalid without IRI.
    /// @param status  HTTP status, 0 for the network
    Result<void> note(
        WriteTxn& txn, std::string_view iri, std::uint16_t status, std::int64_t until
    );

    /// The failure of exactly this id that still holds at `now`; not_found.
    Result<RemoteFailureRecord> find(Txn const& txn, std::string_view iri, std::int64_t now) const;

    /// Forgets a failure after a success; no error when there is none.
    Result<void> forget(WriteTxn& txn, std::string_view iri);

    /// Removes up to `limit` that no longer hold at `now`; how many.
    Result<std::size_t> erase_expired(WriteTxn& txn, std::int64_t now, std::size_t limit);

private:
    std::uint64_t rows_;
    Table<Hash128, RemoteFailure> failures_;
    MultiIndex<std::int64_t, Table<Hash128, RemoteFailure>> by_expiry_;
};

}  // namespace folkmoot::storage
