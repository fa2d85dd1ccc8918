#include "node/community/following.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

std::optional<storage::ActorId> followed_here(
    ListenerServices const& services, Incoming const& incoming
) {
    auto const txn = snapshot(services);
    auto const* const id = incoming.object_id();
    auto const actor = txn && id != nullptr ? find_own_actor(*txn, services, *id) : std::nullopt;
    return actor ? std::optional(storage::ActorId(actor->id)) : std::nullopt;
}

}  // namespace

asio::awaitable<Outcome> handle_follow(ListenerServices services, Incoming incoming) {
    auto const followed = followed_here(services, incoming);
    if (!followed) {
        co_return target_unavailable();
    }
    FollowActor command;
    command.follower = incoming.actor_id();
    command.followed = *followed;
    auto const result = co_await follow(services.community, command, incoming.origin);
    co_return outcome_of(result, "follow.noted");
}

}  // namespace folkmoot::node
