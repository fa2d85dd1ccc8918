#include "node/community/following.hpp"
#include "node/fold_errors.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"
#include "node/listeners/object_resolver.hpp"
#include "storage/engine/async_write.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

/// Followers of this node that are moved along.
constexpr std::size_t max_followers = 500;

bool confirms(federation::RemoteActor const& target, activitypub::Iri const& old) {
    return std::ranges::find(target.document.also_known_as, old) !=
           target.document.also_known_as.end();
}

/// Members of this node that follow an actor.
std::vector<storage::ActorId> followers_here(
    ListenerServices const& services, storage::ActorId actor
) {
    std::vector<storage::ActorId> followers;
    auto const txn = snapshot(services);
    storage::PageRequest request;
    request.limit = max_followers;
    if (!txn) {
        return followers;
    }
    auto const page =
        services.store().follows.followers_of(*txn, actor, storage::FollowState::accepted, request);
    for (auto const& follow : page ? page->items : std::vector<storage::FollowRecord>()) {
        auto const follower = services.store().actors.load(*txn, storage::ActorId(follow.follower));
        if (follower && follower->host == 0) {
            followers.emplace_back(follow.follower);
        }
    }
    return followers;
}

/// Notes where the actor went, with the seen id: whatever fails afterwards, it moves once.
asio::awaitable<Result<void>> note_successor(
    ListenerServices services, Incoming incoming, storage::ActorId target
) {
    auto& store = services.store();
    auto change = [&store,
                   target,
                   actor = incoming.actor_id(),
                   origin = incoming.origin,
                   now = services.now()](storage::WriteTxn& txn) -> storage::Result<void> {
        auto record = store.actors.load(txn, actor);
        if (!record) {
            return std::unexpected(record.error());
        }
        if (auto const marked = mark_seen(store, txn, origin, now); !marked) {
            return marked;
        }
        record->moved_to = target.value();
        return store.actors.update(txn, *record);
    };
    auto const done = co_await storage::async_write(
        store.writer(), storage::WriteClass::inbox, std::move(change)
    );
    if (!done) {
        co_return std::unexpected(fold(done.error()));
    }
    co_return Result<void>();
}

}  // namespace

asio::awaitable<Outcome> handle_move(ListenerServices services, Incoming incoming) {
    if (incoming.authority == activitypub::Authority::moderator) {
        co_return ignored("moderation.not_offered");
    }
    if (incoming.actor.moved_to != 0) {
        co_return ignored("move.again");
    }
    auto const target_id = *incoming.activity.target->id;
    if (target_id.origin() == services.local) {
        co_return ignored("move.here");
    }
    if (incoming.budget == nullptr) {
        co_return needs_fetch("move.target");
    }
    auto const target = co_await services.directory.fetch(target_id, *incoming.budget);
    if (!target) {
        co_return from_error(from_fetch(target.error()));
    }
    if (!confirms(**target, incoming.activity.actor)) {
        co_return ignored("move.not_confirmed");
    }
    auto const kept = co_await services.directory.keep(*target, *incoming.budget);
    if (!kept) {
        co_return from_error(from_fetch(kept.error()));
    }
    storage::ActorId const successor(kept->id);
    auto const followers = followers_here(services, incoming.actor_id());
    if (auto const noted = co_await note_successor(services, incoming, successor); !noted) {
        co_return from_error(noted.error());
    }
    for (auto const follower : followers) {
        FollowActor command;
        command.follower = follower;
        command.followed = successor;
        if (co_await follow(services.community, command)) {
            co_await unfollow(services.community, follower, incoming.actor_id());
        }
    }
    co_return applied("actor.moved");
}

}  // namespace folkmoot::node
