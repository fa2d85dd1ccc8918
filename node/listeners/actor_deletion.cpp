#include "node/listeners/actor_deletion.hpp"

#include "node/community/commit.hpp"
#include "node/community/deleted_actors.hpp"
#include "node/fold_errors.hpp"
#include "node/listeners/find.hpp"
#include "storage/engine/async_write.hpp"

#include <string>
#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

/// Relations of one kind that are ended with the actor; a remote actor has few here.
constexpr std::size_t max_relations = 500;

storage::ActorRecord without_content(storage::ActorRecord actor, std::int64_t now) {
    storage::ActorRecord bare;
    bare.id = actor.id;
    bare.kind = actor.kind;
    bare.host = actor.host;
    bare.username = std::move(actor.username);
    bare.handle = std::move(actor.handle);
    bare.iri = std::move(actor.iri);
    bare.inbox = std::move(actor.inbox);
    bare.suspended = actor.suspended;
    bare.suspended_by = actor.suspended_by;
    bare.suspended_at = actor.suspended_at;
    bare.created = actor.created;
    bare.deleted_at = now;
    return bare;
}

storage::Result<void> erase_follows(
    storage::Store& store, storage::WriteTxn& txn, storage::ActorId actor
) {
    storage::PageRequest request;
    request.limit = max_relations;
    for (auto const state :
         {storage::FollowState::accepted,
          storage::FollowState::pending,
          storage::FollowState::rejected}) {
        auto const followers = store.follows.followers_of(txn, actor, state, request);
        auto const followed = store.follows.followed_by(txn, actor, state, request);
        if (!followers || !followed) {
            return std::unexpected(followers ? followed.error() : followers.error());
        }
        for (auto const* const page : {&*followers, &*followed}) {
            for (auto const& follow : page->items) {
                if (auto const done = store.follows.erase(txn, storage::FollowId(follow.id));
                    !done) {
                    return done;
                }
            }
        }
    }
    return {};
}

storage::Result<void> erase_keys(
    storage::Store& store, storage::WriteTxn& txn, storage::ActorId actor
) {
    auto const keys = store.actor_keys.of_actor(txn, actor);
    if (!keys) {
        return std::unexpected(keys.error());
    }
    for (auto const& key : *keys) {
        if (auto const done = store.actor_keys.erase(txn, storage::KeyRecordId(key.id)); !done) {
            return done;
        }
    }
    return {};
}

storage::Result<void> note(
    storage::Store& store,
    storage::WriteTxn& txn,
    storage::ActorId actor,
    storage::JobId job_id,
    std::int64_t now
) {
    auto const noted = note_change(
        store,
        txn,
        {.kind = storage::ChangeKind::actor_deleted,
         .subject = actor.value(),
         .actor = actor.value()},
        now
    );
    if (!noted) {
        return noted;
    }
    storage::JobRecord job;
    job.id = job_id.value();
    job.kind = erase_posts_job;
    job.payload = std::to_string(actor.value());
    job.key = job.payload;
    job.due = now;
    job.created = now;
    return store.jobs.insert(txn, job);
}

}  // namespace

asio::awaitable<Result<void>> delete_remote_actor(
    ListenerServices services, storage::ActorId actor, Origin origin
) {
    auto& store = services.store();
    auto change = [&store,
                   actor,
                   origin = std::move(origin),
                   job = storage::JobId(store.ids().next()),
                   now = services.now()](storage::WriteTxn& txn) -> storage::Result<void> {
        auto record = store.actors.load(txn, actor);
        if (!record) {
            return std::unexpected(record.error());
        }
        if (record->host == 0 || record->deleted_at != 0) {
            return std::unexpected(
                storage::Error{storage::ErrorCode::not_found, "no actor to delete"}
            );
        }
        auto done = mark_seen(store, txn, origin, now);
        if (done) {
            done = erase_follows(store, txn, actor);
        }
        if (done) {
            done = erase_keys(store, txn, actor);
        }
        if (done) {
            done = store.actors.update(txn, without_content(std::move(*record), now));
        }
        return done ? note(store, txn, actor, job, now) : done;
    };
    auto const done = co_await storage::async_write(
        store.writer(), storage::WriteClass::inbox, std::move(change)
    );
    if (!done) {
        co_return std::unexpected(fold(done.error()));
    }
    co_return Result<void>();
}

}  // namespace folkmoot::node
