// Secrets that are redeemed once: authorization codes, confirmations by mail, password resets.
// Stored as SHA-256 only (A13).
#pragma once

#include "storage/schema/accounts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class OneTimeCodeTable {
public:
    explicit OneTimeCodeTable(Catalog& catalog);

    /// Adds a code. Errors: already_exists for the id or hash; invalid without id, a hash of 32
    /// bytes, or an expiry.
    Result<void> insert(WriteTxn& txn, OneTimeCodeRecord const& code);

    /// Reads a code without redeeming it; not_found when there is none, it is for something else or
    /// it has expired.
    Result<OneTimeCodeRecord> peek(
        Txn const& txn, Sha256 const& hash, CodePurpose purpose, std::int64_t now
    ) const;

    /// Redeems a code: it is gone afterwards. Errors as for peek.
    Result<OneTimeCodeRecord> redeem(
        WriteTxn& txn, Sha256 const& hash, CodePurpose purpose, std::int64_t now
    );

    /// Removes up to `limit` codes of a member; how many.
    Result<std::size_t> erase_of_member(WriteTxn& txn, ActorId member, std::size_t limit);

    /// Removes up to `limit` codes that have expired at `now`; how many.
    Result<std::size_t> erase_expired(WriteTxn& txn, std::int64_t now, std::size_t limit);

private:
    Table<CodeId, OneTimeCode> codes_;
    UniqueIndex<Hash128, Table<CodeId, OneTimeCode>> by_hash_;
    MultiIndex<ActorId, Table<CodeId, OneTimeCode>> by_member_;
    MultiIndex<std::int64_t, Table<CodeId, OneTimeCode>> by_expiry_;
};

}  // namespace folkmoot::storage
