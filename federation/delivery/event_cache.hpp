// Outgoing events with their digests, loaded and computed once for all hosts that get them.
#pragma once

#include "federation/delivery/sign_post.hpp"
#include "storage/store.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

namespace folkmoot::federation {

/// An event ready to be sent.
struct PreparedEvent {
    storage::OutgoingRecord record;
    std::vector<std::shared_ptr<PreparedBody const>> bodies;  ///< parallel to record.bodies
};

/// The events that were used last. Not thread-safe: lives on the delivery's strand.
class EventCache {
public:
    /// @param capacity  events kept
    explicit EventCache(std::size_t capacity = 256) : capacity_(capacity) {}

    /// An event; nullptr when it is no longer in the log.
    std::shared_ptr<PreparedEvent const> get(
        storage::Tables const& tables,
        storage::Txn const& txn,
        storage::Channel channel,
        storage::Sequence seq
    );

private:
    using Entry = std::pair<storage::Sequence, std::shared_ptr<PreparedEvent const>>;

    std::size_t capacity_;
    std::list<Entry> by_use_;  // most recent first
    std::unordered_map<storage::Sequence, std::list<Entry>::iterator> by_seq_;
};

}  // namespace folkmoot::federation
