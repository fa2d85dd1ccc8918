#include "node/community/commit.hpp"
#include "node/community/local_actors.hpp"
#include "node/community/members.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;

/// The identity, when there is one; nothing in a new store.
Result<std::optional<storage::IdentityRecord>> present_identity(
    storage::Txn const& txn, Services const& services
) {
    auto identity = services.store.identity.load(txn);
    if (!identity) {
        if (identity.error().code == storage::ErrorCode::not_found) {
            return std::nullopt;
        }
        return failed(identity.error());
    }
    if (identity->domain != services.site.domain()) {
        return refused(
            ErrorCode::conflict,
            "The data belongs to " + identity->domain + ", not to " + services.site.domain() + "."
        );
    }
    return std::move(*identity);
}

awaitable<Result<InstanceActors>> rename_node(
    Services& services, storage::IdentityRecord identity, std::string name
) {
    identity.name = std::move(name);
    auto closure = [&services, identity](storage::WriteTxn& txn) -> Result<InstanceActors> {
        auto const stored = services.store.identity.put(txn, identity);
        if (!stored) {
            return failed(stored.error());
        }
        return InstanceActors{
            storage::ActorId(identity.instance_actor), storage::ActorId(identity.moderation_actor)
        };
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

storage::ActorRecord service_actor(
    storage::ActorKind kind, std::string username, std::string display_name
) {
    storage::ActorRecord actor;
    actor.kind = kind;
    actor.username = std::move(username);
    actor.display_name = std::move(display_name);
    actor.bot = true;
    actor.locked = true;
    return actor;
}

}  // namespace

awaitable<Result<InstanceActors>> create_instance_actors(Services& services, std::string name) {
    std::optional<storage::IdentityRecord> known;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto identity = present_identity(*txn, services);
        if (!identity) {
            co_return std::unexpected(identity.error());
        }
        known = std::move(*identity);
    }
    if (known) {
        co_return co_await rename_node(services, std::move(*known), std::move(name));
    }
    auto instance = co_await make_local_actor(
        services, service_actor(storage::ActorKind::application, services.site.domain(), name)
    );
    if (!instance) {
        co_return std::unexpected(instance.error());
    }
    auto moderation = co_await make_local_actor(
        services, service_actor(storage::ActorKind::service, "moderation", name + ": moderation")
    );
    if (!moderation) {
        co_return std::unexpected(moderation.error());
    }
    storage::IdentityRecord identity;
    identity.domain = services.site.domain();
    identity.name = name;
    identity.created = milliseconds_now(services);
    identity.instance_actor = instance->actor.id;
    identity.moderation_actor = moderation->actor.id;
    auto closure =
        [&services, identity, first = std::move(*instance), second = std::move(*moderation)](
            storage::WriteTxn& txn
        ) -> Result<InstanceActors> {
        auto const there = present_identity(txn, services);
        if (!there || *there) {
            return there ? Result<InstanceActors>(stale()) : std::unexpected(there.error());
        }
        auto const done = in_order(
            [&] { return services.store.identity.put(txn, identity); },
            [&] { return insert_local_actor(services, txn, first); },
            [&] { return insert_local_actor(services, txn, second); }
        );
        if (!done) {
            return std::unexpected(done.error());
        }
        return InstanceActors{
            storage::ActorId(identity.instance_actor), storage::ActorId(identity.moderation_actor)
        };
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace folkmoot::node
