// Access tokens, stored as SHA-256 only (A13).
#pragma once

#include "storage/schema/accounts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class TokenTable {
public:
    explicit TokenTable(Catalog& catalog);

    /// Adds a token. Errors: already_exists for the id or hash; invalid without id, app, or a hash
    /// of 32 bytes.
    Result<void> insert(WriteTxn& txn, TokenRecord const& token);

    /// Notes a use; callers do so at most once an hour per token. Error: not_found.
    Result<void> touch(WriteTxn& txn, TokenId id, std::int64_t now);

    /// Revokes a token. Error: not_found.
    Result<void> erase(WriteTxn& txn, TokenId id);

    /// Revokes up to `limit` tokens of a member; how many.
    Result<std::size_t> erase_of_member(WriteTxn& txn, ActorId member, std::size_t limit);

    /// Revokes up to `limit` tokens of an application; how many.
    Result<std::size_t> erase_of_app(WriteTxn& txn, AppId app, std::size_t limit);

    /// The token with this digest that has not expired at `now`; not_found.
    Result<TokenRecord> by_hash(Txn const& txn, Sha256 const& hash, std::int64_t now) const;

    /// Tokens of a member, newest first.
    Result<Page<TokenRecord>> of_member(Txn const& txn, ActorId member, PageRequest const& request)
        const;

    /// Whether an application has any token.
    Result<bool> has_tokens(Txn const& txn, AppId app) const;

private:
    Table<TokenId, Token> tokens_;
    UniqueIndex<Hash128, Table<TokenId, Token>> by_hash_;
    MultiIndex<ActorId, Table<TokenId, Token>> by_member_;
    MultiIndex<AppId, Table<TokenId, Token>> by_app_;
};

}  // namespace folkmoot::storage
