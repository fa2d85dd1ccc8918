#include "node/access/can.hpp"
#include "node/community/moderation.hpp"
#include "node/community/received_posts.hpp"
#include "node/listeners/actor_deletion.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"

#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

/// The post of a local group that its remote moderator wants removed.
std::optional<storage::PostId> removable(
    ListenerServices const& services, Incoming const& incoming
) {
    auto const txn = snapshot(services);
    auto const post = txn ? find_post(*txn, services, *incoming.object_id()) : std::nullopt;
    if (!post || post->group == 0 || post->author == incoming.actor.id) {
        return std::nullopt;
    }
    auto const moderates = is_group_moderator(
        *txn, services.store(), storage::ActorId(post->group), incoming.actor_id()
    );
    return moderates && *moderates ? std::optional(storage::PostId(post->id)) : std::nullopt;
}

bool is_ours(ListenerServices const& services, activitypub::Iri const& id) {
    return id.origin() == services.local;
}

/// Whether an id is that of an actor, who can only be deleted by itself.
bool is_actor(ListenerServices const& services, activitypub::Iri const& id) {
    auto const txn = snapshot(services);
    return !txn || find_actor(*txn, services, id).has_value();
}

}  // namespace

asio::awaitable<Outcome> handle_delete(ListenerServices services, Incoming incoming) {
    auto const& id = *incoming.object_id();
    if (id == incoming.activity.actor) {
        auto const done =
            co_await delete_remote_actor(services, incoming.actor_id(), incoming.origin);
        co_return outcome_of(done, "actor.deleted");
    }
    if (auto const post = removable(services, incoming)) {
        auto const done = co_await remove_post(
            services.community,
            incoming.actor_id(),
            *post,
            incoming.activity.summary,
            incoming.origin
        );
        co_return outcome_of(done, "post.removed");
    }
    if (is_ours(services, id) || !same_origin(id, incoming.activity.actor) ||
        is_actor(services, id)) {
        co_return rejected("delete.no_right");
    }
    ReceivedDelete deletion;
    deletion.by = incoming.actor_id();
    deletion.object_iri = id.text();
    auto const done = co_await apply_received_delete(services.community, deletion, incoming.origin);
    co_return outcome_of(done, "post.deleted");
}

}  // namespace folkmoot::node
