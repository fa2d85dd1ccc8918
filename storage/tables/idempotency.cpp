#include "storage/tables/idempotency.hpp"

namespace folkmoot::storage {

IdempotencyTable::IdempotencyTable(Catalog& catalog)
    : rows_(catalog, table_spec("idempotency", TableTag::idempotency)),
      by_expiry_(rows_, "by_expiry", [](auto const&, Idempotency const& row, auto& keys) {
          keys.push_back(row.expires());
      }) {}

Result<void> IdempotencyTable::insert(
    WriteTxn& txn,
    ActorId member,
    std::string_view key,
    PostId post,
    std::int64_t now,
    std::int64_t expires
) {
    auto const known = find(txn, member, key, now);
    if (!is_absent(known)) {
        return std::unexpected(
            known ? Error{ErrorCode::already_exists, "idempotency key"} : known.error()
        );
    }
    IdempotencyRecord row;
    row.member = member.value();
    row.post = post.value();
    row.expires = expires;
    return rows_.put(txn, {member, hash_128(key)}, row);
}

Result<PostId> IdempotencyTable::find(
    Txn const& txn, ActorId member, std::string_view key, std::int64_t now
) const {
    auto const row = rows_.view(txn, {member, hash_128(key)});
    if (!row) {
        return std::unexpected(row.error());
    }
    if ((*row)->expires() <= now) {
        return absent("idempotency key");
    }
    return PostId((*row)->post());
}

Result<std::size_t> IdempotencyTable::erase_expired(
    WriteTxn& txn, std::int64_t now, std::size_t limit
) {
    return erase_all(txn, rows_, by_expiry_.keys(txn, up_to(now), Direction::forward, limit));
}

}  // namespace folkmoot::storage
