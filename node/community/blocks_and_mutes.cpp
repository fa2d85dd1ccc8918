#include "node/community/blocks_and_mutes.hpp"

#include "node/community/commit.hpp"
#include "node/community/follow_rows.hpp"

#include <array>
#include <vector>

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::ActorRecord;
using storage::FollowRecord;

/// Two actors and the follows between them, which a block ends.
struct Bonds {
    ActorRecord actor;
    ActorRecord target;
    std::vector<FollowRecord> follows;
    bool blocked{false};
};

Result<Bonds> load_bonds(
    storage::Txn const& txn, storage::Tables const& tables, ActorId actor, ActorId target
) {
    auto first = tables.actors.load(txn, actor);
    auto second = tables.actors.load(txn, target);
    if (!first || !second) {
        return failed((first ? second : first).error());
    }
    Bonds bonds{std::move(*first), std::move(*second), {}, false};
    for (auto const& [follower, followed] :
         std::array{std::pair(actor, target), std::pair(target, actor)}) {
        auto row = tables.follows.between(txn, follower, followed);
        if (row) {
            bonds.follows.push_back(std::move(*row));
        } else if (row.error().code != storage::ErrorCode::not_found) {
            return failed(row.error());
        }
    }
    auto const blocked = tables.blocks.exists(txn, actor, target);
    if (!blocked) {
        return failed(blocked.error());
    }
    bonds.blocked = *blocked;
    return bonds;
}

/// What the other server is told of the follows that end.
Result<OutgoingRows> rows_of_block(
    storage::Txn const& txn, Services const& services, Bonds const& bonds
) {
    OutgoingRows rows;
    if (bonds.actor.host != 0 || bonds.target.host == 0) {
        return rows;
    }
    for (auto const& follow : bonds.follows) {
        auto built = follow.follower == bonds.actor.id
                         ? services.publisher.follow_undone(txn, follow)
                         : services.publisher.follow_rejected(txn, follow);
        if (!built) {
            return built;
        }
        std::ranges::move(*built, std::back_inserter(rows));
    }
    return rows;
}

Result<void> store_block(
    Services& services,
    storage::WriteTxn& txn,
    Bonds const& bonds,
    Origin const& origin,
    std::int64_t now
) {
    for (auto const& follow : bonds.follows) {
        bool const forth = follow.follower == bonds.actor.id;
        auto const& follower = forth ? bonds.actor : bonds.target;
        auto const& followed = forth ? bonds.target : bonds.actor;
        auto ended = end_follow(services.store, txn, follow, follower, followed, now);
        if (!ended) {
            return failed(ended.error());
        }
    }
    if (bonds.blocked) {
        return {};
    }
    storage::BlockRecord block;
    block.id = services.store.ids().next();
    block.actor = bonds.actor.id;
    block.target = bonds.target.id;
    block.created = now;
    block.activity_iri = origin.activity_iri;
    auto const stored = services.store.blocks.insert(txn, block);
    return stored ? Result<void>{} : failed(stored.error());
}

awaitable<Result<void>> block_once(
    Services& services, ActorId actor, ActorId target, Origin origin
) {
    auto const now = milliseconds_now(services);
    std::vector<FollowRecord> planned;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto const bonds = load_bonds(*txn, services.store, actor, target);
        if (!bonds) {
            co_return std::unexpected(bonds.error());
        }
        planned = bonds->follows;
        auto built = rows_of_block(*txn, services, *bonds);
        if (!built) {
            co_return std::unexpected(built.error());
        }
        rows = std::move(*built);
    }
    auto closure = [&services, actor, target, origin, planned, rows, now](storage::WriteTxn& txn
                   ) -> Result<void> {
        auto const bonds = load_bonds(txn, services.store, actor, target);
        if (!bonds) {
            return std::unexpected(bonds.error());
        }
        if (bonds->follows != planned) {
            return stale();
        }
        return in_order(
            [&] { return mark_seen(services.store, txn, origin, now); },
            [&] { return store_block(services, txn, *bonds, origin, now); },
            [&] { return append(services.store, txn, rows); }
        );
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

}  // namespace

awaitable<Result<void>> block_actor(
    Services& services, ActorId actor, ActorId target, Origin origin
) {
    if (actor == target) {
        co_return refused(ErrorCode::unprocessable, "Nobody can block themselves.");
    }
    co_return co_await with_retries([&] { return block_once(services, actor, target, origin); });
}

awaitable<Result<void>> unblock_actor(
    Services& services, ActorId actor, ActorId target, Origin origin
) {
    auto const now = milliseconds_now(services);
    auto closure = [&services, actor, target, origin, now](storage::WriteTxn& txn) {
        return in_order(
            [&] { return mark_seen(services.store, txn, origin, now); },
            [&] { return services.store.blocks.erase(txn, actor, target); }
        );
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

awaitable<Result<void>> mute_actor(Services& services, MuteActor command) {
    if (command.member == command.target) {
        co_return refused(ErrorCode::unprocessable, "Nobody can mute themselves.");
    }
    storage::MuteRecord mute;
    mute.id = services.store.ids().next();
    mute.actor = command.member.value();
    mute.target = command.target.value();
    mute.notifications = command.notifications;
    mute.created = milliseconds_now(services);
    mute.expires = command.duration_ms == 0 ? 0 : mute.created + command.duration_ms;
    auto closure = [&services, mute](storage::WriteTxn& txn) {
        return in_order(
            [&] { return services.store.actors.load(txn, ActorId(mute.target)); },
            [&] { return services.store.mutes.put(txn, mute); }
        );
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

awaitable<Result<void>> unmute_actor(Services& services, ActorId member, ActorId target) {
    auto closure = [&services, member, target](storage::WriteTxn& txn) {
        return in_order([&] { return services.store.mutes.erase(txn, member, target); });
    };
    co_return co_await commit(services, storage::WriteClass::local, std::move(closure));
}

}  // namespace folkmoot::node
