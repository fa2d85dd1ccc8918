#include "node/community/blocks_and_mutes.hpp"
#include "node/community/boosts.hpp"
#include "node/community/following.hpp"
#include "node/fold_errors.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/follow_answer.hpp"
#include "node/listeners/handlers.hpp"
#include "node/listeners/reaction.hpp"
#include "storage/digest.hpp"
#include "storage/engine/async_write.hpp"

#include <utility>
#include <variant>

namespace folkmoot::node {

namespace asio = boost::asio;
using activitypub::ActivityType;

namespace {

/// What is to be undone, as it stands in the store.
struct UndoneFollow {
    storage::ActorId followed;
};

struct UndoneBoost {
    storage::PostId post;
};

struct UndoneBlock {
    storage::ActorId target;
};

/// Nothing known here.
using Undone = std::variant<std::monostate, UndoneFollow, React, UndoneBoost, UndoneBlock>;

/// By the id of the activity: peers that send it alone. What is another's is not found.
Undone by_id(
    storage::Txn const& txn, storage::Store const& store, std::string const& id, std::uint64_t actor
) {
    if (auto const follow = store.follows.by_activity(txn, id);
        follow && follow->follower == actor) {
        return UndoneFollow{storage::ActorId(follow->followed)};
    }
    if (auto const made = store.reactions.by_activity(txn, id); made && made->actor == actor) {
        React command;
        command.actor = storage::ActorId(actor);
        command.post = storage::PostId(made->post);
        command.kind = made->kind;
        command.emoji = made->emoji;
        return command;
    }
    if (auto const entry = store.entries.by_iri(txn, id); entry && entry->actor == actor) {
        return UndoneBoost{storage::PostId(entry->object)};
    }
    if (auto const block = store.blocks.by_activity(txn, id); block && block->actor == actor) {
        return UndoneBlock{storage::ActorId(block->target)};
    }
    return {};
}

Undone by_content(
    ListenerServices const& services, Incoming const& incoming, activitypub::Activity const& inner
) {
    switch (inner.type) {
        case ActivityType::like:
        case ActivityType::dislike:
        case ActivityType::emoji_react: {
            auto command = reaction_of(services, inner, incoming.actor_id(), incoming.via_group);
            return command ? Undone(std::move(*command)) : Undone();
        }
        default:
            break;
    }
    auto const txn = snapshot(services);
    auto const* const object = inner.object();
    if (!txn || object == nullptr || !object->id) {
        return {};
    }
    if (inner.type == ActivityType::follow) {
        auto const followed = find_own_actor(*txn, services, *object->id);
        return followed ? Undone(UndoneFollow{storage::ActorId(followed->id)}) : Undone();
    }
    if (inner.type == ActivityType::block) {
        auto const target = find_own_actor(*txn, services, *object->id);
        return target ? Undone(UndoneBlock{storage::ActorId(target->id)}) : Undone();
    }
    if (inner.type == ActivityType::announce) {
        auto const post = find_post(*txn, services, *object->id);
        return post ? Undone(UndoneBoost{storage::PostId(post->id)}) : Undone();
    }
    return {};
}

Undone find_undone(ListenerServices const& services, Incoming const& incoming) {
    auto const& reference = *incoming.activity.object();
    if (auto const* const inner = reference.activity()) {
        return by_content(services, incoming, *inner);
    }
    auto const txn = snapshot(services);
    return txn && reference.id
               ? by_id(*txn, services.store(), reference.id->text(), incoming.actor.id)
               : Undone();
}

/// Notes an activity that has not come yet as if it had, so that it has no effect when it does.
asio::awaitable<Outcome> remember(ListenerServices services, Incoming incoming) {
    auto const& inner = incoming.activity.object()->id;
    if (!inner) {
        co_return ignored("undo.unknown");
    }
    auto& store = services.store();
    auto note = [&store,
                 origin = incoming.origin,
                 id = storage::hash_128(inner->text()),
                 now = services.now()](storage::WriteTxn& txn) -> storage::Result<void> {
        if (auto const marked = mark_seen(store, txn, origin, now); !marked) {
            return marked;
        }
        auto const noted = store.seen_activities.insert(txn, id, now);
        return noted ? storage::Result<void>() : std::unexpected(noted.error());
    };
    auto const noted =
        co_await storage::async_write(store.writer(), storage::WriteClass::inbox, std::move(note));
    co_return noted ? applied("undo.remembered") : from_error(fold(noted.error()));
}

}  // namespace

asio::awaitable<Outcome> handle_undo(ListenerServices services, Incoming incoming) {
    auto const& reference = *incoming.activity.object();
    auto const* const inner = reference.activity();
    if (inner != nullptr && inner->type == ActivityType::accept && inner->object() != nullptr) {
        auto request = *inner->object();
        co_return co_await answer_follow_of(
            std::move(services), std::move(incoming), std::move(request), false
        );
    }
    auto const undone = find_undone(services, incoming);
    auto& community = services.community;
    auto const actor = incoming.actor_id();
    if (auto const* const follow = std::get_if<UndoneFollow>(&undone)) {
        auto const done = co_await unfollow(community, actor, follow->followed, incoming.origin);
        co_return outcome_of(done, "follow.undone");
    }
    if (auto const* const reaction = std::get_if<React>(&undone)) {
        auto const done = co_await remove_reaction(community, *reaction, incoming.origin);
        co_return outcome_of(done, "reaction.removed");
    }
    if (auto const* const boost = std::get_if<UndoneBoost>(&undone)) {
        auto const done = co_await unboost_post(community, actor, boost->post, incoming.origin);
        co_return outcome_of(done, "boost.removed");
    }
    if (auto const* const block = std::get_if<UndoneBlock>(&undone)) {
        auto const done = co_await unblock_actor(community, actor, block->target, incoming.origin);
        co_return outcome_of(done, "block.removed");
    }
    co_return co_await remember(std::move(services), std::move(incoming));
}

}  // namespace folkmoot::node
