#include "storage/tables/mutes.hpp"

namespace folkmoot::storage {

namespace {

bool holds(MuteRecord const& mute, std::int64_t now) {
    return mute.expires == 0 || now < mute.expires;
}

}  // namespace

MuteTable::MuteTable(Catalog& catalog)
    : mutes_(catalog, table_spec("mutes", TableTag::mutes, Insertion::appended)),
      by_pair_(
          mutes_,
          "by_pair",
          [](auto const&, Mute const& row, auto& keys) {
              keys.emplace_back(ActorId(row.actor()), ActorId(row.target()));
          }
      ),
      by_actor_(
          mutes_,
          "by_actor",
          [](auto const&, Mute const& row, auto& keys) { keys.emplace_back(row.actor()); }
      ),
      by_expiry_(mutes_, "by_expiry", [](auto const&, Mute const& row, auto& keys) {
          if (row.expires() != 0) {
              keys.push_back(row.expires());
          }
      }) {}

Result<void> MuteTable::put(WriteTxn& txn, MuteRecord const& mute) {
    if (mute.id == 0 || mute.actor == 0 || mute.target == 0) {
        return refuse("a mute needs an id and two actors");
    }
    auto const id = by_pair_.find(txn, {ActorId(mute.actor), ActorId(mute.target)});
    if (is_absent(id)) {
        return mutes_.insert(txn, MuteId(mute.id), mute);
    }
    if (!id) {
        return std::unexpected(id.error());
    }
    auto changed = mute;
    changed.id = id->value();
    return mutes_.update(txn, *id, changed);
}

Result<bool> MuteTable::erase(WriteTxn& txn, ActorId actor, ActorId target) {
    auto const id = by_pair_.find(txn, {actor, target});
    if (!id) {
        return is_absent(id) ? Result<bool>(false) : std::unexpected(id.error());
    }
    auto const erased = mutes_.erase(txn, *id);
    return erased ? Result<bool>(true) : std::unexpected(erased.error());
}

Result<MuteRecord> MuteTable::between(
    Txn const& txn, ActorId actor, ActorId target, std::int64_t now
) const {
    auto mute = by_pair_.get(txn, {actor, target});
    if (mute && !holds(*mute, now)) {
        return absent("mute");
    }
    return mute;
}

Result<Page<MuteRecord>> MuteTable::of_actor(
    Txn const& txn, ActorId actor, std::int64_t now, PageRequest const& request
) const {
    PageReader<MuteRecord> page(encode_key(actor), request);
    auto const load = [&](MuteId id) -> Result<std::optional<MuteRecord>> {
        auto mute = mutes_.get(txn, id);
        if (!mute) {
            return std::unexpected(mute.error());
        }
        return holds(*mute, now) ? std::optional(std::move(*mute)) : std::nullopt;
    };
    return page.finish(by_actor_.scan(txn, page.range(), page.direction(), [&](ActorId, MuteId id) {
        return page.visit(id.value(), [&] { return load(id); });
    }));
}

Result<std::size_t> MuteTable::erase_expired(WriteTxn& txn, std::int64_t now, std::size_t limit) {
    return erase_all(txn, mutes_, by_expiry_.keys(txn, up_to(now), Direction::forward, limit));
}

}  // namespace folkmoot::storage
