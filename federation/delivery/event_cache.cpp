#include "federation/delivery/event_cache.hpp"

#include <utility>

namespace folkmoot::federation {

std::shared_ptr<PreparedEvent const> EventCache::get(
    storage::Tables const& tables,
    storage::Txn const& txn,
    storage::Channel channel,
    storage::Sequence seq
) {
    if (auto const known = by_seq_.find(seq); known != by_seq_.end()) {
        by_use_.splice(by_use_.begin(), by_use_, known->second);
        return by_use_.front().second;
    }
    auto record = tables.outgoing.load(txn, channel, seq);
    if (!record) {
        return nullptr;
    }
    auto event = std::make_shared<PreparedEvent>();
    for (auto& body : record->bodies) {
        event->bodies.push_back(std::make_shared<PreparedBody const>(std::move(body.json)));
    }
    event->record = std::move(*record);
    by_use_.emplace_front(seq, std::move(event));
    by_seq_[seq] = by_use_.begin();
    if (by_use_.size() > capacity_) {
        by_seq_.erase(by_use_.back().first);
        by_use_.pop_back();
    }
    return by_use_.front().second;
}

}  // namespace folkmoot::federation
