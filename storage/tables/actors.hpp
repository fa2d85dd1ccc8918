// Actors, local and remote, of every kind (decision 20). A remote actor is found by the hash of its
// id, a local one by its handle only: ids of this node's actors are never stored.
#pragma once

#include "storage/schema/actors.hpp"
#include "storage/tables/table_parts.hpp"

namespace folkmoot::storage {

/// The folded form of a handle: ASCII letters in lower case, "name" here (empty host) or
/// "name@host" elsewhere.
std::string fold_handle(std::string_view name, std::string_view host = {});

/// The table.
class ActorTable {
public:
    explicit ActorTable(Catalog& catalog);

    /// Adds an actor. `handle` must be folded; members and groups of this node share one set of
    /// handles. Errors: already_exists when the id, handle or remote id is taken; invalid without
    /// id, handle, or for a local actor with an IRI (decision 20).
    Result<void> insert(WriteTxn& txn, ActorRecord const& actor);

    /// Replaces an actor. Errors: not_found, already_exists, invalid as for insert; the IRI, the
    /// host and the kind never change.
    Result<void> update(WriteTxn& txn, ActorRecord const& actor);

    /// An actor; not_found.
    Result<ActorRecord> load(Txn const& txn, ActorId id) const;

    /// An actor to read without unpacking; not_found.
    Result<RecordView<Actor>> view(Txn const& txn, ActorId id) const;

    /// The remote actor with exactly this id; not_found.
    Result<ActorRecord> by_iri(Txn const& txn, std::string_view iri) const;

    /// The actor with this folded handle; not_found. A deleted actor keeps its handle.
    Result<ActorRecord> by_handle(Txn const& txn, std::string_view folded_handle) const;

    /// Actors of one kind on one host (0: this node), newest first.
    Result<Page<ActorRecord>> of_host(
        Txn const& txn, HostId host, ActorKind kind, PageRequest const& request
    ) const;

    /// Actors whose folded handle begins with `prefix`, in the order of handles; for completion.
    Result<std::vector<ActorRecord>> with_handle_prefix(
        Txn const& txn, std::string_view prefix, std::size_t limit
    ) const;

private:
    Table<ActorId, Actor> actors_;
    UniqueIndex<Hash128, Table<ActorId, Actor>> by_iri_;
    UniqueIndex<std::string, Table<ActorId, Actor>> by_handle_;
    MultiIndex<std::pair<HostId, ActorKind>, Table<ActorId, Actor>> by_host_;
};

}  // namespace folkmoot::storage
