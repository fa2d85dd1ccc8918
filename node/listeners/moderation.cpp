#include "node/access/can.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

/// The local group that an activity would moderate: its collection or itself is the target, or the
/// post named stands in it.
std::optional<storage::ActorId> group_concerned(
    storage::Txn const& txn, ListenerServices const& services, Incoming const& incoming
) {
    auto const& target = incoming.activity.target;
    if (target && target->id && target->id->origin() == services.local) {
        auto const own = services.site().recognise(target->id->text());
        if (own && own->kind == OwnKind::group) {
            auto const group =
                services.store().actors.by_handle(txn, storage::fold_handle(own->name));
            return group ? std::optional(storage::ActorId(group->id)) : storage::ActorId();
        }
        return storage::ActorId();
    }
    auto const* const id = incoming.object_id();
    auto const post = id != nullptr ? find_post(txn, services, *id) : std::nullopt;
    if (!post || post->group == 0) {
        return std::nullopt;
    }
    auto const group = services.store().actors.load(txn, storage::ActorId(post->group));
    return group && group->host == 0 ? std::optional(storage::ActorId(group->id)) : std::nullopt;
}

}  // namespace

asio::awaitable<Outcome> handle_moderation(ListenerServices services, Incoming incoming) {
    auto const txn = snapshot(services);
    if (!txn) {
        co_return from_error(Error{ErrorCode::unavailable, {}, {}});
    }
    auto const group = group_concerned(*txn, services, incoming);
    if (!group) {
        co_return ignored("moderation.elsewhere");
    }
    auto const moderates = is_group_moderator(*txn, services.store(), *group, incoming.actor_id());
    co_return moderates && *moderates ? ignored("moderation.not_offered")
                                      : rejected("moderation.no_right");
}

}  // namespace folkmoot::node
