// Who this node is: one record. The domain can be changed only before the first federation
// (decision 20).
#pragma once

#include "storage/schema/actors.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The record.
class IdentityTable {
public:
    explicit IdentityTable(Catalog& catalog);

    /// The identity; not_found in a new store.
    Result<IdentityRecord> load(Txn const& txn) const;

    /// Writes the identity. Errors: invalid without a domain, when the domain changes after the
    /// first federation, or when `federated` or the creation time would be taken back.
    Result<void> put(WriteTxn& txn, IdentityRecord const& identity);

private:
    Table<std::uint8_t, Identity> identity_;
};

}  // namespace folkmoot::storage
