#include "node/community/blocks_and_mutes.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"

#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

std::optional<storage::ActorId> blocked_here(
    ListenerServices const& services, Incoming const& incoming
) {
    auto const txn = snapshot(services);
    auto const* const id = incoming.object_id();
    auto const actor = txn && id != nullptr ? find_own_actor(*txn, services, *id) : std::nullopt;
    return actor ? std::optional(storage::ActorId(actor->id)) : std::nullopt;
}

}  // namespace

asio::awaitable<Outcome> handle_block(ListenerServices services, Incoming incoming) {
    if (incoming.activity.target) {
        // A ban from a group or a site.
        co_return co_await handle_moderation(std::move(services), std::move(incoming));
    }
    auto const target = blocked_here(services, incoming);
    if (!target) {
        co_return target_unavailable();
    }
    auto const done =
        co_await block_actor(services.community, incoming.actor_id(), *target, incoming.origin);
    co_return outcome_of(done, "block.noted");
}

}  // namespace folkmoot::node
