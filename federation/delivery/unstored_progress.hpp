// How far deliveries are beyond what the store knows: cursors and learned signature schemes that
// are gathered and stored together. Losing them costs a repeated delivery, never a lost one. For
// one strand.
#pragma once

#include "storage/store.hpp"

#include <map>
#include <utility>

namespace folkmoot::federation {

/// Progress to be stored in one write.
struct ProgressBatch {
    std::map<storage::HostId, storage::HostDeliveryRecord> cursors;
    std::map<storage::HostId, storage::SignatureScheme> schemes;  ///< that a host has accepted

    bool empty() const noexcept { return cursors.empty() && schemes.empty(); }
};

/// Stores a batch and forgets rows that were addressed to its hosts and are done. For use inside a
/// write closure.
storage::Result<void> store_progress(
    storage::Tables& tables, storage::WriteTxn& txn, ProgressBatch const& batch
);

/// Gathers progress until it is stored.
class UnstoredProgress {
public:
    /// Progress of a host; replaces what was gathered before.
    void note(storage::HostId host, storage::HostDeliveryRecord progress) {
        gathered_.cursors.insert_or_assign(host, std::move(progress));
    }

    /// The host has accepted this signature scheme.
    void learn(storage::HostId host, storage::SignatureScheme scheme) {
        gathered_.schemes.insert_or_assign(host, scheme);
    }

    /// What was gathered for a host; nullptr when nothing is.
    storage::HostDeliveryRecord const* find(storage::HostId host) const noexcept;

    bool empty() const noexcept { return gathered_.empty(); }

    bool has_cursors() const noexcept { return !gathered_.cursors.empty(); }

    /// All that was gathered; nothing is left.
    ProgressBatch take() noexcept;

    /// Takes a batch back that could not be stored. What was gathered since then stays.
    void put_back(ProgressBatch batch);

private:
    ProgressBatch gathered_;
};

}  // namespace folkmoot::federation
