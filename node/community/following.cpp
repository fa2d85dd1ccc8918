#include "node/community/following.hpp"

#include "node/access/can.hpp"
#include "node/community/commit.hpp"
#include "node/community/follow_ends.hpp"
#include "node/community/follow_rows.hpp"
#include "node/community/notifications.hpp"

namespace folkmoot::node {
namespace {

using boost::asio::awaitable;
using storage::ActorId;
using storage::ActorKind;
using storage::ActorRecord;
using storage::FollowRecord;
using storage::FollowState;

Viewer viewer_of(ActorRecord const& actor) {
    ActorId const id(actor.id);
    return actor.host == 0 ? Viewer::member(id)
                           : Viewer::remote_actor(id, storage::HostId(actor.host));
}

Result<void> check_follow(storage::Txn const& txn, Services const& services, Ends const& ends) {
    if (ends.follower.id == ends.followed.id) {
        return refused(ErrorCode::unprocessable, "Nobody can follow themselves.");
    }
    if (ends.follower.host != 0 && ends.followed.host != 0) {
        return not_found("neither side is local");
    }
    // A group that follows a group would relay what another group relays (federation, section 3.2).
    if (ends.follower.kind == ActorKind::group && ends.followed.kind == ActorKind::group &&
        ends.followed.visibility != storage::Visibility::public_) {
        return refused(ErrorCode::forbidden, "Groups may follow public groups only.");
    }
    if (auto const allowed =
            can(txn, services.store, viewer_of(ends.follower), Action::follow, ends.followed);
        !allowed) {
        return allowed;
    }
    if (ends.row) {
        return {};
    }
    auto const counters = services.store.actor_counters.load(txn, ActorId(ends.follower.id));
    if (!counters) {
        return failed(counters.error());
    }
    if (ends.follower.host == 0 && counters->following >= services.limits.followed) {
        return refused(ErrorCode::unprocessable, "You follow as many accounts as you may.");
    }
    return {};
}

/// Whether somebody must agree first.
bool needs_answer(storage::Txn const& txn, storage::Tables const& tables, Ends const& ends) {
    if (ends.followed.host != 0 || ends.followed.locked) {
        return true;
    }
    auto const settings = tables.group_settings.load(txn, ActorId(ends.followed.id));
    return settings && settings->join_policy != storage::JoinPolicy::open;
}

/// The row that a wish leads to.
FollowRecord wished_row(
    Services& services,
    FollowActor const& command,
    Origin const& origin,
    Ends const& ends,
    bool pending,
    std::int64_t now
) {
    FollowRecord row = ends.row.value_or(FollowRecord{});
    if (!ends.row || row.state == FollowState::rejected) {
        row.id = ends.row ? row.id : services.store.ids().next();
        row.follower = command.follower.value();
        row.followed = command.followed.value();
        row.state = pending ? FollowState::pending : FollowState::accepted;
        row.created = now;
        row.answered = pending ? 0 : now;
    } else if (row.state == FollowState::pending && !pending) {
        row.state = FollowState::accepted;
        row.answered = now;
    }
    if (origin.remote()) {
        row.activity_iri = origin.activity_iri;
    }
    row.show_reblogs = command.show_reblogs.value_or(row.show_reblogs);
    row.notify = command.notify.value_or(row.notify);
    row.languages = command.languages.value_or(row.languages);
    return row;
}

/// What the other server is told of a wish.
Result<OutgoingRows> rows_of_wish(
    storage::Txn const& txn, Services const& services, Ends const& ends, FollowRecord const& row
) {
    bool const fresh = !ends.row || ends.row->state == FollowState::rejected;
    if (ends.followed.host != 0 && fresh) {
        return services.publisher.follow_requested(txn, row);
    }
    if (ends.follower.host != 0 && row.state == FollowState::accepted) {
        return services.publisher.follow_accepted(txn, row);
    }
    return OutgoingRows{};
}

storage::Result<void> tell_of_wish(
    Services& services,
    storage::WriteTxn& txn,
    Ends const& ends,
    FollowRecord const& row,
    std::int64_t now
) {
    if (ends.row && ends.row->state == row.state) {
        return {};
    }
    auto const kind = row.state == FollowState::pending ? storage::NotificationKind::follow_request
                                                        : storage::NotificationKind::follow;
    return notify(
        services.store,
        txn,
        {.member = ActorId(row.followed), .kind = kind, .from = ActorId(row.follower)},
        now
    );
}

/// Stores the row of a wish and what it brings.
Result<void> store_wish(
    Services& services,
    storage::WriteTxn& txn,
    Ends const& ends,
    FollowRecord const& row,
    std::int64_t now
) {
    bool const was_accepted = ends.row && ends.row->state == FollowState::accepted;
    bool const begins = row.state == FollowState::accepted && !was_accepted;
    auto& store = services.store;
    return in_order(
        [&] { return ends.row ? store.follows.update(txn, row) : store.follows.insert(txn, row); },
        [&] {
            return begins ? follow_begins(store, txn, row, ends.follower, ends.followed, now)
                          : storage::Result<void>{};
        },
        [&] {
            bool const asks_group = row.state == FollowState::pending && ends.followed.host == 0 &&
                                    ends.followed.kind == ActorKind::group;
            return asks_group ? put_membership(
                                    store,
                                    txn,
                                    ActorId(row.followed),
                                    ActorId(row.follower),
                                    storage::MembershipState::requested,
                                    storage::GroupRole::member,
                                    now
                                )
                              : storage::Result<void>{};
        },
        [&] { return tell_of_wish(services, txn, ends, row, now); }
    );
}

awaitable<Result<FollowRecord>> follow_once(
    Services& services, FollowActor command, Origin origin
) {
    auto const now = milliseconds_now(services);
    Ends planned;
    FollowRecord row;
    OutgoingRows rows;
    {
        auto const txn = services.store.read();
        if (!txn) {
            co_return failed(txn.error());
        }
        auto ends = load_ends(*txn, services.store, command.follower, command.followed);
        if (!ends) {
            co_return std::unexpected(ends.error());
        }
        if (auto checked = check_follow(*txn, services, *ends); !checked) {
            co_return std::unexpected(checked.error());
        }
        planned = std::move(*ends);
        bool const pending = needs_answer(*txn, services.store, planned);
        row = wished_row(services, command, origin, planned, pending, now);
        auto built = rows_of_wish(*txn, services, planned, row);
        if (!built) {
            co_return std::unexpected(built.error());
        }
        rows = std::move(*built);
    }
    auto closure = [&services, origin, planned, row, rows, now](storage::WriteTxn& txn
                   ) -> Result<FollowRecord> {
        auto const ends =
            load_ends(txn, services.store, ActorId(row.follower), ActorId(row.followed));
        if (!ends) {
            return std::unexpected(ends.error());
        }
        if (!ends->same_as(planned)) {
            return stale();
        }
        auto done = in_order(
            [&] { return check_follow(txn, services, *ends); },
            [&] { return mark_seen(services.store, txn, origin, now); },
            [&] { return store_wish(services, txn, *ends, row, now); },
            [&] { return append(services.store, txn, rows); }
        );
        return done ? Result<FollowRecord>(row) : std::unexpected(done.error());
    };
    co_return co_await commit(services, origin.write_class, std::move(closure));
}

}  // namespace

awaitable<Result<FollowRecord>> follow(Services& services, FollowActor command, Origin origin) {
    co_return co_await with_retries([&] { return follow_once(services, command, origin); });
}

}  // namespace folkmoot::node
