// Puts an event into the outgoing log, inside the write transaction of the change that it tells of.
#pragma once

#include "storage/store.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace folkmoot::federation {

/// A host that an event is owed to by address, not because it follows.
struct ExplicitRecipient {
    storage::HostId host;
    std::string inbox;  ///< empty: the host's shared inbox
};

/// Appends an event for the hosts of a channel and for named ones besides, and notes it in the
/// change log, from which the senders are woken after the commit.
/// @param channel     whose followers' hosts get it; storage::direct_channel: only `recipients`
/// @param recipients  hosts that stay in the channel need not be named; naming them does no harm
/// @return errors of the tables
storage::Result<storage::Sequence> append_outgoing(
    storage::Tables& tables,
    storage::WriteTxn& txn,
    storage::Channel channel,
    storage::OutgoingRecord const& event,
    std::span<ExplicitRecipient const> recipients
);

}  // namespace folkmoot::federation
