#include "node/community/boosts.hpp"

#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/notifications.hpp"

#include <algorithm>
#include <chrono>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::ActorRecord;
using storage::EntryId;
using storage::LogEntryRecord;
using storage::PostId;
using storage::PostRecord;

/// A boost's surroundings in one transaction.
struct Scene {
    ActorRecord actor;
    PostRecord post;
    std::optional<LogEntryRecord> present;

    /// A remote group says that a post of a thread of its own is one: no boost as of a person.
    bool is_confirmation() const noexcept {
        return actor.kind == storage::ActorKind::group && post.group == actor.id;
    }
};

Result<Scene> load_scene(
    storage::Txn const& txn,
    Services const& services,
    ActorId actor_id,
    PostId post_id,
    Action action
) {
    auto const& tables = services.store;
    auto actor = tables.actors.load(txn, actor_id);
    auto raw = tables.posts.load(txn, post_id);
    if (!actor || !raw) {
        return failed((actor ? raw.error() : actor.error()));
    }
    Scene scene{std::move(*actor), std::move(*raw), std::nullopt};
    auto const viewer = scene.actor.host == 0
                            ? Viewer::member(actor_id)
                            : Viewer::remote_actor(actor_id, storage::HostId(scene.actor.host));
    auto const wanted = scene.is_confirmation() ? Action::read : action;
    if (auto const allowed = can(txn, tables, viewer, wanted, scene.post); !allowed) {
        return std::unexpected(allowed.error());
    }
    auto const id = tables.entries.boost_of(txn, actor_id, post_id);
    if (id) {
        auto entry = tables.entries.load(txn, *id);
        if (!entry) {
            return failed(entry.error());
        }
        scene.present = std::move(*entry);
    } else if (id.error().code != storage::ErrorCode::not_found) {
        return failed(id.error());
    }
    return scene;
}

LogEntryRecord new_entry(
    Services& services,
    BoostPost const& command,
    Scene const& scene,
    Origin const& origin,
    std::int64_t now
) {
    LogEntryRecord entry;
    entry.id = services.store.ids().next();
    entry.kind = storage::EntryKind::boost;
    entry.actor = command.actor.value();
    entry.object = command.post.value();
    entry.visibility = command.visibility;
    entry.created = command.published == 0 ? now : std::min(command.published, now);
    entry.iri = origin.activity_iri;
    if (scene.actor.kind == storage::ActorKind::group) {
        entry.group = scene.actor.id;
        storage::LogRefRecord log;
        log.kind = storage::LogKind::group;
        log.owner = scene.actor.id;
        entry.logs.push_back(log);
    }
    return entry;
}

/// An id in the order of publication, for what was found in an outbox.
Result<LogEntryRecord> with_backfill_id(
    storage::Store& store, storage::WriteTxn const& txn, LogEntryRecord entry
) {
    auto const id = store.ids().backfill_id(
        storage::Timestamp(std::chrono::milliseconds(entry.created)),
        [&](std::uint64_t taken) -> storage::Result<bool> {
            auto const exists = store.posts.exists(txn, PostId(taken));
            if (!exists || *exists) {
                return exists;
            }
            return store.entries.load(txn, EntryId(taken)).has_value();
        },
        static_cast<std::uint16_t>(entry.object)
    );
    if (!id) {
        return failed(id.error());
    }
    entry.id = *id;
    return entry;
}

storage::Result<void> note_entry(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::ChangeKind kind,
    LogEntryRecord const& entry,
    std::int64_t now
) {
    return note_change(
        tables,
        txn,
        {.kind = kind,
         .subject = entry.id,
         .actor = entry.actor,
         .group = entry.group,
         .other = entry.object,
         .visibility = entry.visibility},
        now
    );
}

/// The group has taken the post: nobody waits for it any more.
storage::Result<void> clear_waiting(
    storage::Tables& tables, storage::WriteTxn& txn, Scene const& scene
) {
    if (!scene.is_confirmation() || !scene.post.awaiting_group) {
        return {};
    }
    auto post = scene.post;
    post.awaiting_group = false;
    return tables.posts.update(txn, post);
}

