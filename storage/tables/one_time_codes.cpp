#include "storage/tables/one_time_codes.hpp"

#include <algorithm>

namespace folkmoot::storage {

OneTimeCodeTable::OneTimeCodeTable(Catalog& catalog)
    : codes_(catalog, table_spec("one_time_codes", TableTag::one_time_codes, Insertion::appended)),
      by_hash_(
          codes_,
          "by_hash",
          [](auto const&, OneTimeCode const& code, auto& keys) {
              keys.push_back(leading_128(code.hash()));
          }
      ),
      by_member_(
          codes_,
          "by_member",
          [](auto const&, OneTimeCode const& code, auto& keys) {
              if (code.member() != 0) {
                  keys.emplace_back(code.member());
              }
          }
      ),
      by_expiry_(codes_, "by_expiry", [](auto const&, OneTimeCode const& code, auto& keys) {
          keys.push_back(code.expires());
      }) {}

Result<void> OneTimeCodeTable::insert(WriteTxn& txn, OneTimeCodeRecord const& code) {
    if (code.id == 0 || code.hash.size() != Sha256().size() || code.expires == 0) {
        return refuse("a code needs an id, a hash of 32 bytes and an expiry");
    }
    return codes_.insert(txn, CodeId(code.id), code);
}

Result<OneTimeCodeRecord> OneTimeCodeTable::peek(
    Txn const& txn, Sha256 const& hash, CodePurpose purpose, std::int64_t now
) const {
    auto code = by_hash_.get(txn, leading_128(hash));
    if (!code) {
        return code;
    }
    bool const fits = code->purpose == purpose && std::ranges::equal(code->hash, hash);
    if (!fits || code->expires <= now) {
        return absent("code");
    }
    return code;
}

Result<OneTimeCodeRecord> OneTimeCodeTable::redeem(
    WriteTxn& txn, Sha256 const& hash, CodePurpose purpose, std::int64_t now
) {
    auto code = peek(txn, hash, purpose, now);
    if (!code) {
        return code;
    }
    auto const erased = codes_.erase(txn, CodeId(code->id));
    return erased ? std::move(code) : std::unexpected(erased.error());
}

Result<std::size_t> OneTimeCodeTable::erase_of_member(
    WriteTxn& txn, ActorId member, std::size_t limit
) {
    return erase_all(
        txn, codes_, by_member_.keys(txn, KeyRange::with_prefix(member), Direction::forward, limit)
    );
}

Result<std::size_t> OneTimeCodeTable::erase_expired(
    WriteTxn& txn, std::int64_t now, std::size_t limit
) {
    return erase_all(txn, codes_, by_expiry_.keys(txn, up_to(now), Direction::forward, limit));
}

}  // namespace folkmoot::storage
