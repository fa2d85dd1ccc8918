#include "node/listeners/find.hpp"

#include <algorithm>
#include <utility>

namespace folkmoot::node {
namespace {

/// Followers that are looked at to find one of this node. Remote followers of a remote actor are
/// not known here, so that the first one is ours in practice.
constexpr std::size_t followers_looked_at = 20;

template <class T>
std::optional<T> optional_of(storage::Result<T> result) {
    return result ? std::optional<T>(std::move(*result)) : std::nullopt;
}

}  // namespace

std::optional<storage::ReadTxn> snapshot(ListenerServices const& services) {
    auto txn = services.store().read();
    return txn ? std::optional<storage::ReadTxn>(std::move(*txn)) : std::nullopt;
}

std::optional<storage::ActorRecord> find_own_actor(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Iri const& id
) {
    auto const own = services.site().recognise(id.text());
    if (!own || !own->rest.empty()) {
        return std::nullopt;
    }
    auto const& store = services.store();
    if (own->kind == OwnKind::instance_actor || own->kind == OwnKind::moderation_service) {
        auto const identity = store.identity.load(txn);
        if (!identity) {
            return std::nullopt;
        }
        bool const instance = own->kind == OwnKind::instance_actor;
        return optional_of(store.actors.load(
            txn, storage::ActorId(instance ? identity->instance_actor : identity->moderation_actor)
        ));
    }
    if (own->kind != OwnKind::member && own->kind != OwnKind::group) {
        return std::nullopt;
    }
    auto actor = optional_of(store.actors.by_handle(txn, storage::fold_handle(own->name)));
    bool const group = actor && actor->kind == storage::ActorKind::group;
    return actor && group == (own->kind == OwnKind::group) && actor->deleted_at == 0
               ? std::move(actor)
               : std::nullopt;
}

std::optional<storage::ActorRecord> find_actor(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Iri const& id
) {
    if (id.origin() == services.local) {
        return find_own_actor(txn, services, id);
    }
    return optional_of(services.store().actors.by_iri(txn, id.text()));
}

std::optional<storage::PostRecord> find_post(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Iri const& id
) {
    if (id.origin() != services.local) {
        return optional_of(services.store().posts.by_iri(txn, id.text()));
    }
    auto const own = services.site().recognise(id.text());
    if (!own || own->kind != OwnKind::object || !own->rest.empty()) {
        return std::nullopt;
    }
    auto post = optional_of(services.store().posts.load(txn, storage::PostId(own->id)));
    return post && post->local ? std::move(post) : std::nullopt;
}

bool is_followed_here(
    storage::Txn const& txn, ListenerServices const& services, storage::ActorId actor
) {
    storage::PageRequest request;
    request.limit = followers_looked_at;
    auto const page =
        services.store().follows.followers_of(txn, actor, storage::FollowState::accepted, request);
    return page && std::ranges::any_of(page->items, [&](storage::FollowRecord const& follow) {
               auto const follower =
                   services.store().actors.load(txn, storage::ActorId(follow.follower));
               return follower && follower->host == 0;
           });
}

std::optional<storage::ActorRecord> addressed_own_group(
    storage::Txn const& txn, ListenerServices const& services, activitypub::Audience const& audience
) {
    for (auto const& id : activitypub::addressed(audience)) {
        auto actor =
            id.origin() == services.local ? find_own_actor(txn, services, id) : std::nullopt;
        if (actor && actor->kind == storage::ActorKind::group) {
            return actor;
        }
    }
    return std::nullopt;
}

}  // namespace folkmoot::node
