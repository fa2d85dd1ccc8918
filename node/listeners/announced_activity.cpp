#include "node/listeners/announced_activity.hpp"

#include "node/community/boosts.hpp"
#include "node/community/received_posts.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"
#include "node/listeners/object_resolver.hpp"

#include <expected>
#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;
using activitypub::Activity;
using activitypub::ActivityType;

namespace {

/// What a group may pass on here. Follows, messages and moves are never announced, unknown types
/// never believed; nested announces would loop.
bool is_taken(ActivityType type) noexcept {
    switch (type) {
        case ActivityType::create:
        case ActivityType::update:
        case ActivityType::delete_:
        case ActivityType::like:
        case ActivityType::dislike:
        case ActivityType::emoji_react:
        case ActivityType::undo:
            return true;
        default:
            return false;
    }
}

/// Of an Undo only votes are taken on a group's word.
bool undoes_a_vote(Activity const& activity) noexcept {
    auto const* const inner = activity.object()->activity();
    return inner != nullptr &&
           (inner->type == ActivityType::like || inner->type == ActivityType::dislike ||
            inner->type == ActivityType::emoji_react);
}

/// Whether somebody here wants to hear from the group, or it is about a post that is known here.
bool is_solicited(
    ListenerServices const& services, Incoming const& announce, Activity const& inner
) {
    auto const txn = snapshot(services);
    if (!txn) {
        return false;
    }
    auto const* const object = inner.object();
    return is_followed_here(*txn, services, announce.actor_id()) ||
           (object->id && find_post(*txn, services, *object->id));
}

/// A member's own activity, come back through the group that it was sent to: the group has taken
/// the post.
asio::awaitable<Outcome> came_back(ListenerServices services, Incoming announce, Activity inner) {
    std::optional<storage::PostId> own;
    if (auto const txn = snapshot(services);
        txn && inner.type == ActivityType::create && inner.object()->id) {
        auto const post = find_post(*txn, services, *inner.object()->id);
        if (post && post->local && post->group == announce.actor.id) {
            own = storage::PostId(post->id);
        }
    }
    if (!own) {
        co_return ignored("announce.own");
    }
    BoostPost command;
    command.actor = announce.actor_id();
    command.post = *own;
    auto const confirmed = co_await boost_post(services.community, command, announce.origin);
    co_return outcome_of(confirmed, "post.confirmed");
}

/// The stored post that a Delete names, and whether the group may speak for it.
struct Doomed {
    bool known = false;
    bool by_author = false;
    bool of_group = false;
};

Doomed look_up(ListenerServices const& services, Incoming const& announce, Activity const& inner) {
    auto const txn = snapshot(services);
    auto const post = txn ? find_post(*txn, services, *inner.object()->id) : std::nullopt;
    if (!post) {
        return {};
    }
    auto const author = services.store().actors.load(*txn, storage::ActorId(post->author));
    return {
        .known = true,
        .by_author = author && author->iri == inner.actor.text(),
        .of_group = post->group == announce.actor.id && !post->local,
    };
}

/// Whether an object is gone, by the word of its origin.
/// @return nothing when that cannot be found out now
asio::awaitable<std::optional<bool>> is_gone(
    ListenerServices services, activitypub::Iri id, federation::FetchBudget budget
) {
    ObjectResolver resolver(services);
    services.fetcher.forget_failure(id);
    auto const object = co_await resolver.fetch(std::move(id), std::move(budget));
    if (object) {
        co_return false;
    }
    if (object.error().code == ErrorCode::remote_unavailable) {
        co_return std::nullopt;
    }
    co_return object.error().code == ErrorCode::gone || object.error().code == ErrorCode::not_found;
}

/// A removal: the author's, confirmed by its origin when that is not the group's own; or one by a
/// moderator of the group, for posts of the group only.
asio::awaitable<Outcome> announced_delete(
    ListenerServices services, Incoming announce, Incoming deletion
) {
    auto const& inner = deletion.activity;
    auto const doomed = look_up(services, announce, inner);
    if (!doomed.known) {
        co_return target_unavailable();
    }
    bool const same_server = same_origin(inner.actor, announce.activity.actor);
    ReceivedDelete command;
    command.by = deletion.actor_id();
    command.object_iri = inner.object()->id->text();
    command.reason = inner.summary;
    if (doomed.by_author && !same_server) {
        if (announce.budget == nullptr) {
            co_return needs_fetch("delete.confirm");
        }
        auto const gone = co_await is_gone(services, *inner.object()->id, *announce.budget);
        if (!gone) {
            co_return needs_fetch("delete.confirm");
        }
        if (!*gone) {
            co_return rejected("delete.not_confirmed");
        }
    } else if (!doomed.by_author && doomed.of_group) {
        command.by_moderator = true;
    } else if (!doomed.by_author) {
        co_return rejected("delete.no_right");
    }
    auto const done = co_await apply_received_delete(services.community, command, deletion.origin);
    co_return outcome_of(done, "post.deleted");
}

/// Replaces what a group has embedded by what its origin says.
asio::awaitable<std::expected<Activity, Outcome>> from_origin(
    ListenerServices services, Activity inner, federation::FetchBudget* budget
) {
    if (budget == nullptr) {
        co_return std::unexpected(needs_fetch("announce.origin"));
    }
    ObjectResolver resolver(services);
    auto object = co_await resolver.fetch(*inner.object()->id, *budget);
    if (!object) {
        co_return std::unexpected(from_error(object.error()));
    }
    auto const* const author = activitypub::author_of(*object);
    if (author == nullptr || *author != inner.actor) {
        co_return std::unexpected(rejected("announce.author"));
    }
    inner.objects = {activitypub::Reference::of(std::move(*object))};
    co_return inner;
}

/// The actor of an announced activity, as an Incoming that the group vouches for.
asio::awaitable<std::expected<Incoming, Outcome>> vouched(
    ListenerServices services, Incoming announce, Activity inner, activitypub::Authority authority
) {
    std::optional<storage::ActorRecord> actor;
    if (auto const txn = snapshot(services)) {
        actor = find_actor(*txn, services, inner.actor);
    }
    if (!actor) {
        if (announce.budget == nullptr) {
            co_return std::unexpected(needs_fetch("announce.actor"));
        }
        auto fetched = co_await services.directory.by_iri(inner.actor, *announce.budget);
        if (!fetched) {
            co_return std::unexpected(from_error(from_fetch(fetched.error())));
        }
        actor = std::move(*fetched);
    }
    if (actor->suspended || actor->deleted_at != 0) {
        co_return std::unexpected(ignored("announce.actor_refused"));
    }
    Incoming incoming;
    incoming.origin = announce.origin;
    incoming.origin.activity_iri = inner.id->text();
    incoming.origin.host = storage::HostId(actor->host);
    incoming.actor = std::move(*actor);
    incoming.activity = std::move(inner);
    incoming.authority = authority;
    incoming.via_group = announce.actor_id();
    incoming.announce_iri = announce.activity.id->text();
    incoming.budget = announce.budget;
    incoming.received = announce.received;
    co_return incoming;
}

}  // namespace

