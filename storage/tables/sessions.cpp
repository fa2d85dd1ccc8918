#include "storage/tables/sessions.hpp"

#include <algorithm>

namespace folkmoot::storage {

SessionTable::SessionTable(Catalog& catalog)
    : sessions_(catalog, table_spec("sessions", TableTag::sessions, Insertion::appended)),
      by_hash_(
          sessions_,
          "by_hash",
          [](auto const&, Session const& session, auto& keys) {
              keys.push_back(leading_128(session.hash()));
          }
      ),
      by_member_(
          sessions_,
          "by_member",
          [](auto const&, Session const& session, auto& keys) {
              keys.emplace_back(session.member());
          }
      ),
      by_expiry_(sessions_, "by_expiry", [](auto const&, Session const& session, auto& keys) {
          keys.push_back(session.expires());
      }) {}

Result<void> SessionTable::insert(WriteTxn& txn, SessionRecord const& session) {
    bool const whole = session.id != 0 && session.member != 0 && session.expires != 0;
    if (!whole || session.hash.size() != Sha256().size()) {
        return refuse("a session needs an id, a member, a hash of 32 bytes and an expiry");
    }
    auto const held = by_member_.keys(
        txn, KeyRange::with_prefix(ActorId(session.member)), Direction::forward, max_per_member
    );
    if (!held) {
        return std::unexpected(held.error());
    }
    auto stored = sessions_.insert(txn, SessionId(session.id), session);
    if (stored && held->size() >= max_per_member) {
        return sessions_.erase(txn, held->front());
    }
    return stored;
}

Result<void> SessionTable::touch(
    WriteTxn& txn, SessionId id, std::int64_t now, std::int64_t expires
) {
    auto session = sessions_.get(txn, id);
    if (!session) {
        return std::unexpected(session.error());
    }
    session->last_used = now;
    session->expires = expires;
    return sessions_.update(txn, id, *session);
}

Result<void> SessionTable::erase(WriteTxn& txn, SessionId id) {
    return sessions_.erase(txn, id);
}

Result<std::size_t> SessionTable::erase_of_member(WriteTxn& txn, ActorId member, SessionId keep) {
    auto ids =
        by_member_.keys(txn, KeyRange::with_prefix(member), Direction::forward, max_per_member);
    if (ids) {
        std::erase(*ids, keep);
    }
    return erase_all(txn, sessions_, ids);
}

Result<std::size_t> SessionTable::erase_expired(
    WriteTxn& txn, std::int64_t now, std::size_t limit
) {
    return erase_all(txn, sessions_, by_expiry_.keys(txn, up_to(now), Direction::forward, limit));
}

Result<SessionRecord> SessionTable::by_hash(Txn const& txn, Sha256 const& hash, std::int64_t now)
    const {
    auto session = by_hash_.get(txn, leading_128(hash));
    if (session && (session->expires <= now || !std::ranges::equal(session->hash, hash))) {
        return absent("session");
    }
    return session;
}

Result<std::vector<SessionRecord>> SessionTable::of_member(Txn const& txn, ActorId member) const {
    auto const range = KeyRange::with_prefix(member);
    return records_of(
        txn, sessions_, by_member_.keys(txn, range, Direction::forward, max_per_member)
    );
}

}  // namespace folkmoot::storage
