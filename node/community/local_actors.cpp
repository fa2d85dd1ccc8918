#include "node/community/local_actors.hpp"

#include "node/community/commit.hpp"

#include <array>

namespace folkmoot::node {
namespace {

Result<void> mark_profile_use(
    storage::Tables& tables, storage::WriteTxn& txn, std::uint64_t media, bool used
) {
    if (media == 0) {
        return {};
    }
    auto record = tables.media_files.load(txn, storage::MediaId(media));
    if (!record) {
        // What was in use before may have been erased by a moderator.
        return used ? failed(record.error()) : Result<void>{};
    }
    record->used_by_profile = used;
    auto const stored = tables.media_files.update(txn, *record);
    return stored ? Result<void>{} : failed(stored.error());
}

}  // namespace

boost::asio::awaitable<Result<NewLocalActor>> make_local_actor(
    Services& services, storage::ActorRecord actor
) {
    auto const rsa = co_await services.keys();
    if (!rsa) {
        co_return std::unexpected(rsa.error());
    }
    NewLocalActor fresh{std::move(actor), {}};
    fresh.actor.id = services.store.ids().next();
    fresh.actor.handle = storage::fold_handle(fresh.actor.username);
    fresh.actor.created = milliseconds_now(services);
    fresh.actor.updated = fresh.actor.created;
    auto keys =
        services.vault.records_for(storage::ActorId(fresh.actor.id), *rsa, fresh.actor.created);
    if (!keys) {
        co_return std::unexpected(keys.error());
    }
    fresh.keys = std::move(*keys);
    co_return fresh;
}

Result<void> check_name_free(
    storage::Txn const& txn, storage::Tables const& tables, storage::ActorRecord const& actor
) {
    auto const taken = tables.actors.by_handle(txn, actor.handle);
    if (taken) {
        return refused(ErrorCode::conflict, "This name is taken. Please choose another.");
    }
    return taken.error().code == storage::ErrorCode::not_found ? Result<void>{}
                                                               : failed(taken.error());
}

Result<void> insert_local_actor(
    Services& services, storage::WriteTxn& txn, NewLocalActor const& fresh
) {
    auto& store = services.store;
    auto done = in_order([&] { return store.actors.insert(txn, fresh.actor); });
    for (auto const& key : fresh.keys) {
        done = done ? in_order([&] { return store.actor_keys.insert(txn, key); }) : done;
    }
    if (!done) {
        return done;
    }
    return in_order([&] {
        return note_change(
            store,
            txn,
            {.kind = storage::ChangeKind::actor_changed,
             .subject = fresh.actor.id,
             .actor = fresh.actor.id},
            fresh.actor.created
        );
    });
}

Result<void> set_picture(
    storage::Txn const& txn,
    storage::Tables const& tables,
    storage::ActorId owner,
    storage::MediaId media,
    std::uint64_t& slot
) {
    if (!media) {
        slot = 0;
        return {};
    }
    auto const record = tables.media_files.load(txn, media);
    if (!record) {
        return failed(record.error());
    }
    if (record->owner != owner.value()) {
        return not_found("the file belongs to somebody else");
    }
    if (record->state != storage::MediaState::ready || !record->media_type.starts_with("image/") ||
        record->post != 0) {
        return refused(ErrorCode::unprocessable, "This file cannot be used as a picture.");
    }
    slot = media.value();
    return {};
}

Result<void> keep_pictures(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::ActorRecord const& before,
    storage::ActorRecord const& after
) {
    for (auto const& [old, fresh] : std::array{
             std::pair(before.icon_media, after.icon_media),
             std::pair(before.header_media, after.header_media)
         }) {
        if (old == fresh) {
            continue;
        }
        auto const done = in_order(
            [&] { return mark_profile_use(tables, txn, fresh, true); },
            [&] { return mark_profile_use(tables, txn, old, false); }
        );
        if (!done) {
            return done;
        }
    }
    return {};
}

}  // namespace folkmoot::node
