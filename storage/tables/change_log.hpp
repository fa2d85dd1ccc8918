// What happened, for everything that acts after the commit: search index, streams, push, mail
// (decision 19). Numbers are dense and in commit order; each consumer keeps a cursor of its own.
#pragma once

#include "storage/schema/work.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// A change with its number.
struct NumberedChange {
    ChangeNumber number;
    ChangeRecord change;
};

/// The table.
class ChangeLog {
public:
    explicit ChangeLog(Catalog& catalog);

    /// Appends a change.
    Result<ChangeNumber> append(WriteTxn& txn, ChangeRecord const& change);

    /// Number of the newest change; none in a new store.
    Result<ChangeNumber> last(Txn const& txn) const;

    /// Changes beyond `after`, in order.
    Result<std::vector<NumberedChange>> read(Txn const& txn, ChangeNumber after, std::size_t limit)
        const;

    /// How far a consumer is; none when it never said so.
    Result<ChangeNumber> cursor(Txn const& txn, std::string_view consumer) const;

    /// Notes how far a consumer is. Error: invalid when the cursor goes back or beyond the newest
    /// change.
    Result<void> advance(WriteTxn& txn, std::string_view consumer, ChangeNumber done);

    /// Forgets a consumer, so that it no longer holds up `prune`; no error when it is unknown.
    Result<void> forget(WriteTxn& txn, std::string_view consumer);

    /// Removes up to `limit` changes that every known consumer has passed and that happened before
    /// `before`; how many. The newest change always stays: the next number follows from it.
    Result<std::size_t> prune(WriteTxn& txn, std::int64_t before, std::size_t limit);

private:
    Table<ChangeNumber, Change> changes_;
    CounterTable<std::string> cursors_;
};

}  // namespace folkmoot::storage
