#include "node/community/relay.hpp"

#include "node/community/commit.hpp"
#include "storage/tables/compression.hpp"

namespace folkmoot::node {

Result<Relay> plan_relay(
    storage::Txn const& txn,
    Services const& services,
    RelayRequest const& request,
    Origin const& origin
) {
    Relay relay;
    if (!request.group || !origin.remote() || !origin.raw) {
        return relay;
    }
    auto const group = services.store.actors.load(txn, request.group);
    if (!group) {
        return failed(group.error());
    }
    if (group->host != 0 || group->kind != storage::ActorKind::group) {
        return relay;
    }
    relay.facts.id = services.store.ids().next();
    relay.facts.iri = origin.activity_iri;
    relay.facts.actor = request.sender.value();
    relay.facts.size = static_cast<std::uint32_t>(origin.raw->size());
    relay.facts.received = milliseconds_now(services);
    auto rows = services.publisher.relayed(
        txn,
        *group,
        {.id = storage::ReceivedId(relay.facts.id),
         .raw = *origin.raw,
         .kind = request.kind,
         .object = request.post,
         .object_iri = request.topic_iri,
         .topic_entry = request.topic_entry}
    );
    if (!rows) {
        return std::unexpected(rows.error());
    }
    relay.rows = std::move(*rows);
    relay.compressed = storage::compress(*origin.raw);
    return relay;
}

Result<Relay> plan_post_relay(
    storage::Txn const& txn,
    Services const& services,
    storage::PostRecord const& post,
    storage::ActorId sender,
    storage::OutgoingKind kind,
    Origin const& origin
) {
    return plan_relay(
        txn,
        services,
        {.group = storage::ActorId(post.group),
         .sender = sender,
         .kind = kind,
         .post = storage::PostId(post.id),
         .topic_iri = {},
         .topic_entry = {}},
        origin
    );
}

storage::Result<void> store_relay(
    storage::Store& store, storage::WriteTxn& txn, Relay const& relay
) {
    if (!relay) {
        return {};
    }
    auto const kept = store.received_activities.insert(txn, relay.facts, relay.compressed);
    return kept ? append(store, txn, relay.rows) : kept;
}

}  // namespace folkmoot::node
