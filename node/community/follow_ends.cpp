#include "node/community/follow_ends.hpp"

#include "node/community/commit.hpp"
#include "node/community/follow_rows.hpp"
#include "node/community/following.hpp"

namespace folkmoot::node {

using boost::asio::awaitable;
using storage::ActorId;

namespace {

/// What the other side is told of an end.
Result<OutgoingRows> rows_of_end(
    storage::Txn const& txn, Services const& services, Ends const& ends, bool by_followed
) {
    if (!by_followed && ends.follower.host == 0 && ends.followed.host != 0) {
        return services.publisher.follow_undone(txn, *ends.row);
    }
    if (by_followed && ends.followed.host == 0 && ends.follower.host != 0) {
        return services.publisher.follow_rejected(txn, *ends.row);
    }
    return OutgoingRows{};
}

}  // namespace

Result<Ends> load_ends(
    storage::Txn const& txn, storage::Tables const& tables, ActorId follower, ActorId followed
) {
    auto first = tables.actors.load(txn, follower);
    auto second = tables.actors.load(txn, followed);
    if (!first || !second) {
        return failed((first ? second : first).error());
    }
    Ends ends{std::move(*first), std::move(*second), std::nullopt};
    auto row = tables.follows.between(txn, follower, followed);
    if (row) {
        ends.row = std::move(*row);
    } else if (row.error().code != storage::ErrorCode::not_found) {
        return failed(row.error());
    }
    return ends;
}

awaitable<Result<void>> end_once(
    Services& services, ActorId follower, ActorId followed, bool by_followed, Origin origin
) {
    auto const now = milliseconds_now(services);
    Ends planned;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto ends = load_ends(*txn, services.store, follower, followed);
        if (!ends) {
            co_return std::unexpected(ends.error());
        }
        planned = std::move(*ends);
        if (planned.row) {
            auto built = rows_of_end(*txn, services, planned, by_followed);
            if (!built) {
                co_return std::unexpected(built.error());
            }
            rows = std::move(*built);
        }
    }
    if (!planned.row && !origin.remote()) {
        co_return Result<void>{};
    }
    auto closure = [&services, origin, planned, rows, now](storage::WriteTxn& txn) -> Result<void> {
        auto const ends = load_ends(
            txn, services.store, ActorId(planned.follower.id), ActorId(planned.followed.id)
        );
        if (!ends) {
            return std::unexpected(ends.error());
        }
        if (!ends->same_as(planned)) {
            return stale();
        }
        return in_order(
            [&] { return mark_seen(services.store, txn, origin, now); },
            [&] {
                return ends->row ? end_follow(
                                       services.store,
                                       txn,
                                       *ends->row,
                                       ends->follower,
                                       ends->followed,
                                       now
                                   )
                                 : storage::Result<void>{};
            },
            [&] { return append(services.store, txn, rows); }
        );
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

awaitable<Result<void>> unfollow(
    Services& services, ActorId follower, ActorId followed, Origin origin
) {
    co_return co_await with_retries([&] {
        return end_once(services, follower, followed, false, origin);
    });
}

}  // namespace folkmoot::node