asio::awaitable<Outcome> announced_activity(
    ListenerServices services, Incoming announce, Activity inner
) {
    auto const authority = activitypub::check_inner(inner);
    if (!authority) {
        co_return rejected(std::string(activitypub::to_string(authority.error())));
    }
    if (!is_taken(inner.type) || (inner.type == ActivityType::undo && !undoes_a_vote(inner))) {
        co_return ignored("announce.type");
    }
    if (inner.actor.origin() == services.local) {
        co_return co_await came_back(std::move(services), std::move(announce), std::move(inner));
    }
    if (services.policies.refuses(inner.actor.host())) {
        co_return target_unavailable();
    }
    if (!is_solicited(services, announce, inner)) {
        co_return ignored("announce.unsolicited");
    }
    // The origin of a text is asked also when the group lives there: a group vouches for what
    // belongs to it, not for what somebody wrote (FEP-1b12).
    if (inner.type == ActivityType::create || inner.type == ActivityType::update) {
        auto fetched = co_await from_origin(services, std::move(inner), announce.budget);
        if (!fetched) {
            co_return fetched.error();
        }
        inner = std::move(*fetched);
    }
    auto incoming = co_await vouched(services, announce, std::move(inner), *authority);
    if (!incoming) {
        co_return incoming.error();
    }
    if (incoming->activity.type == ActivityType::delete_) {
        co_return co_await announced_delete(
            std::move(services), std::move(announce), std::move(*incoming)
        );
    }
    co_return co_await dispatch(std::move(services), std::move(*incoming));
}

}  // namespace folkmoot::node
