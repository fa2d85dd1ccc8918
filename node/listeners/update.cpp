#include "node/community/received_posts.hpp"
#include "node/listeners/fetch_own_object.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"
#include "node/listeners/ingest.hpp"
#include "node/listeners/object_resolver.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;

namespace {

/// An Update of a post that is older than this and not known brings nothing (federation notes 2.7).
constexpr std::chrono::hours unknown_age{24};

/// An actor that changes itself: taken from the activity when only the profile differs, else
/// fetched (F14).
asio::awaitable<Outcome> update_actor(
    ListenerServices services, Incoming incoming, activitypub::Actor document
) {
    std::optional<std::shared_ptr<federation::RemoteActor const>> changed;
    bool const same_name =
        document.preferred_username == incoming.actor.username && document.webfinger.empty();
    if (auto const txn = snapshot(services); txn && same_name) {
        changed = services.directory.accept_embedded(*txn, incoming.actor, std::move(document));
    }
    federation::FetchBudget nothing(0);
    auto& budget = incoming.budget != nullptr ? *incoming.budget : nothing;
    if (!changed) {
        if (incoming.budget == nullptr) {
            co_return needs_fetch("update.actor");
        }
        auto fetched = co_await services.directory.fetch(incoming.activity.actor, budget);
        if (!fetched) {
            co_return from_error(from_fetch(fetched.error()));
        }
        changed = std::move(*fetched);
    }
    auto const kept = co_await services.directory.keep(std::move(*changed), budget);
    co_return kept ? applied("actor.updated") : rejected("update.refused");
}

/// The stored post that an edit is about, with the new records.
std::optional<ReceivedEdit> edit_of(
    ListenerServices const& services, Incoming const& incoming, activitypub::Object const& object
) {
    auto const txn = snapshot(services);
    auto const known = txn ? find_post(*txn, services, *object.id) : std::nullopt;
    if (!known) {
        return std::nullopt;
    }
    auto received = ingest(*txn, services, object, incoming.actor, incoming.received);
    ReceivedEdit edit;
    edit.by = incoming.actor_id();
    edit.post = std::move(received.post);
    edit.post.id = known->id;
    if (object.updated) {
        // Also when it claims to be older than the publication: such an edit brings nothing (F29).
        auto const updated = object.updated->time_since_epoch().count();
        edit.post.edited = std::clamp<std::int64_t>(updated, 1, incoming.received);
    }
    // The audience of a stored post never changes by an Update.
    edit.post.to = known->to;
    edit.post.cc = known->cc;
    edit.body = std::move(received.body);
    edit.hashtags = std::move(received.hashtags);
    return edit;
}

bool is_recent(activitypub::Object const& object, std::int64_t now) {
    return object.published && now - object.published->time_since_epoch().count() <
                                   std::chrono::milliseconds(unknown_age).count();
}

asio::awaitable<Outcome> update_post(
    ListenerServices services, Incoming incoming, activitypub::Object object
) {
    auto edit = edit_of(services, incoming, object);
    if (!edit) {
        if (!is_recent(object, services.now())) {
            co_return ignored("update.unknown");
        }
        incoming.activity.objects = {activitypub::Reference::of(std::move(object))};
        co_return co_await handle_create(std::move(services), std::move(incoming));
    }
    auto const changed =
        co_await apply_received_edit(services.community, std::move(*edit), incoming.origin);
    co_return outcome_of(changed, "post.edited");
}

}  // namespace

asio::awaitable<Outcome> handle_update(ListenerServices services, Incoming incoming) {
    auto const reference = *incoming.activity.object();
    if (auto const* const actor = reference.actor()) {
        if (incoming.authority == activitypub::Authority::moderator) {
            co_return co_await handle_moderation(std::move(services), std::move(incoming));
        }
        co_return co_await update_actor(std::move(services), std::move(incoming), *actor);
    }
    if (auto const* const object = reference.object()) {
        co_return co_await update_post(std::move(services), std::move(incoming), *object);
    }
    if (incoming.budget == nullptr) {
        co_return needs_fetch("update.object");
    }
    if (*reference.id == incoming.activity.actor) {
        auto fetched = co_await services.directory.fetch(*reference.id, *incoming.budget);
        if (!fetched) {
            co_return from_error(from_fetch(fetched.error()));
        }
        auto const kept = co_await services.directory.keep(std::move(*fetched), *incoming.budget);
        co_return kept ? applied("actor.updated") : rejected("update.refused");
    }
    auto object = co_await fetch_own_object(services, incoming, *reference.id, "update.author");
    if (!object) {
        co_return object.error();
    }
    co_return co_await update_post(std::move(services), std::move(incoming), std::move(*object));
}

}  // namespace folkmoot::node
