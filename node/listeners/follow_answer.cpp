#include "node/listeners/follow_answer.hpp"

#include "node/community/following.hpp"
#include "node/listeners/find.hpp"

#include <optional>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

std::optional<storage::FollowRecord> by_our_id(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Reference const& request
) {
    auto const own = request.id ? services.site().recognise(request.id->text()) : std::nullopt;
    if (!own || own->kind != OwnKind::activity || !own->rest.empty()) {
        return std::nullopt;
    }
    auto follow = services.store().follows.load(txn, storage::FollowId(own->id));
    return follow ? std::optional(std::move(*follow)) : std::nullopt;
}

std::optional<storage::FollowRecord> by_actors(
    storage::Txn const& txn,
    ListenerServices const& services,
    activitypub::Reference const& request,
    storage::ActorId actor
) {
    auto const* const inner = request.activity();
    if (inner == nullptr || inner->type != activitypub::ActivityType::follow) {
        return std::nullopt;
    }
    auto const follower = find_own_actor(txn, services, inner->actor);
    if (!follower) {
        return std::nullopt;
    }
    auto follow = services.store().follows.between(txn, storage::ActorId(follower->id), actor);
    return follow ? std::optional(std::move(*follow)) : std::nullopt;
}

std::expected<storage::FollowRecord, Outcome> find_follow(
    ListenerServices const& services, activitypub::Reference const& request, storage::ActorId actor
) {
    auto const txn = snapshot(services);
    if (!txn) {
        return std::unexpected(from_error(Error{ErrorCode::unavailable, {}, {}}));
    }
    return follow_answered(*txn, services, request, actor);
}

}  // namespace

std::expected<storage::FollowRecord, Outcome> follow_answered(
    storage::Txn const& txn,
    ListenerServices const& services,
    activitypub::Reference const& request,
    storage::ActorId actor
) {
    auto follow = by_our_id(txn, services, request);
    if (follow && follow->followed != actor.value()) {
        return std::unexpected(rejected("follow.not_the_addressee"));
    }
    if (!follow) {
        follow = by_actors(txn, services, request, actor);
    }
    if (!follow) {
        return std::unexpected(ignored("follow.not_requested"));
    }
    return std::move(*follow);
}

asio::awaitable<Outcome> answer_follow_of(
    ListenerServices services, Incoming incoming, activitypub::Reference request, bool accept
) {
    auto const follow = find_follow(services, request, incoming.actor_id());
    if (!follow) {
        co_return follow.error();
    }
    AnswerFollow command;
    command.followed = incoming.actor_id();
    command.follower = storage::ActorId(follow->follower);
    command.answer = accept ? FollowAnswer::accept : FollowAnswer::reject;
    auto const result = co_await answer_follow(services.community, command, incoming.origin);
    co_return outcome_of(result, accept ? "follow.accepted" : "follow.rejected");
}

}  // namespace folkmoot::node
