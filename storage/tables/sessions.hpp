// Browser sessions. The cookie is stored as SHA-256 only (A13).
#pragma once

#include "storage/schema/accounts.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table.
class SessionTable {
public:
    /// Most sessions of one member; a new one pushes the oldest out.
    static constexpr std::size_t max_per_member = 50;

    explicit SessionTable(Catalog& catalog);

    /// Adds a session. Errors: already_exists for the id or hash; invalid without id, member, a
    /// hash of 32 bytes or an expiry.
    Result<void> insert(WriteTxn& txn, SessionRecord const& session);

    /// Notes a use and moves the expiry. Error: not_found.
    Result<void> touch(WriteTxn& txn, SessionId id, std::int64_t now, std::int64_t expires);

    /// Ends a session. Error: not_found.
    Result<void> erase(WriteTxn& txn, SessionId id);

    /// Ends the sessions of a member, all but `keep`; how many.
    Result<std::size_t> erase_of_member(WriteTxn& txn, ActorId member, SessionId keep = {});

    /// Ends up to `limit` sessions that have expired at `now`; how many.
    Result<std::size_t> erase_expired(WriteTxn& txn, std::int64_t now, std::size_t limit);

    /// The session with this digest that has not expired at `now`; not_found.
    Result<SessionRecord> by_hash(Txn const& txn, Sha256 const& hash, std::int64_t now) const;

    /// Sessions of a member, oldest first.
    Result<std::vector<SessionRecord>> of_member(Txn const& txn, ActorId member) const;

private:
    Table<SessionId, Session> sessions_;
    UniqueIndex<Hash128, Table<SessionId, Session>> by_hash_;
    MultiIndex<ActorId, Table<SessionId, Session>> by_member_;
    MultiIndex<std::int64_t, Table<SessionId, Session>> by_expiry_;
};

}  // namespace folkmoot::storage
