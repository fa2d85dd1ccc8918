#include "node/community/change_domain.hpp"

#include "node/community/commit.hpp"

namespace folkmoot::node {
namespace {

/// Whoever was talked to remembers the old ids.
Result<void> check_unknown_to_others(
    Services& services, storage::Txn const& txn, storage::IdentityRecord const& identity
) {
    auto const hosts = services.store.hosts.list(txn, storage::HostId{}, 1);
    if (!hosts) {
        return failed(hosts.error());
    }
    return hosts->empty() && !identity.federated
               ? Result<void>{}
               : refused(
                     ErrorCode::conflict,
                     "Other servers know this node as " + identity.domain +
                         " already; its domain cannot change any more."
                 );
}

}  // namespace

boost::asio::awaitable<Result<void>> change_domain(Services& services) {
    auto closure = [&services](storage::WriteTxn& txn) -> Result<void> {
        auto& store = services.store;
        auto identity = store.identity.load(txn);
        if (!identity) {
            return failed(identity.error());
        }
        if (identity->domain == services.site.domain()) {
            return {};
        }
        if (auto const free = check_unknown_to_others(services, txn, *identity); !free) {
            return free;
        }
        auto instance = store.actors.load(txn, storage::ActorId(identity->instance_actor));
        if (!instance) {
            return failed(instance.error());
        }
        identity->domain = services.site.domain();
        instance->username = services.site.domain();
        instance->handle = storage::fold_handle(instance->username);
        return in_order(
            [&] { return store.identity.put(txn, *identity); },
            [&] { return store.actors.update(txn, *instance); }
        );
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace folkmoot::node
