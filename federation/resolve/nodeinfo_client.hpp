// What a peer's software says of itself, asked once a day for each host: a hint, never a security
// signal (federation notes 1.3).
#pragma once

#include "activitypub/discovery/nodeinfo.hpp"
#include "federation/error.hpp"
#include "federation/resolve/document_fetcher.hpp"
#include "federation/resolve/expiring_cache.hpp"

#include <boost/asio/awaitable.hpp>

#include <mutex>
#include <string>

namespace folkmoot::federation {

/// A peer's NodeInfo and instance actor.
struct PeerSoftware {
    activitypub::NodeInfo info;
    std::string instance_actor;  ///< FEP-2677; empty for none
};

/// Asks for NodeInfo, unsigned, and remembers the answer, also a failure, for 24 hours.
/// Thread-safe.
class NodeInfoClient {
public:
    static constexpr std::chrono::hours lifetime{24};

    /// @param fetcher  must outlive this
    NodeInfoClient(DocumentFetcher& fetcher, activitypub::IriPolicy ids, WallClock clock);

    /// @param authority  host, with port where it has one
    /// @return Error: as DocumentFetcher::get; remote_invalid when it is no NodeInfo or points
    /// elsewhere than https
    boost::asio::awaitable<Result<PeerSoftware>> look_up(std::string authority);

private:
    boost::asio::awaitable<Result<PeerSoftware>> ask(std::string authority);

    DocumentFetcher& fetcher_;
    activitypub::IriPolicy const ids_;
    WallClock const clock_;
    std::mutex mutex_;
    ExpiringCache<Result<PeerSoftware>> answers_{10'000};
};

}  // namespace folkmoot::federation
