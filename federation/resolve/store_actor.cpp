#include "federation/resolve/store_actor.hpp"

#include "federation/peers/peer_facts.hpp"

#include <string>
#include <utility>

namespace folkmoot::federation {
namespace {

/// A handle that can no longer be typed: what an actor is left with whose name is another's now.
/// "/" stands in no handle.
std::string lost_handle(std::string const& folded, std::uint64_t actor) {
    return folded + '/' + std::to_string(actor);
}

/// Settles who has a handle: a confirmed owner takes it, an unconfirmed one yields.
storage::Result<std::string> settle_handle(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    ChosenHandle const& wanted,
    storage::ActorId owner,
    std::int64_t now
) {
    auto holder = tables.actors.by_handle(txn, wanted.folded);
    if (!holder && holder.error().code != storage::ErrorCode::not_found) {
        return std::unexpected(holder.error());
    }
    if (!holder || holder->id == owner.value()) {
        return wanted.folded;
    }
    if (!wanted.confirmed || holder->host == 0) {
        return lost_handle(wanted.folded, owner.value());
    }
    holder->handle = lost_handle(wanted.folded, holder->id);
    holder->last_refresh_attempt = now;
    if (auto const done = tables.actors.update(txn, *holder); !done) {
        return std::unexpected(done.error());
    }
    return wanted.folded;
}

/// Makes the stored keys of an actor those of its document.
storage::Result<void> replace_keys(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::ActorId owner,
    PreparedActor const& prepared
) {
    auto const stored = tables.actor_keys.of_actor(txn, owner);
    if (!stored) {
        return std::unexpected(stored.error());
    }
    for (auto const& old : *stored) {
        if (auto const done = tables.actor_keys.erase(txn, storage::KeyRecordId(old.id)); !done) {
            return done;
        }
    }
    for (std::size_t i = 0; i < prepared.keys.size(); ++i) {
        auto key = prepared.keys[i];
        auto const other = tables.actor_keys.by_iri(txn, key.key_iri);
        if (other) {
            continue;  // another actor's: one key has one owner, the first to show it
        }
        key.id = prepared.fresh_keys[i].value();
        key.owner = owner.value();
        if (auto const done = tables.actor_keys.insert(txn, key); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace

storage::Result<storage::ActorRecord> store_actor(
    storage::Tables& tables, storage::WriteTxn& txn, PreparedActor const& prepared
) {
    auto found = tables.actors.by_iri(txn, prepared.document.id.text());
    if (!found && found.error().code != storage::ErrorCode::not_found) {
        return found;
    }
    if (found && found->kind != kind_of(prepared.document.type)) {
        return std::unexpected(storage::Error{storage::ErrorCode::invalid, "actor changes its kind"}
        );
    }
    if (found && found->deleted_at != 0) {
        return std::unexpected(
            storage::Error{storage::ErrorCode::already_exists, "actor is deleted"}
        );
    }
    auto host = ensure_host(
        tables, txn, prepared.document.id.authority(), prepared.fresh_host, prepared.now
    );
    if (!host) {
        return std::unexpected(host.error());
    }
    auto record = found ? std::move(*found) : storage::ActorRecord{};
    bool const is_new = record.id == 0;
    if (is_new) {
        record.id = prepared.fresh_id.value();
        record.host = host->id;
    }
    storage::ActorId const id(record.id);
    auto handle = settle_handle(tables, txn, prepared.handle, id, prepared.now);
    if (!handle) {
        return std::unexpected(handle.error());
    }
    apply_document(record, prepared.document, prepared.handle, prepared.now);
    record.handle = std::move(*handle);
    auto done = is_new ? tables.actors.insert(txn, record) : tables.actors.update(txn, record);
    if (done && !record.shared_inbox.empty() && host->shared_inbox != record.shared_inbox) {
        host->shared_inbox = record.shared_inbox;
        done = tables.hosts.update(txn, *host);
    }
    if (done) {
        done = replace_keys(tables, txn, id, prepared);
    }
    if (!done) {
        return std::unexpected(done.error());
    }
    storage::ChangeRecord change;
    change.kind = storage::ChangeKind::actor_changed;
    change.subject = record.id;
    change.actor = record.id;
    change.at = prepared.now;
    auto const noted = tables.change_log.append(txn, change);
    return noted ? storage::Result<storage::ActorRecord>(std::move(record))
                 : std::unexpected(noted.error());
}

}  // namespace folkmoot::federation
