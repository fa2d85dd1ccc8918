#include "federation/peers/peer_facts.hpp"

#include "federation/delivery/delivery_class.hpp"
#include "storage/engine/async_write.hpp"

#include <utility>

namespace folkmoot::federation {

namespace asio = boost::asio;

namespace {

std::int64_t milliseconds(std::chrono::sys_time<std::chrono::milliseconds> time) {
    return time.time_since_epoch().count();
}

/// A host's record from a snapshot of its own; nothing when there is none.
std::optional<storage::HostRecord> load_host(storage::Store const& store, storage::HostId id) {
    auto const txn = store.read();
    if (!txn) {
        return std::nullopt;
    }
    auto host = store.hosts.load(*txn, id);
    return host ? std::optional(std::move(*host)) : std::nullopt;
}

}  // namespace

PeerFacts::PeerFacts(storage::Store& store, SoftwareLookup look_up, WallClock now)
    : store_(store), look_up_(std::move(look_up)), now_(std::move(now)) {}

asio::awaitable<void> PeerFacts::refresh(storage::HostId id) {
    auto const host = load_host(store_, id);
    auto const now = milliseconds(now_());
    auto const lifetime = std::chrono::milliseconds(nodeinfo_lifetime).count();
    if (!host || (host->nodeinfo_fetched != 0 && now - host->nodeinfo_fetched < lifetime)) {
        co_return;
    }
    auto const software = co_await look_up_(host->name);
    auto change = [this, id, now, software](storage::WriteTxn& txn) -> storage::Result<void> {
        auto fresh = store_.hosts.load(txn, id);
        if (!fresh) {
            return std::unexpected(fresh.error());
        }
        fresh->nodeinfo_fetched = now;
        if (software) {
            fresh->software = software->info.software_name;
            fresh->version = software->info.software_version;
            fresh->delivery_class = class_of_software(fresh->software);
        }
        return store_.hosts.update(txn, *fresh);
    };
    // A fact that could not be kept is asked for again; nothing depends on it.
    co_await storage::async_write(
        store_.writer(), storage::WriteClass::maintenance, std::move(change)
    );
}

asio::awaitable<void> PeerFacts::saw_threadiverse(storage::HostId id, storage::ActorId group) {
    bool known = false;
    if (auto const txn = store_.read()) {
        auto const host = store_.hosts.load(*txn, id);
        auto const actor = store_.actors.load(*txn, group);
        known = host && host->observed_class == storage::DeliveryClass::threadiverse &&
                (!group || (actor && actor->sends_wrapped));
    }
    if (known) {
        co_return;
    }
    auto change = [this, id, group](storage::WriteTxn& txn) -> storage::Result<void> {
        auto host = store_.hosts.load(txn, id);
        if (!host) {
            return std::unexpected(host.error());
        }
        auto actor =
            group ? store_.actors.load(txn, group) : storage::Result<storage::ActorRecord>();
        if (!actor) {
            return std::unexpected(actor.error());
        }
        host->observed_class = storage::DeliveryClass::threadiverse;
        if (auto const done = store_.hosts.update(txn, *host); !done || !group) {
            return done;
        }
        actor->sends_wrapped = true;
        return store_.actors.update(txn, *actor);
    };
    co_await storage::async_write(
        store_.writer(), storage::WriteClass::maintenance, std::move(change)
    );
}

bool PeerFacts::heard_lately(storage::HostId id) const {
    auto const host = load_host(store_, id);
    auto const interval = std::chrono::milliseconds(heard_interval).count();
    return !host || milliseconds(now_()) - host->last_seen < interval;
}

asio::awaitable<void> PeerFacts::heard(storage::HostId id) {
    if (heard_lately(id)) {
        co_return;
    }
    auto const now = milliseconds(now_());
    auto change = [this, id, now](storage::WriteTxn& txn) -> storage::Result<void> {
        auto fresh = store_.hosts.load(txn, id);
        if (!fresh) {
            return std::unexpected(fresh.error());
        }
        fresh->last_seen = now;
        return store_.hosts.update(txn, *fresh);
    };
    co_await storage::async_write(
        store_.writer(), storage::WriteClass::maintenance, std::move(change)
    );
}

storage::Result<storage::HostRecord> ensure_host(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    std::string_view name,
    storage::HostId fresh_id,
    std::int64_t now
) {
    auto host = tables.hosts.by_name(txn, name);
    if (host || host.error().code != storage::ErrorCode::not_found) {
        return host;
    }
    storage::HostRecord fresh;
    fresh.id = fresh_id.value();
    fresh.name = name;
    fresh.first_seen = now;
    if (auto const done = tables.hosts.insert(txn, fresh); !done) {
        return std::unexpected(done.error());
    }
    return fresh;
}

}  // namespace folkmoot::federation
