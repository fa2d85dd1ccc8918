#include "node/community/markers.hpp"

#include "node/community/commit.hpp"

namespace folkmoot::node {

boost::asio::awaitable<Result<storage::MarkerRecord>> set_marker(
    Services& services,
    storage::ActorId member,
    storage::MarkedTimeline timeline,
    std::uint64_t last_read
) {
    auto const now = milliseconds_now(services);
    auto closure = [&services, member, timeline, last_read, now](storage::WriteTxn& txn
                   ) -> Result<storage::MarkerRecord> {
        auto marker = services.store.markers.set(txn, member, timeline, last_read, now);
        return marker ? Result<storage::MarkerRecord>(std::move(*marker)) : failed(marker.error());
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace folkmoot::node
