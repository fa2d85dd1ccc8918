// The hosts that count as down, for two kinds of askers: the sender on its strand, and every inbox
// request, which asks whether its host is one of them before it troubles the strand.
#pragma once

#include "storage/store.hpp"

#include <mutex>
#include <set>

namespace folkmoot::federation {

/// The set. Thread-safe.
class DownHosts {
public:
    void insert(storage::HostId host) {
        std::lock_guard const lock(mutex_);
        hosts_.insert(host);
    }

    /// @return whether it was down
    bool erase(storage::HostId host) {
        std::lock_guard const lock(mutex_);
        return hosts_.erase(host) != 0;
    }

    bool contains(storage::HostId host) const {
        std::lock_guard const lock(mutex_);
        return hosts_.contains(host);
    }

private:
    std::mutex mutable mutex_;
    std::set<storage::HostId> hosts_;
};

}  // namespace folkmoot::federation
