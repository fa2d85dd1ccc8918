// Activities that must be forwarded unchanged, as received, compressed.
#pragma once

#include "storage/schema/federation.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class ReceivedActivityTable {
public:
    explicit ReceivedActivityTable(Catalog& catalog);

    /// Keeps an activity. Errors: already_exists; invalid without id.
    /// @param compressed_body  of `compress`; made outside of the writer
    Result<void> insert(
        WriteTxn& txn, ReceivedActivityRecord const& facts, std::string_view compressed_body
    );

    /// The bytes as received; not_found; corrupt when they do not unpack.
    Result<std::string> body(Txn const& txn, ReceivedId id) const;

    /// Whose activity it is, without the bytes; not_found.
    Result<ReceivedActivityRecord> facts(Txn const& txn, ReceivedId id) const;

    /// Removes an activity; no error when there is none.
    Result<void> erase(WriteTxn& txn, ReceivedId id);

    /// Removes up to `limit` activities received before `received_before`; how many.
    Result<std::size_t> erase_older(WriteTxn& txn, std::int64_t received_before, std::size_t limit);

private:
    Table<ReceivedId, ReceivedActivity> activities_;
};

}  // namespace folkmoot::storage
