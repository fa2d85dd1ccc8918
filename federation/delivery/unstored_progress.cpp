#include "federation/delivery/unstored_progress.hpp"

#include <utility>

namespace folkmoot::federation {

storage::Result<void> store_progress(
    storage::Tables& tables, storage::WriteTxn& txn, ProgressBatch const& batch
) {
    for (auto const& [id, progress] : batch.cursors) {
        if (auto done = tables.hosts.put_delivery(txn, id, progress); !done) {
            return done;
        }
        auto const erased = tables.outgoing.erase_addressed(
            txn, id, storage::Sequence(progress.cursor), storage::OutgoingTable::max_explicit
        );
        if (!erased) {
            return std::unexpected(erased.error());
        }
    }
    for (auto const& [id, scheme] : batch.schemes) {
        auto host = tables.hosts.load(txn, id);
        if (!host) {
            return std::unexpected(host.error());
        }
        host->scheme = scheme;
        if (auto done = tables.hosts.update(txn, *host); !done) {
            return done;
        }
    }
    return {};
}

storage::HostDeliveryRecord const* UnstoredProgress::find(storage::HostId host) const noexcept {
    auto const found = gathered_.cursors.find(host);
    return found == gathered_.cursors.end() ? nullptr : &found->second;
}

ProgressBatch UnstoredProgress::take() noexcept {
    return std::exchange(gathered_, {});
}

void UnstoredProgress::put_back(ProgressBatch batch) {
    gathered_.cursors.merge(batch.cursors);
    gathered_.schemes.merge(batch.schemes);
}

}  // namespace folkmoot::federation
