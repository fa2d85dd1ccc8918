#include "node/community/received_posts.hpp"
#include "node/listeners/fetch_own_object.hpp"
#include "node/listeners/find.hpp"
#include "node/listeners/handlers.hpp"
#include "node/listeners/ingest.hpp"
#include "node/listeners/object_resolver.hpp"
#include "node/listeners/placement.hpp"

#include <utility>

namespace folkmoot::node {

namespace asio = boost::asio;
using activitypub::Object;

namespace {

/// The records of a post, or why it is not kept.
std::expected<ReceivedPost, Outcome> records_of(
    ListenerServices const& services,
    Incoming const& incoming,
    Object const& object,
    Placement const& placement
) {
    auto const txn = snapshot(services);
    if (!txn) {
        return std::unexpected(from_error(Error{ErrorCode::unavailable, {}, {}}));
    }
    auto received = ingest(*txn, services, object, incoming.actor, incoming.received);
    received.post.activity_iri = incoming.activity.id ? incoming.activity.id->text() : "";
    if (placement.parent) {
        received.post.in_reply_to = placement.parent->value();
        received.post.in_reply_to_iri.clear();
    } else {
        received.post.group = placement.group.value();
    }
    if (incoming.via_group) {
        received.announce_iri = incoming.announce_iri;
    }
    return received;
}

/// Stores one post of its author.
asio::awaitable<Outcome> create_post_of(
    ListenerServices services, Incoming incoming, Object object
) {
    if (activitypub::is_poll_vote(object)) {
        co_return ignored("vote.not_kept");
    }
    if (!is_postable(object)) {
        co_return ignored("object.type");
    }
    Placement placement;
    if (auto const txn = snapshot(services)) {
        placement = place(*txn, services, incoming, object);
    }
    if (placement.unavailable) {
        co_return target_unavailable();
    }
    if (!placement.wanted) {
        co_return ignored("create.unsolicited");
    }
    if (placement.missing_parent) {
        if (incoming.budget == nullptr) {
            co_return needs_fetch("create.parent");
        }
        ObjectResolver resolver(services);
        placement.parent =
            co_await resolver.resolve_parent(*placement.missing_parent, *incoming.budget);
    }
    auto received = records_of(services, incoming, object, placement);
    if (!received) {
        co_return received.error();
    }
    auto const stored =
        co_await store_received_post(services.community, std::move(*received), incoming.origin);
    if (stored && !object.audience.groups.empty()) {
        co_await services.peers.saw_threadiverse(incoming.host(), {});
    }
    co_return outcome_of(stored, "post.stored");
}

asio::awaitable<Outcome> create_one(
    ListenerServices services, Incoming incoming, activitypub::Reference reference
) {
    if (auto const* const embedded = reference.object()) {
        co_return co_await create_post_of(std::move(services), std::move(incoming), *embedded);
    }
    if (incoming.budget == nullptr) {
        co_return needs_fetch("create.object");
    }
    auto object = co_await fetch_own_object(services, incoming, *reference.id, "create.author");
    if (!object) {
        co_return object.error();
    }
    co_return co_await create_post_of(std::move(services), std::move(incoming), std::move(*object));
}

}  // namespace

asio::awaitable<Outcome> handle_create(ListenerServices services, Incoming incoming) {
    auto objects = std::exchange(incoming.activity.objects, {});
    auto outcome = ignored("create.empty");
    for (std::size_t i = 0; i < objects.size(); ++i) {
        bool const last = i + 1 == objects.size();
        auto part = last ? std::move(incoming) : incoming;
        if (!last) {
            part.origin = without_seen(part.origin);
        }
        outcome = co_await create_one(services, std::move(part), std::move(objects[i]));
        if (outcome.disposition == federation::Disposition::needs_fetch) {
            co_return outcome;
        }
    }
    co_return outcome;
}

}  // namespace folkmoot::node
