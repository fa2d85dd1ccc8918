#include "storage/tables/blocks.hpp"

namespace folkmoot::storage {

BlockTable::BlockTable(Catalog& catalog)
    : blocks_(catalog, table_spec("blocks", TableTag::blocks, Insertion::appended)),
      by_pair_(
          blocks_,
          "by_pair",
          [](auto const&, Block const& row, auto& keys) {
              keys.emplace_back(ActorId(row.actor()), ActorId(row.target()));
          }
      ),
      by_activity_(
          blocks_,
          "by_activity",
          [](auto const&, Block const& row, auto& keys) {
              if (!text(row.activity_iri()).empty()) {
                  keys.push_back(hash_128(text(row.activity_iri())));
              }
          }
      ),
      by_actor_(
          blocks_,
          "by_actor",
          [](auto const&, Block const& row, auto& keys) { keys.emplace_back(row.actor()); }
      ),
      by_target_(blocks_, "by_target", [](auto const&, Block const& row, auto& keys) {
          keys.emplace_back(row.target());
      }) {}

Result<void> BlockTable::insert(WriteTxn& txn, BlockRecord const& block) {
    if (block.id == 0 || block.actor == 0 || block.target == 0) {
        return refuse("a block needs an id and two actors");
    }
    return blocks_.insert(txn, BlockId(block.id), block);
}

Result<bool> BlockTable::erase(WriteTxn& txn, ActorId actor, ActorId target) {
    auto const id = by_pair_.find(txn, {actor, target});
    if (!id) {
        return is_absent(id) ? Result<bool>(false) : std::unexpected(id.error());
    }
    auto const erased = blocks_.erase(txn, *id);
    return erased ? Result<bool>(true) : std::unexpected(erased.error());
}

Result<bool> BlockTable::exists(Txn const& txn, ActorId actor, ActorId target) const {
    return by_pair_.exists(txn, {actor, target});
}

Result<BlockRecord> BlockTable::by_activity(Txn const& txn, std::string_view iri) const {
    auto block = by_activity_.get(txn, hash_128(iri));
    if (block && block->activity_iri != iri) {
        return absent("block");
    }
    return block;
}

Result<Page<BlockRecord>> BlockTable::of_actor(
    Txn const& txn, ActorId actor, PageRequest const& request
) const {
    return page_of_records(txn, blocks_, by_actor_, encode_key(actor), request);
}

Result<Page<BlockRecord>> BlockTable::of_target(
    Txn const& txn, ActorId target, PageRequest const& request
) const {
    return page_of_records(txn, blocks_, by_target_, encode_key(target), request);
}

}  // namespace folkmoot::storage
