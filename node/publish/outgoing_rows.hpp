// What must go out because of a change: built and signed before the write transaction, appended
// inside it (law 1), so that a change and its news commit together.
#pragma once

#include "federation/delivery/append.hpp"
#include "storage/store.hpp"

#include <vector>

namespace folkmoot::node {

/// One event for the outgoing log.
struct OutgoingRow {
    storage::Channel
        channel;  ///< whose followers' hosts get it; storage::direct_channel: only `also`
    std::vector<federation::ExplicitRecipient> also;  ///< hosts that are addressed by name
    storage::OutgoingRecord record;
};

/// In the order in which they are to go out.
using OutgoingRows = std::vector<OutgoingRow>;

/// Appends rows to the outgoing log. For use inside a write closure, after its checks.
inline storage::Result<void> append(
    storage::Tables& tables, storage::WriteTxn& txn, OutgoingRows const& rows
) {
    for (auto const& row : rows) {
        auto const appended =
            federation::append_outgoing(tables, txn, row.channel, row.record, row.also);
        if (!appended) {
            return std::unexpected(appended.error());
        }
    }
    return {};
}

}  // namespace folkmoot::node
