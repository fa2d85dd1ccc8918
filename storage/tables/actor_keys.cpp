#include "storage/tables/actor_keys.hpp"

namespace folkmoot::storage {

ActorKeyTable::ActorKeyTable(Catalog& catalog)
    : keys_(catalog, table_spec("actor_keys", TableTag::actor_keys, Insertion::appended)),
      by_iri_(
          keys_,
          "by_iri",
          [](auto const&, ActorKey const& key, auto& keys) {
              if (!text(key.key_iri()).empty()) {
                  keys.push_back(hash_128(text(key.key_iri())));
              }
          }
      ),
      by_owner_(keys_, "by_owner", [](auto const&, ActorKey const& key, auto& keys) {
          keys.emplace_back(key.owner());
      }) {}

Result<void> ActorKeyTable::insert(WriteTxn& txn, ActorKeyRecord const& key) {
    if (key.id == 0 || key.owner == 0 || key.public_key.empty()) {
        return refuse("a key needs an id, an owner and its public half");
    }
    if (!key.key_iri.empty() && !key.private_key.empty()) {
        return refuse("a remote key has no private half");
    }
    auto const held = by_owner_.keys(
        txn, KeyRange::with_prefix(ActorId(key.owner)), Direction::forward, max_per_actor
    );
    if (!held) {
        return std::unexpected(held.error());
    }
    if (held->size() >= max_per_actor) {
        return refuse("the actor has too many keys");
    }
    return keys_.insert(txn, KeyRecordId(key.id), key);
}

Result<void> ActorKeyTable::update(WriteTxn& txn, ActorKeyRecord const& key) {
    auto const old = keys_.view(txn, KeyRecordId(key.id));
    if (!old) {
        return std::unexpected(old.error());
    }
    if ((*old)->owner() != key.owner || text((*old)->key_iri()) != key.key_iri) {
        return refuse("a key stays with its owner and id");
    }
    return keys_.update(txn, KeyRecordId(key.id), key);
}

Result<void> ActorKeyTable::erase(WriteTxn& txn, KeyRecordId id) {
    return keys_.erase(txn, id);
}

Result<ActorKeyRecord> ActorKeyTable::load(Txn const& txn, KeyRecordId id) const {
    return keys_.get(txn, id);
}

Result<ActorKeyRecord> ActorKeyTable::by_iri(Txn const& txn, std::string_view key_iri) const {
    auto key = by_iri_.get(txn, hash_128(key_iri));
    if (key && key->key_iri != key_iri) {
        return absent("key");
    }
    return key;
}

Result<std::vector<ActorKeyRecord>> ActorKeyTable::of_actor(Txn const& txn, ActorId owner) const {
    return records_of(
        txn,
        keys_,
        by_owner_.keys(txn, KeyRange::with_prefix(owner), Direction::forward, max_per_actor)
    );
}

}  // namespace folkmoot::storage
