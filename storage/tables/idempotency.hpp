// Answers to requests that carried an Idempotency-Key: a repeat gets the first post again.
#pragma once

#include "storage/schema/accounts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class IdempotencyTable {
public:
    explicit IdempotencyTable(Catalog& catalog);

    /// Remembers the answer to a request until `expires`.
    /// @param key  the header's value, as sent
    /// Error: already_exists when the member used the key before and it has not expired at `now`.
    Result<void> insert(
        WriteTxn& txn,
        ActorId member,
        std::string_view key,
        PostId post,
        std::int64_t now,
        std::int64_t expires
    );

    /// The post that the first request made; not_found.
    Result<PostId> find(Txn const& txn, ActorId member, std::string_view key, std::int64_t now)
        const;

    /// Removes up to `limit` rows that have expired at `now`; how many.
    Result<std::size_t> erase_expired(WriteTxn& txn, std::int64_t now, std::size_t limit);

private:
    using RowKey = std::pair<ActorId, Hash128>;

    Table<RowKey, Idempotency> rows_;
    MultiIndex<std::int64_t, Table<RowKey, Idempotency>> by_expiry_;
};

}  // namespace folkmoot::storage
