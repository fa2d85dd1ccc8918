#include "node/listeners/reaction.hpp"

#include "node/listeners/find.hpp"

namespace folkmoot::node {
namespace {

using activitypub::ActivityType;

storage::ReactionKind kind_of(ActivityType type) noexcept {
    switch (type) {
        case ActivityType::dislike:
            return storage::ReactionKind::dislike;
        case ActivityType::emoji_react:
            return storage::ReactionKind::emoji;
        default:
            return storage::ReactionKind::like;
    }
}

}  // namespace

std::optional<React> reaction_of(
    ListenerServices const& services,
    activitypub::Activity const& activity,
    storage::ActorId actor,
    storage::ActorId via_group
) {
    auto const* const object = activity.object();
    auto const txn = snapshot(services);
    if (!txn || object == nullptr || !object->id) {
        return std::nullopt;
    }
    auto const post = find_post(*txn, services, *object->id);
    if (!post) {
        return std::nullopt;
    }
    React command;
    command.actor = actor;
    command.post = storage::PostId(post->id);
    command.kind = kind_of(activity.type);
    if (command.kind == storage::ReactionKind::emoji) {
        command.emoji = activity.content;
    }
    command.via_group = via_group;
    return command;
}

boost::asio::awaitable<Outcome> react(ListenerServices services, Incoming incoming) {
    auto const command =
        reaction_of(services, incoming.activity, incoming.actor_id(), incoming.via_group);
    if (!command) {
        co_return target_unavailable();
    }
    auto const result = co_await add_reaction(services.community, *command, incoming.origin);
    co_return outcome_of(result, "reaction.added");
}

}  // namespace folkmoot::node
