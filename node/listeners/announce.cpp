#include "node/community/boosts.hpp"
#include "node/listeners/announced_activity.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"
#include "node/listeners/object_resolver.hpp"

#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

/// Whom a boost is shown to, at most followers when its addressing says nothing.
storage::Visibility visibility_of(activitypub::Activity const& activity) {
    switch (activitypub::visibility_of(activity.audience, activity.tags, activity.actor)) {
        case activitypub::Visibility::public_:
            return storage::Visibility::public_;
        case activitypub::Visibility::unlisted:
            return storage::Visibility::unlisted;
        default:
            return storage::Visibility::followers;
    }
}

/// What is known of a boosted post before anything is fetched.
struct Boosted {
    std::optional<storage::PostId> post;
    bool fetch = false;  ///< not known, and worth a fetch
};

Boosted look_up(
    ListenerServices const& services, Incoming const& incoming, activitypub::Iri const& id
) {
    Boosted boosted;
    auto const txn = snapshot(services);
    if (!txn) {
        return boosted;
    }
    if (auto const known = find_post(*txn, services, id)) {
        boosted.post = storage::PostId(known->id);
        return boosted;
    }
    bool const refused = services.policies.standing(*txn, id.host())
                             .value_or(federation::HostStanding{.refused = true})
                             .refused;
    // Embedded copies are only hints (F19): the post is fetched by its id, and only when somebody
    // here wanted to hear from whoever announces it.
    boosted.fetch = id.origin() != services.local && !refused &&
                    is_followed_here(*txn, services, incoming.actor_id());
    return boosted;
}

/// A boost of a post, or a group that names one of its topics.
asio::awaitable<Outcome> announced_object(
    ListenerServices services, Incoming incoming, activitypub::Iri id
) {
    auto boosted = look_up(services, incoming, id);
    if (!boosted.post && !boosted.fetch) {
        co_return target_unavailable();
    }
    if (!boosted.post) {
        if (incoming.budget == nullptr) {
            co_return needs_fetch("announce.object");
        }
        ResolveOptions options;
        options.replies = true;
        ObjectResolver resolver(services);
        auto const resolved = co_await resolver.resolve(id, *incoming.budget, options);
        if (!resolved) {
            co_return from_error(resolved.error());
        }
        boosted.post = *resolved;
    }
    BoostPost command;
    command.actor = incoming.actor_id();
    command.post = *boosted.post;
    command.visibility = visibility_of(incoming.activity);
    if (auto const& published = incoming.activity.published) {
        command.published = published->time_since_epoch().count();
    }
    auto const entry = co_await boost_post(services.community, command, incoming.origin);
    if (!entry && entry.error().code == ErrorCode::forbidden) {
        // A post that is not public does not become so; nobody is told why (P08).
        co_return ignored("boost.not_public");
    }
    co_return outcome_of(entry, "post.boosted");
}

}  // namespace

asio::awaitable<Outcome> handle_announce(ListenerServices services, Incoming incoming) {
    auto const objects = incoming.activity.objects;
    auto outcome = ignored("announce.empty");
    for (std::size_t i = 0; i < objects.size(); ++i) {
        auto part = incoming;
        part.activity.objects = {objects[i]};
        if (i + 1 < objects.size()) {
            part.origin = without_seen(part.origin);
        }
        auto const* const inner = objects[i].activity();
        if (inner == nullptr) {
            outcome = co_await announced_object(services, std::move(part), *objects[i].id);
        } else if (incoming.actor.kind == storage::ActorKind::group) {
            outcome = co_await announced_activity(services, std::move(part), *inner);
            if (outcome.disposition == federation::Disposition::applied) {
                co_await services.peers.saw_threadiverse(incoming.host(), incoming.actor_id());
            }
        } else {
            outcome = ignored("announce.not_a_group");
        }
        if (outcome.disposition == federation::Disposition::needs_fetch) {
            co_return outcome;
        }
    }
    co_return outcome;
}

}  // namespace folkmoot::node