Result<LogEntryRecord> store_entry(
    Services& services,
    storage::WriteTxn& txn,
    Scene const& scene,
    BoostPost const& command,
    LogEntryRecord entry,
    std::int64_t now
) {
    auto& store = services.store;
    if (command.backfilled) {
        auto placed = with_backfill_id(store, txn, entry);
        if (!placed) {
            return placed;
        }
        entry = std::move(*placed);
    }
    bool const told = !command.backfilled && scene.actor.kind != storage::ActorKind::group;
    auto const done = in_order(
        [&] { return store.entries.append(txn, entry); },
        [&] {
            return told ? notify(
                              store,
                              txn,
                              {.member = ActorId(scene.post.author),
                               .kind = storage::NotificationKind::reblog,
                               .from = command.actor,
                               .post = command.post,
                               .group = ActorId(scene.post.group)},
                              now
                          )
                        : storage::Result<void>{};
        },
        [&] {
            return command.backfilled
                       ? storage::Result<void>{}
                       : note_entry(store, txn, storage::ChangeKind::entry_created, entry, now);
        }
    );
    return done ? Result<LogEntryRecord>(std::move(entry)) : std::unexpected(done.error());
}

awaitable<Result<LogEntryRecord>> boost_once(Services& services, BoostPost command, Origin origin) {
    auto const now = milliseconds_now(services);
    bool present = false;
    LogEntryRecord entry;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto const scene = load_scene(*txn, services, command.actor, command.post, Action::boost);
        if (!scene) {
            co_return std::unexpected(scene.error());
        }
        present = scene->present.has_value();
        entry = new_entry(services, command, *scene, origin, now);
        if (!present && scene->actor.host == 0) {
            auto built = services.publisher.boosted(*txn, entry, scene->post);
            if (!built) {
                co_return std::unexpected(built.error());
            }
            rows = std::move(*built);
        }
    }
    auto closure = [&services, command, origin, present, entry, rows, now](storage::WriteTxn& txn
                   ) -> Result<LogEntryRecord> {
        auto const scene = load_scene(txn, services, command.actor, command.post, Action::boost);
        if (!scene) {
            return std::unexpected(scene.error());
        }
        if (scene->present.has_value() != present) {
            return stale();
        }
        auto const opened = in_order(
            [&] {
                return origin.remote() ? mark_seen(services.store, txn, origin, now)
                                       : storage::Result<void>{};
            },
            [&] { return clear_waiting(services.store, txn, *scene); }
        );
        if (!opened) {
            return std::unexpected(opened.error());
        }
        if (scene->present) {
            return *scene->present;
        }
        // A group announces replies too; only topics stand in its log.
        if (scene->is_confirmation() && scene->post.in_reply_to != 0) {
            return entry;
        }
        auto stored = store_entry(services, txn, *scene, command, entry, now);
        if (!stored) {
            return stored;
        }
        auto const told = append(services.store, txn, rows);
        return told ? std::move(stored) : failed(told.error());
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

awaitable<Result<void>> unboost_once(
    Services& services, ActorId actor, PostId post, Origin origin
) {
    auto const now = milliseconds_now(services);
    std::optional<LogEntryRecord> planned;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto const scene = load_scene(*txn, services, actor, post, Action::read);
        if (!scene) {
            co_return std::unexpected(scene.error());
        }
        planned = scene->present;
        if (!planned && !origin.remote()) {
            co_return Result<void>{};
        }
        if (planned && scene->actor.host == 0) {
            auto built = services.publisher.boost_removed(*txn, *planned, scene->post);
            if (!built) {
                co_return std::unexpected(built.error());
            }
            rows = std::move(*built);
        }
    }
    auto closure = [&services, actor, post, origin, planned, rows, now](storage::WriteTxn& txn
                   ) -> Result<void> {
        auto& store = services.store;
        auto const scene = load_scene(txn, services, actor, post, Action::read);
        if (!scene) {
            return std::unexpected(scene.error());
        }
        if (scene->present != planned) {
            return stale();
        }
        if (!planned) {
            return in_order([&] { return mark_seen(store, txn, origin, now); });
        }
        return in_order(
            [&] { return mark_seen(store, txn, origin, now); },
            [&] { return store.entries.erase(txn, EntryId(planned->id)); },
            [&] {
                return note_entry(store, txn, storage::ChangeKind::entry_deleted, *planned, now);
            },
            [&] { return append(store, txn, rows); }
        );
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

}  // namespace

awaitable<Result<LogEntryRecord>> boost_post(Services& services, BoostPost command, Origin origin) {
    if (command.visibility > storage::Visibility::followers) {
        co_return refused(ErrorCode::unprocessable, "Boosts cannot have this visibility.");
    }
    co_return co_await with_retries([&] { return boost_once(services, command, origin); });
}

awaitable<Result<void>> unboost_post(
    Services& services, ActorId actor, PostId post, Origin origin
) {
    co_return co_await with_retries([&] { return unboost_once(services, actor, post, origin); });
}

}  // namespace folkmoot::node
