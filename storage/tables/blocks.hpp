// Who blocks whom. A remote block is known when its Block activity reached us.
#pragma once

#include "storage/schema/relations.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The table. A pair has one row at most.
class BlockTable {
public:
    explicit BlockTable(Catalog& catalog);

    /// Adds a block. Errors: already_exists for the id, the pair or the remote activity; invalid
    /// without id or actors.
    Result<void> insert(WriteTxn& txn, BlockRecord const& block);

    /// Removes a block; false when there was none.
    Result<bool> erase(WriteTxn& txn, ActorId actor, ActorId target);

    /// Whether `actor` blocks `target`.
    Result<bool> exists(Txn const& txn, ActorId actor, ActorId target) const;

    /// The block made by exactly this remote activity; not_found.
    Result<BlockRecord> by_activity(Txn const& txn, std::string_view iri) const;

    /// Whom an actor blocks, newest relation first.
    Result<Page<BlockRecord>> of_actor(Txn const& txn, ActorId actor, PageRequest const& request)
        const;

    /// Who blocks an actor, newest relation first.
    Result<Page<BlockRecord>> of_target(Txn const& txn, ActorId target, PageRequest const& request)
        const;

private:
    Table<BlockId, Block> blocks_;
    UniqueIndex<std::pair<ActorId, ActorId>, Table<BlockId, Block>> by_pair_;
    UniqueIndex<Hash128, Table<BlockId, Block>> by_activity_;
    MultiIndex<ActorId, Table<BlockId, Block>> by_actor_;
    MultiIndex<ActorId, Table<BlockId, Block>> by_target_;
};

}  // namespace folkmoot::storage
