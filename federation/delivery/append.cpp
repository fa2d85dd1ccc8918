#include "federation/delivery/append.hpp"

namespace folkmoot::federation {
namespace {

storage::Result<void> note(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::Channel channel,
    storage::Sequence seq,
    storage::OutgoingRecord const& event,
    storage::HostId host
) {
    storage::ChangeRecord change;
    change.kind = storage::ChangeKind::outgoing_appended;
    change.subject = seq.value();
    change.actor = channel.value();
    change.other = host.value();
    change.at = event.created;
    auto const number = tables.change_log.append(txn, change);
    return number ? storage::Result<void>{} : std::unexpected(number.error());
}

/// From now on other servers know this node's ids: its domain is fixed (decision 20).
storage::Result<void> note_federation(storage::Tables& tables, storage::WriteTxn& txn) {
    auto identity = tables.identity.load(txn);
    if (!identity || identity->federated) {
        return {};
    }
    identity->federated = true;
    return tables.identity.put(txn, *identity);
}

}  // namespace

storage::Result<storage::Sequence> append_outgoing(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::Channel channel,
    storage::OutgoingRecord const& event,
    std::span<ExplicitRecipient const> recipients
) {
    auto const seq = tables.outgoing.append(txn, channel, event);
    if (!seq) {
        return seq;
    }
    if (channel != storage::direct_channel) {
        if (auto noted = note(tables, txn, channel, *seq, event, {}); !noted) {
            return std::unexpected(noted.error());
        }
    }
    if (!recipients.empty()) {
        if (auto noted = note_federation(tables, txn); !noted) {
            return std::unexpected(noted.error());
        }
    }
    for (auto const& recipient : recipients) {
        auto done = tables.outgoing.address(txn, recipient.host, channel, *seq, recipient.inbox);
        if (done) {
            done = note(tables, txn, channel, *seq, event, recipient.host);
        }
        if (!done) {
            return std::unexpected(done.error());
        }
    }
    return seq;
}

}  // namespace folkmoot::federation
